//! `numberline approve` and `numberline clear`: what the operator says to numbers that a customer deleted.

use super::Outcome;
use super::order::{tell_items, tell_refusal};
use crate::cli::Globals;
use crate::{actor, output};
use numberline_domain::PhoneNumber;
use numberline_service::Service;
use numberline_service::order::{Origin, Refusal};
use numberline_service::removal::{self, MOST_NUMBERS, Settled};
use numberline_service::token::Caller;

const APPROVE: &str = "\
Examples:
  numberline approve +448718943000
  numberline approve +448718943000 +448718943001

From MarkedForRemoval to ReadyForRemoval; a running server then removes them. What can be done is
done; each number that cannot be moved is told, and the exit code is 1.";

const CLEAR: &str = "\
Examples:
  numberline clear +448718943000

From MarkedForRemoval to Active. What can be done is done; each number that cannot be moved is told,
and the exit code is 1.";

/// Approve that numbers are removed that customers deleted
#[derive(Debug, clap::Args)]
#[command(after_help = APPROVE)]
pub(crate) struct Approve {
    /// The numbers, 500 at most
    #[arg(required = true, value_name = "NUMBER", value_parser = PhoneNumber::parse)]
    numbers: Vec<PhoneNumber>,
}

/// Keep numbers that customers deleted
#[derive(Debug, clap::Args)]
#[command(after_help = CLEAR)]
pub(crate) struct Clear {
    /// The numbers, 500 at most
    #[arg(required = true, value_name = "NUMBER", value_parser = PhoneNumber::parse)]
    numbers: Vec<PhoneNumber>,
}

impl Approve {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        settle(globals, &self.numbers, removal::approve, "ready for removal")
    }
}

impl Clear {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        settle(globals, &self.numbers, removal::clear, "active")
    }
}

fn settle(
    globals: &Globals,
    numbers: &[PhoneNumber],
    settle: fn(&Service, Origin<'_>, &[PhoneNumber]) -> Result<Settled, Refusal>,
    aim: &str,
) -> anyhow::Result<Outcome> {
    if numbers.len() > MOST_NUMBERS {
        anyhow::bail!("{} numbers are too many at once: name {MOST_NUMBERS} at most", numbers.len());
    }
    let service = globals.open()?;
    let (caller, actor) = (Caller::of_the_command_line(), actor::name());
    let settled = match settle(&service, Origin { caller: &caller, actor: &actor, key: None }, numbers) {
        Ok(settled) => settled,
        Err(refusal) => return tell_refusal(refusal),
    };
    tell_items(&settled.failures);
    output::print(format!("{} of {} numbers are {aim}\n", settled.succeeded(), settled.processed).as_bytes())?;
    Ok(if settled.failures.is_empty() { Outcome::Done } else { Outcome::Refused })
}
