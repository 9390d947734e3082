//! Tasks as callers see them.

use numberline_domain::{EntryState, Guid, TaskKind, Ticks};
use numberline_service::task::{self, ListTasks, TaskView};
use numberline_service::{Entry, EntryCounts};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// A task.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskBody {
    /// `tsk_msjob_` and a GUID.
    id: String,
    /// `In Progress`, `CompletedSuccess`, `CompletedWithErrors`, `Failed` or `Cancelled`.
    status: &'static str,
    /// The numbers that failed or were given up.
    details: Vec<TaskDetail>,
    /// How many numbers the task is about.
    total_numbers_count: u64,
    /// What there is to know, in words.
    execution_messages: Vec<TaskMessage>,
    /// What came of it so far: differs by kind.
    #[schema(value_type = Object)]
    output_data: Value,
}

/// A number that failed or was given up.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskDetail {
    telephone_number: String,
    /// `failed` or `abandoned`.
    state: &'static str,
    #[schema(required)]
    error_code: Option<String>,
    #[schema(required)]
    detail: Option<String>,
}

/// Something to know about a task.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskMessage {
    /// `Information`, `Warning` or `Error`.
    level: &'static str,
    message: String,
}

/// A page of tasks.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskPage {
    current_page: u64,
    page_size: u64,
    total_pages: u64,
    total_records: u64,
    data: Vec<TaskRecord>,
}

/// A task in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskRecord {
    /// `tsk_msjob_` and a GUID.
    id: String,
    /// `upload`, `release`, `unassign`, `removal` or `sweep`.
    kind: &'static str,
    /// As in the task itself.
    status: &'static str,
    /// The tenant; null where it is about all of them.
    #[schema(required, format = "uuid")]
    ms_tenant_id: Option<String>,
    /// Who asked for it.
    actor: String,
    /// When it was asked for.
    #[schema(format = DateTime)]
    create_time: String,
    /// When it ended.
    #[schema(required, format = DateTime)]
    complete_time: Option<String>,
    /// Whether an operator stopped it for a while.
    is_paused: bool,
    /// How many numbers it is about.
    total_numbers_count: u64,
    /// How many of them are done.
    done_count: u64,
    /// How many of them failed.
    failed_count: u64,
}

impl TaskBody {
    /// As callers see it.
    pub(crate) fn of(view: &TaskView) -> Self {
        Self {
            id: view.task.id.to_string(),
            status: view.task.status.as_str(),
            details: view.failures.iter().map(TaskDetail::of).collect(),
            total_numbers_count: view.counts.total(),
            execution_messages: messages(view),
            output_data: output(view),
        }
    }
}

impl TaskDetail {
    fn of(entry: &Entry) -> Self {
        Self {
            telephone_number: entry.phone.to_string(),
            state: entry.state.as_str(),
            error_code: entry.error_code.clone(),
            detail: entry.error.clone(),
        }
    }
}

impl TaskPage {
    /// As callers see it.
    pub(crate) fn of(query: &ListTasks, page: &task::TaskPage) -> Self {
        Self {
            current_page: query.page,
            page_size: query.size,
            total_pages: page.total.div_ceil(query.size),
            total_records: page.total,
            data: page.tasks.iter().map(TaskRecord::of).collect(),
        }
    }
}

impl TaskRecord {
    fn of(view: &TaskView) -> Self {
        let TaskView { task, tenant, counts, .. } = view;
        Self {
            id: task.id.to_string(),
            kind: task.kind.as_str(),
            status: task.status.as_str(),
            ms_tenant_id: tenant.map(|tenant| tenant.to_string()),
            actor: task.actor.clone(),
            create_time: task.created_at.to_string(),
            complete_time: time(task.completed_at),
            is_paused: task.is_paused,
            total_numbers_count: counts.total(),
            done_count: counts.in_state(EntryState::Done),
            failed_count: counts.in_state(EntryState::Failed),
        }
    }
}

fn messages(view: &TaskView) -> Vec<TaskMessage> {
    let TaskView { task, counts, .. } = view;
    let message = |level, message| TaskMessage { level, message };
    let mut messages = vec![message("Information", format!("{} asked for by {}", task.kind, task.actor))];
    if counts.total() > 0 {
        let done = counts.in_state(EntryState::Done);
        messages.push(message("Information", format!("{done} of {} numbers are done", counts.total())));
    }
    if task.is_paused {
        messages.push(message("Warning", "paused; resume it to let it go on".to_owned()));
    }
    for (state, level) in [(EntryState::Failed, "Error"), (EntryState::Abandoned, "Warning")] {
        let count = counts.in_state(state);
        if count > 0 {
            messages.push(message(level, format!("{count} numbers {state}; `details` names them")));
        }
    }
    messages.extend(task.error.clone().map(|error| message("Error", error)));
    messages
}

/// What the documented servers tell, what ours tells beside it, and what the task's job wrote down.
fn output(view: &TaskView) -> Value {
    let TaskView { task, tenant, counts, .. } = view;
    let (created, completed) = (task.created_at.to_string(), time(task.completed_at));
    let job = Guid::from(task.id).to_string();
    let documented = match task.kind {
        TaskKind::Upload => json!({
            "CreateTime": created,
            "CompleteTime": completed,
            "OcUploadNumberResult": task.status.as_str(),
            "NumbersUploaded": counts.in_state(EntryState::Done),
            "WorkflowVersion": workflow_version(&task.input),
        }),
        TaskKind::Release => json!({
            "MsReleaseJobId": job,
            "MsTenantId": tenant.map(|tenant| tenant.to_string()),
            "MsReleaseJobStatus": task.status.as_str(),
            "UmpReleaseJobStatus": task.status.as_str(),
            "MsReleaseJobCreatedAt": created,
        }),
        TaskKind::Unassign | TaskKind::Removal | TaskKind::Sweep => json!({}),
    };
    let mut members = members(documented);
    members.extend(self::members(json!({
        "kind": task.kind.as_str(),
        "msTenantId": tenant.map(|tenant| tenant.to_string()),
        "createTime": created,
        "completeTime": completed,
        "isPaused": task.is_paused,
        "attempts": task.attempts,
        "entries": by_state(counts),
    })));
    let written = task.output.as_deref().and_then(|output| serde_json::from_str::<Value>(output).ok());
    members.extend(self::members(written.unwrap_or_default()));
    Value::Object(members)
}

fn by_state(counts: &EntryCounts) -> Value {
    let count = |state: &EntryState| (state.as_str().to_owned(), counts.in_state(*state).into());
    Value::Object(EntryState::ALL.iter().map(count).collect())
}

fn workflow_version(input: &str) -> Value {
    serde_json::from_str::<Value>(input).map_or(Value::Null, |input| input["workflowVersion"].clone())
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

fn time(instant: Option<Ticks>) -> Option<String> {
    instant.map(|instant| instant.to_string())
}
