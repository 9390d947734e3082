//! Tasks as callers see them: looked at, listed, and acted on.

mod action;

pub use action::{Action, act};

use crate::order::Refusal as OrderRefusal;
use crate::token::Caller;
use crate::{Error, Service};
use numberline_domain::{EntryState, Guid, Refused, Scope, TaskId, TaskKind, TaskStatus};
use numberline_store::task::Filter;
use numberline_store::{Entry, EntryCounts, Task, Tx, entry, task, tenant};

/// Entries that are told one by one at most.
const MOST_TOLD: u32 = 10_000;

/// A task as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// The tenant it is about; `None` where it is about all of them.
    pub tenant: Option<Guid>,
    /// How its entries stand.
    pub counts: EntryCounts,
    /// Those that failed or were given up. A list of tasks leaves them out.
    pub failures: Vec<Entry>,
}

/// What a list of tasks asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListTasks {
    /// Only of this kind.
    pub kind: Option<TaskKind>,
    /// Only with this status.
    pub status: Option<TaskStatus>,
    /// Only about this tenant.
    pub tenant: Option<Guid>,
    /// The page, from 1.
    pub page: u64,
    /// Tasks on a page.
    pub size: u64,
}

/// A page of tasks, the newest first, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPage {
    /// All that the query admits.
    pub total: u64,
    /// Those on the page.
    pub tasks: Vec<TaskView>,
}

/// Why a task is not to be had, or not to be acted on.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The caller sees no such task: there is none, or it is another's.
    #[error("no such task is known")]
    UnknownTask,
    /// The caller sees no such tenant.
    #[error("no such tenant is known")]
    UnknownTenant,
    /// The task's status does not admit the action.
    #[error("a task that is {status} cannot be {action}")]
    Status {
        /// How it stands.
        status: TaskStatus,
        /// What was to be done, such as `paused`.
        action: &'static str,
    },
    /// None of its entries can be tried again.
    #[error("none of its numbers can be tried again")]
    Items(Vec<Refused>),
    /// The database could not do its part.
    #[error(transparent)]
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<numberline_store::Error> for Refusal {
    fn from(error: numberline_store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<OrderRefusal> for Refusal {
    fn from(refusal: OrderRefusal) -> Self {
        match refusal {
            OrderRefusal::UnknownTenant => Self::UnknownTenant,
            OrderRefusal::Items(refused) => Self::Items(refused),
            OrderRefusal::KeyReused => Self::Failed(Error::Refused(refusal.to_string())),
            OrderRefusal::Failed(error) => Self::Failed(error),
        }
    }
}

/// A task, with what failed in it.
///
/// # Errors
/// A [`Refusal`].
pub fn find(service: &Service, caller: &Caller, id: TaskId) -> Result<TaskView, Refusal> {
    service.database.read(|tx| {
        let task = seen(tx, caller, task::get(tx, id)?)?;
        view(tx, task, true)
    })
}

/// A page of the tasks that the caller sees.
///
/// # Errors
/// A [`Refusal`].
pub fn list(service: &Service, caller: &Caller, query: &ListTasks) -> Result<TaskPage, Refusal> {
    service.database.read(|tx| {
        let filter = Filter { kind: query.kind, status: query.status, tenants: tenants(tx, caller, query.tenant)? };
        let skip = (query.page - 1).saturating_mul(query.size);
        let mut tasks = Vec::new();
        for task in task::page(tx, &filter, skip, query.size)? {
            tasks.push(view(tx, task, false)?);
        }
        Ok(TaskPage { total: task::count(tx, &filter)?, tasks })
    })
}

/// The ids of the tenants that limit a list; `None` where none does.
fn tenants(tx: &Tx<'_>, caller: &Caller, asked: Option<Guid>) -> Result<Option<Vec<u32>>, Refusal> {
    match (asked, &caller.scope) {
        (Some(guid), scope) => {
            let id = if scope.admits(guid) { tenant::find(tx, guid)? } else { None };
            id.map(|id| Some(vec![id])).ok_or(Refusal::UnknownTenant)
        }
        (None, Scope::All) => Ok(None),
        (None, Scope::Tenants(guids)) => {
            let mut ids = Vec::with_capacity(guids.len());
            for guid in guids.iter() {
                ids.extend(tenant::find(tx, *guid)?);
            }
            Ok(Some(ids))
        }
    }
}

/// The task, if there is one and the caller sees it.
fn seen(tx: &Tx<'_>, caller: &Caller, task: Option<Task>) -> Result<Task, Refusal> {
    let task = task.ok_or(Refusal::UnknownTask)?;
    let is_seen = match guid_of(tx, &task)? {
        Some(guid) => caller.scope.admits(guid),
        None => caller.scope == Scope::All,
    };
    if is_seen { Ok(task) } else { Err(Refusal::UnknownTask) }
}

fn guid_of(tx: &Tx<'_>, task: &Task) -> Result<Option<Guid>, Error> {
    let guid = |id| tenant::get(tx, id)?.ok_or_else(|| Error::missing("tenant", id));
    task.tenant.map(guid).transpose()
}

fn view(tx: &Tx<'_>, task: Task, with_failures: bool) -> Result<TaskView, Refusal> {
    let mut failures = Vec::new();
    if with_failures {
        for state in [EntryState::Failed, EntryState::Abandoned] {
            failures.extend(entry::in_state(tx, task.id, state, MOST_TOLD)?);
        }
    }
    Ok(TaskView { tenant: guid_of(tx, &task)?, counts: entry::counts(tx, task.id)?, task, failures })
}
