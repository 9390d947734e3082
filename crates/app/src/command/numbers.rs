//! `numberline numbers`: numbers as people read them, or as the API gives them.

mod list;
mod record;
mod show;

use super::Outcome;
use crate::cli::Globals;

/// Look at numbers
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Numbers {
    List(list::List),
    Show(show::Show),
}

impl Numbers {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(globals),
            Self::Show(show) => show.run(globals),
        }
    }
}
