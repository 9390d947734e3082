//! `numberline upload`: numbers for a tenant.

use super::Outcome;
use super::order::OrderArguments;
use crate::actor;
use crate::cli::Globals;
use numberline_domain::Label;
use numberline_service::order::{MOST_NUMBERS, Origin};
use numberline_service::token::Caller;
use numberline_service::upload::{self, Terms};

const EXAMPLES: &str = "\
Examples:
  numberline upload --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb +441632960100-+441632960199
  numberline upload --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --no-wait +441632960001

The numbers are listed at once as PendingFirstSync; a running server orders them at Microsoft. All of
them or none: each that is refused is told, and the exit code is 1.";

/// Upload numbers for a tenant
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Upload {
    #[command(flatten)]
    order: OrderArguments,

    /// Name or GUID of the calling profile
    #[arg(long, value_name = "PROFILE", value_parser = Label::parse)]
    calling_profile: Option<Label>,

    /// What the numbers are for
    #[arg(long, value_name = "USAGE", default_value = Terms::USAGE)]
    usage: String,

    /// What else they are for
    #[arg(long, value_name = "USAGE")]
    additional_usage: Option<String>,

    /// What they shall be able to do; may be given several times
    #[arg(long, value_name = "WORD", value_delimiter = ',', default_values = Terms::CAPABILITIES)]
    capability: Vec<String>,

    /// The request that they belong to, elsewhere
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    ticket: Option<Label>,
}

impl Upload {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let (caller, actor) = (Caller::of_the_command_line(), actor::name());
        let ordered = upload::Upload {
            tenant: self.order.tenant,
            wanted: self.order.wanted(),
            limit: MOST_NUMBERS,
            terms: Terms {
                source: "webapi".to_owned(),
                calling_profile: self.calling_profile.clone().map(String::from),
                usage: self.usage.clone(),
                additional_usage: self.additional_usage.clone(),
                capabilities: self.capability.clone(),
                ticket_id: self.ticket.clone().map(String::from),
                workflow_version: 3,
            },
        };
        let origin = Origin { caller: &caller, actor: &actor, key: None };
        self.order.tell(&service, upload::order(&service, origin, &ordered))
    }
}
