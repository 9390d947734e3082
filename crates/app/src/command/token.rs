//! `numberline token`: who may ask the API.

mod create;
mod list;
mod revoke;

use super::Outcome;
use crate::cli::Globals;

/// Make, list and revoke the tokens that the API's clients present
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TokenCommand {
    Create(create::Create),
    List(list::List),
    Revoke(revoke::Revoke),
}

impl TokenCommand {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::Create(create) => create.run(globals),
            Self::List(list) => list.run(globals),
            Self::Revoke(revoke) => revoke.run(globals),
        }
    }
}
