//! `numberline task list`: the tasks there are, the newest first.

use super::act::tell_refusal;
use crate::cli::Globals;
use crate::command::Outcome;
use crate::{output, table};
use numberline_domain::{EntryState, Guid, TaskKind, TaskStatus};
use numberline_service::task::{self, ListTasks, TaskPage};
use numberline_service::token::Caller;

const EXAMPLES: &str = "\
Examples:
  numberline task list
  numberline task list --status Failed --kind upload --json";

/// List tasks, the newest first
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {
    /// Only tasks of this kind: upload, release, unassign, removal or sweep
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<TaskKind>,

    /// Only tasks with this status: "In Progress", CompletedSuccess, CompletedWithErrors, Failed or Cancelled
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Option<TaskStatus>,

    /// Only tasks about this tenant
    #[arg(long, value_name = "GUID", value_parser = Guid::parse)]
    tenant: Option<Guid>,

    /// The page
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    page: u64,

    /// Tasks on a page
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=500))]
    page_size: u64,

    /// Print the API's answer
    #[arg(long)]
    json: bool,
}

fn kind(text: &str) -> Result<TaskKind, String> {
    TaskKind::parse(text).ok_or_else(|| one_of(TaskKind::ALL.iter().map(|kind| kind.as_str())))
}

fn status(text: &str) -> Result<TaskStatus, String> {
    TaskStatus::parse(text).ok_or_else(|| one_of(TaskStatus::ALL.iter().map(|status| status.as_str())))
}

fn one_of(words: impl Iterator<Item = &'static str>) -> String {
    format!("write one of {}", words.collect::<Vec<_>>().join(", "))
}

impl List {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let query = ListTasks {
            kind: self.kind,
            status: self.status,
            tenant: self.tenant,
            page: self.page,
            size: self.page_size,
        };
        let page = match task::list(&service, &Caller::of_the_command_line(), &query) {
            Ok(page) => page,
            Err(refusal) => return tell_refusal(refusal),
        };
        if self.json {
            output::print(format!("{}\n", numberline_api::tasks_json(&query, &page)).as_bytes())?;
        } else {
            output::print(render(&query, &page).as_bytes())?;
        }
        Ok(Outcome::Done)
    }
}

fn render(query: &ListTasks, page: &TaskPage) -> String {
    let mut rows = table::new(&["task", "kind", "status", "numbers", "done", "failed", "tenant", "asked for", "by"]);
    for view in &page.tasks {
        let paused = if view.task.is_paused { " (paused)" } else { "" };
        rows.add_row([
            view.task.id.to_string(),
            view.task.kind.to_string(),
            format!("{}{paused}", view.task.status),
            view.counts.total().to_string(),
            view.counts.in_state(EntryState::Done).to_string(),
            view.counts.in_state(EntryState::Failed).to_string(),
            view.tenant.map_or_else(|| "all".to_owned(), |tenant| tenant.to_string()),
            table::instant(&view.task.created_at.to_string()),
            table::visible(&view.task.actor),
        ]);
    }
    let pages = page.total.div_ceil(query.size);
    let noun = if page.total == 1 { "task" } else { "tasks" };
    format!("{}page {} of {pages}, {} {noun}\n", table::text(&rows), query.page, page.total)
}
