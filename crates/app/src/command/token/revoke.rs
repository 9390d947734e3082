//! `numberline token revoke`: a token that is accepted no more.

use crate::cli::Globals;
use crate::command::Outcome;
use crate::{actor, output};
use numberline_domain::TokenId;
use numberline_service::token::{self, Revoked};

const EXAMPLES: &str = "\
Examples:
  numberline token revoke 3

Running servers refuse the token within a second.";

/// Revoke a token
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Revoke {
    /// The token's id, as `numberline token list` shows it
    id: i64,
}

impl Revoke {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let id = self.id;
        let (sentence, outcome) = match token::revoke(&globals.open()?, TokenId(id), &actor::name())? {
            Revoked::Now(_) => (format!("token {id} is revoked"), Outcome::Done),
            Revoked::Before(_) => (format!("token {id} was revoked before"), Outcome::Done),
            Revoked::Unknown => {
                (format!("there is no token {id}: `numberline token list` shows those there are"), Outcome::Refused)
            }
        };
        output::say(&sentence);
        Ok(outcome)
    }
}
