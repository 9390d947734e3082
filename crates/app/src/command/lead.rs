//! `numberline lead`: customers that asked for the operator at Microsoft.

use super::Outcome;
use super::json_file::{self, Source};
use crate::cli::Globals;
use crate::{actor, output, table};
use numberline_api::records::{Lead, lead_of_json};
use numberline_domain::Guid;
use numberline_service::lead;
use numberline_service::token::Caller;

/// Look at leads and set them
#[derive(Debug, clap::Subcommand)]
pub(crate) enum LeadCommand {
    List(List),
    Set(Set),
}

/// List leads, one page at a time
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline lead list\n  numberline lead list --page 2 --json")]
pub(crate) struct List {
    /// Only this tenant's
    #[arg(long, value_name = "GUID", value_parser = Guid::parse)]
    tenant: Option<Guid>,

    /// The page
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    page: u64,

    /// Leads on a page
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=20_000))]
    page_size: u64,

    /// Print the API's answer
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  numberline lead set 5b0c7f5e-0f35-4f0f-8f3d-6f0a4d1e2c3b lead.json

The JSON is what `PUT /api/v3/inventory/leads/{guid}` takes.";

/// Make a lead, or replace it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Set {
    /// The lead
    #[arg(value_name = "GUID", value_parser = Guid::parse)]
    lead: Guid,

    /// A file of JSON; - is standard input
    #[arg(value_name = "FILE")]
    file: Source,
}

impl LeadCommand {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(globals),
            Self::Set(set) => set.run(globals),
        }
    }
}

impl List {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let caller = Caller::of_the_command_line();
        let leads = lead::list(&globals.open()?, &caller, self.tenant, self.page, self.page_size)?;
        if self.json {
            let views: Vec<_> = leads.into_iter().map(Lead::of).collect();
            output::print(format!("{}\n", serde_json::to_string(&views)?).as_bytes())?;
            return Ok(Outcome::Done);
        }
        let mut rows = table::new(&["lead", "status", "company", "countries", "consented on", "tenant"]);
        for lead::Addressed { lead, .. } in &leads {
            let company = lead.contact_details.as_ref().and_then(|contact| contact.company_name.clone());
            rows.add_row([
                lead.id.to_string(),
                table::visible(&lead.status),
                table::visible(&company.unwrap_or_default()),
                table::visible(&lead.consented_countries.join(", ")),
                table::instant(&lead.consented_on.map(|time| time.to_string()).unwrap_or_default()),
                lead.tenant_id.to_string(),
            ]);
        }
        output::print(table::text(&rows).as_bytes())?;
        Ok(Outcome::Done)
    }
}

impl Set {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let Some(wanted) = json_file::told(lead_of_json(self.lead, self.file.read()?)) else {
            return Ok(Outcome::Refused);
        };
        lead::set(&globals.open()?, wanted, &actor::name())?;
        output::print(format!("lead {} is set\n", self.lead).as_bytes())?;
        Ok(Outcome::Done)
    }
}
