//! `numberline unassign`: numbers whose users or applications lose them.

use super::Outcome;
use super::order::OrderArguments;
use crate::actor;
use crate::cli::Globals;
use numberline_service::order::{MOST_NUMBERS, Origin};
use numberline_service::token::Caller;
use numberline_service::unassign;

const EXAMPLES: &str = "\
Examples:
  numberline unassign --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb +441632960001 +441632960002
  numberline unassign --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --no-wait +441632960100-+441632960199

The numbers stay with the tenant. All of them or none: each that is refused is told, and the exit
code is 1.";

/// Unassign a tenant's numbers from their users and applications
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Unassign {
    #[command(flatten)]
    order: OrderArguments,
}

impl Unassign {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let (caller, actor) = (Caller::of_the_command_line(), actor::name());
        let ordered =
            unassign::Unassign { tenant: self.order.tenant, wanted: self.order.wanted(), limit: MOST_NUMBERS };
        let origin = Origin { caller: &caller, actor: &actor, key: None };
        self.order.tell(&service, unassign::order(&service, origin, &ordered))
    }
}
