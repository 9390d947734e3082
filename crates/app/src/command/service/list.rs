//! `numberline service list`: the services, as a table.

use crate::cli::Globals;
use crate::command::Outcome;
use crate::{output, table};
use numberline_api::records::CustomerBrief;
use numberline_service::customer;
use numberline_service::token::Caller;

/// List the services: those that have a record, and those that only numbers show
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline service list\n  numberline service list --json")]
pub(crate) struct List {
    /// Print the API's answer
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let services = customer::list(&service, &Caller::of_the_command_line())?;
        if self.json {
            let briefs: Vec<_> = services.iter().map(|service| CustomerBrief::of(service, true)).collect();
            output::print(format!("{}\n", serde_json::to_string(&briefs)?).as_bytes())?;
            return Ok(Outcome::Done);
        }
        let mut rows = table::new(&["service", "full name", "company", "channel", "SBCs", "tenant"]);
        for service in &services {
            let sbcs: Vec<_> = service.sbcs().iter().map(i64::to_string).collect();
            rows.add_row([
                service.guid.to_string(),
                table::visible(service.full_name.as_deref().unwrap_or_default()),
                table::visible(service.company_name.as_deref().unwrap_or_default()),
                service.channel.to_string(),
                sbcs.join(", "),
                service.tenant_id.to_string(),
            ]);
        }
        output::print(table::text(&rows).as_bytes())?;
        Ok(Outcome::Done)
    }
}
