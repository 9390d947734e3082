//! `numberline export`: numbers to a file or to standard output.

mod target;

use super::Outcome;
use crate::cli::Globals;
use crate::{output, progress::Bar};
use clap::ValueEnum;
use numberline_domain::{Guid, StatusFilter};
use numberline_service::export::{self, Query};
use std::path::PathBuf;
use target::Target;

const EXAMPLES: &str = "\
Examples:
  numberline export -o dump.json
  numberline export --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --format csv > numbers.csv
  numberline export --status 'Pending First Sync' --format ndjson | wc -l

What is exported can be imported again, and comes back equal.";

/// Write numbers as JSON, one JSON record per line, or CSV
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Export {
    /// Only this tenant's numbers; may be given several times
    #[arg(long, value_name = "GUID", value_parser = Guid::parse, value_delimiter = ',')]
    tenant: Vec<Guid>,

    /// Only numbers of this status: its name or its integer
    #[arg(long, value_name = "WORD", value_parser = StatusFilter::parse, default_value = "All")]
    status: StatusFilter,

    /// The form
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,

    /// The file, which appears when it is complete [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The answer of the API, all numbers on one page
    Json,
    /// One compact record per line
    Ndjson,
    /// A header and one record per line
    Csv,
}

impl Export {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        service.load()?;
        let query = Query { tenants: self.tenant.clone(), filter: self.status };
        let format = match self.format {
            Format::Json => export::Format::Json,
            Format::Ndjson => export::Format::Ndjson,
            Format::Csv => export::Format::Csv,
        };
        let mut target = Target::open(self.output.as_deref())?;
        let numbers = export::run(&service, &query, format, &mut target, &Bar::new())?;
        target.finish()?;
        if let Some(file) = &self.output {
            output::say(&format!("{numbers} numbers written to {}", file.display()));
        }
        Ok(Outcome::Done)
    }
}
