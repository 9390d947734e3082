//! `numberline task show`: one task, with what failed in it.

use super::act::{parse, tell_refusal};
use crate::cli::Globals;
use crate::command::Outcome;
use crate::command::order::tell_end;
use numberline_domain::TaskId;
use numberline_service::task;
use numberline_service::token::Caller;

/// Show one task, with what failed in it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline task show tsk_msjob_3bc57cac-5794-457f-ad36-2c88cade9dbb --json")]
pub(crate) struct Show {
    /// The task's id, with or without `tsk_msjob_`
    #[arg(value_name = "TASK", value_parser = parse)]
    task: TaskId,

    /// Print the task as the API gives it
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        match task::find(&service, &Caller::of_the_command_line(), self.task) {
            Ok(view) => tell_end(&view, self.json),
            Err(refusal) => tell_refusal(refusal),
        }
    }
}
