//! `numberline sweep`: checks assignments.

use super::Outcome;
use crate::cli::Globals;
use crate::upstream::UpstreamOptions;
use crate::{actor, duration, output};
use numberline_domain::{Guid, PhoneNumber};
use numberline_service::job::sweep::{self, Extent};
use numberline_service::job::{Jobs, Settings};
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  numberline sweep
  numberline sweep --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --older-than 1d
  numberline sweep --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --number +448718943000

A sweep is a task, whose id is printed. With --upstream-url the command does it itself and prints what came of it; without
it, a running server does.";

/// Check who the numbers are assigned to
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Sweep {
    /// Only numbers of this tenant
    #[arg(long, value_name = "GUID", value_parser = |text: &str| Guid::parse(text))]
    tenant: Option<Guid>,

    /// Only this number of the tenant
    #[arg(long, value_name = "NUMBER", requires = "tenant", value_parser = |text: &str| PhoneNumber::parse(text))]
    number: Option<PhoneNumber>,

    /// Only numbers whose last successful check is longer ago
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    older_than: Option<Duration>,

    #[command(flatten)]
    upstream: UpstreamOptions,
}

impl Sweep {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let extent = Extent {
            tenant: self.tenant,
            numbers: self.number.map(PhoneNumber::digits).into_iter().collect(),
            older_than_seconds: self.older_than.map(|time| time.as_secs()),
        };
        let upstream = self.upstream.open()?;
        let id = sweep::order(&service, &extent, &actor::name())?;
        output::print(format!("{id}\n").as_bytes())?;
        let Some(upstream) = upstream else { return Ok(Outcome::Done) };
        service.load()?;
        let jobs = Jobs::new(&service, Some(upstream), Settings::default())?;
        let task = sweep::run_now(&jobs, id)?;
        let output = task.and_then(|task| task.output).unwrap_or_default();
        output::print(format!("{output}\n").as_bytes())?;
        Ok(Outcome::Done)
    }
}
