//! `numberline numbers list`: a page of numbers as a table.

use super::record::Record;
use crate::cli::Globals;
use crate::command::Outcome;
use crate::{output, table};
use numberline_domain::{Guid, StatusFilter};
use numberline_service::number::{self, ListNumbers, Refusal};
use numberline_service::token::Caller;
use serde::Deserialize;

const EXAMPLES: &str = "\
Examples:
  numberline numbers list
  numberline numbers list --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --status Active
  numberline numbers list --page 2 --page-size 50 --json";

/// List numbers, one page at a time
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {
    /// Only this tenant's numbers
    #[arg(long, value_name = "GUID", value_parser = Guid::parse)]
    tenant: Option<Guid>,

    /// Only numbers of this status: its name or its integer
    #[arg(long, value_name = "WORD", value_parser = StatusFilter::parse, default_value = "All")]
    status: StatusFilter,

    /// The page
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    page: u64,

    /// Numbers on a page
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    page_size: u64,

    /// Print the API's answer
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    current_page: u64,
    total_pages: u64,
    total_records: u64,
    data: Vec<Record>,
}

impl List {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        service.load()?;
        let query = ListNumbers { tenant: self.tenant, filter: self.status, page: self.page, size: self.page_size };
        let mut answer = Vec::new();
        let caller = Caller::of_the_command_line();
        if let Err(refusal) = number::list(&service, &caller, &query, |_| false, &mut answer) {
            output::say(&self.sentence(refusal));
            return Ok(Outcome::Refused);
        }
        if self.json {
            answer.push(b'\n');
            output::print(&answer)?;
        } else {
            output::print(render(&serde_json::from_slice(&answer)?).as_bytes())?;
        }
        Ok(Outcome::Done)
    }

    fn sentence(&self, refusal: Refusal) -> String {
        match (refusal, self.tenant) {
            (Refusal::UnknownTenant, Some(tenant)) => {
                format!("no number, service or token ever named the tenant {tenant}")
            }
            (Refusal::UnknownTenant | Refusal::UnknownNumber, _) => "there is nothing of that kind".to_owned(),
            (Refusal::InventoryLoading, _) => "the numbers are not loaded".to_owned(),
        }
    }
}

fn render(page: &Page) -> String {
    let mut rows =
        table::new(&["number", "status", "assignment", "country", "service", "tenant", "acquired on", "last check"]);
    for record in &page.data {
        rows.add_row([
            record.text("telephoneNumber"),
            record.text("acquiredNumberStatus"),
            record.text("assignmentStatus"),
            record.text("isoCountryCode"),
            record.text("umpCustomerFullName"),
            record.text("tenantId"),
            table::instant(&record.text("acquiredOn")),
            last_check(record),
        ]);
    }
    let footer = format!("page {} of {}, {} numbers", page.current_page, page.total_pages, page.total_records);
    let footer = if page.total_records == 1 { footer.trim_end_matches('s').to_owned() } else { footer };
    format!("{}{footer}\n", table::text(&rows))
}

/// When the assignment was last known, and the code of a later check that failed.
fn last_check(record: &Record) -> String {
    let time = table::instant(&record.text("aslcht"));
    match record.text("aslvCode").as_str() {
        "" | "200" => time,
        code => format!("{time} ({code})").trim_start().to_owned(),
    }
}
