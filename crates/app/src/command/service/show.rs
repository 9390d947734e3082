//! `numberline service show`: one service, as our API gives it.

use crate::cli::Globals;
use crate::command::Outcome;
use crate::output;
use numberline_api::records::Service;
use numberline_domain::Guid;
use numberline_service::customer;
use numberline_service::token::Caller;

/// Show one service as JSON
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline service show 82686da4-980d-4eef-8c00-cfe918d954d4")]
pub(crate) struct Show {
    /// The service: `umpCustomerGuid` of its numbers
    #[arg(value_name = "GUID", value_parser = Guid::parse)]
    service: Guid,
}

impl Show {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let found = customer::find(&globals.open()?, &Caller::of_the_command_line(), self.service)?;
        let Some(service) = found else {
            output::say(&format!("there is no service {}", self.service));
            return Ok(Outcome::Refused);
        };
        output::print(format!("{}\n", serde_json::to_string_pretty(&Service::of(&service))?).as_bytes())?;
        Ok(Outcome::Done)
    }
}
