//! `numberline task`: what was ordered, and how it stands.

mod act;
mod list;
mod show;

use super::Outcome;
use crate::cli::Globals;
use numberline_service::task::Action;

/// Look at what was ordered; retry, pause, resume or abandon it
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TaskCommand {
    List(list::List),
    Show(show::Show),
    /// Try again what failed in a task
    Retry(act::Act),
    /// Let nothing more begin in a task until it is resumed
    Pause(act::Act),
    /// Let a paused task go on
    Resume(act::Act),
    /// Give up what was not begun in a task
    Abandon(act::Act),
}

impl TaskCommand {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(globals),
            Self::Show(show) => show.run(globals),
            Self::Retry(act) => act.run(globals, Action::Retry),
            Self::Pause(act) => act.run(globals, Action::Pause),
            Self::Resume(act) => act.run(globals, Action::Resume),
            Self::Abandon(act) => act.run(globals, Action::Abandon),
        }
    }
}
