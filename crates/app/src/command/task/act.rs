//! `numberline task retry|pause|resume|abandon`.

use crate::cli::Globals;
use crate::command::Outcome;
use crate::command::order::{tell_end, tell_items};
use crate::{actor, output};
use numberline_domain::{InvalidGuid, TaskId};
use numberline_service::task::{self, Action, Refusal};
use numberline_service::token::Caller;

/// A task to do something to.
#[derive(Debug, clap::Args)]
pub(crate) struct Act {
    /// The task's id, with or without `tsk_msjob_`
    #[arg(value_name = "TASK", value_parser = parse)]
    task: TaskId,

    /// Print the task as the API gives it
    #[arg(long)]
    json: bool,
}

/// Reads an id.
pub(super) fn parse(text: &str) -> Result<TaskId, InvalidGuid> {
    TaskId::parse(text)
}

impl Act {
    pub(super) fn run(&self, globals: &Globals, action: Action) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        match task::act(&service, &Caller::of_the_command_line(), &actor::name(), self.task, action) {
            Ok((view, _)) => {
                tell_end(&view, self.json)?;
                Ok(Outcome::Done)
            }
            Err(refusal) => tell_refusal(refusal),
        }
    }
}

/// Says why a task is not to be had, or not to be acted on.
pub(super) fn tell_refusal(refusal: Refusal) -> anyhow::Result<Outcome> {
    match refusal {
        Refusal::Failed(error) => return Err(error.into()),
        Refusal::Items(refused) => tell_items(&refused),
        Refusal::UnknownTask | Refusal::UnknownTenant | Refusal::Status { .. } => output::say(&refusal.to_string()),
    }
    Ok(Outcome::Refused)
}
