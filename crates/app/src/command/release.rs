//! `numberline release`: numbers that a tenant gives back.

use super::Outcome;
use super::order::OrderArguments;
use crate::actor;
use crate::cli::Globals;
use numberline_service::order::{MOST_NUMBERS, Origin};
use numberline_service::release;
use numberline_service::token::Caller;

const EXAMPLES: &str = "\
Examples:
  numberline release --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb +441632960001 +441632960002
  numberline release --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --no-wait +441632960100-+441632960199

Each must be the tenant's, unassigned and in no other operation; a pending one is withdrawn. All of
them or none: each that is refused is told, and the exit code is 1.";

/// Release a tenant's numbers
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Release {
    #[command(flatten)]
    order: OrderArguments,
}

impl Release {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let (caller, actor) = (Caller::of_the_command_line(), actor::name());
        let ordered = release::Release { tenant: self.order.tenant, wanted: self.order.wanted(), limit: MOST_NUMBERS };
        let origin = Origin { caller: &caller, actor: &actor, key: None };
        self.order.tell(&service, release::order(&service, origin, &ordered))
    }
}
