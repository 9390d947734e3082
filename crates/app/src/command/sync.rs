//! `numberline sync`: a pass over the tenants' numbers at the upstream.

use super::Outcome;
use crate::cli::Globals;
use crate::upstream::UpstreamOptions;
use crate::{actor, output, table};
use numberline_domain::Guid;
use numberline_service::Service;
use numberline_service::job::sync::{self, Depth, Report};
use numberline_service::job::{Jobs, Settings};

const EXAMPLES: &str = "\
Examples:
  numberline sync --list
  numberline sync --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --full
  numberline sync --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --confirm

With --upstream-url the command makes the passes itself, under the same leases as the servers; without it, the servers
make them next.";

/// Look at the tenants' numbers at the upstream now
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Sync {
    /// Only this tenant
    #[arg(long, value_name = "GUID", value_parser = |text: &str| Guid::parse(text))]
    tenant: Option<Guid>,

    /// Look at every number, not only at those that a task awaits something of
    #[arg(long)]
    full: bool,

    /// Mark for removal what the last pass stopped to ask about
    #[arg(long, requires = "tenant")]
    confirm: bool,

    /// Only tell how each tenant's sync stands
    #[arg(long, conflicts_with_all = ["full", "confirm"])]
    list: bool,

    #[command(flatten)]
    upstream: UpstreamOptions,
}

impl Sync {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        if self.list {
            return self.show(&service);
        }
        if let (true, Some(tenant)) = (self.confirm, self.tenant)
            && !sync::confirm(&service, tenant, &actor::name())?
        {
            output::say("no pass over that tenant has stopped to ask");
            return Ok(Outcome::Refused);
        }
        let Some(upstream) = self.upstream.open()? else {
            let asked = sync::ask(&service, self.tenant, self.depth(), &actor::name())?;
            output::say(&format!("asked for a pass over {asked} tenants: a running server makes it"));
            return Ok(if asked > 0 { Outcome::Done } else { Outcome::Refused });
        };
        let jobs = Jobs::new(&service, Some(upstream), Settings::default())?;
        sync::discover_accounts(&jobs)?;
        service.load()?;
        let mut outcome = Outcome::Done;
        for standing in sync::standing(&service)? {
            if self.tenant.is_some_and(|tenant| tenant != standing.guid) {
                continue;
            }
            match sync::pass(&jobs, standing.tenant, self.depth()) {
                Ok(Some(report)) => print(standing.guid, &report)?,
                Ok(None) => output::say(&format!("{}: another node is at it, or it has no account", standing.guid)),
                Err(interrupted) => {
                    output::say(&format!("{}: {interrupted}", standing.guid));
                    outcome = Outcome::Refused;
                }
            }
        }
        Ok(outcome)
    }

    const fn depth(&self) -> Depth {
        if self.full || self.confirm { Depth::Full } else { Depth::Awaited }
    }

    fn show(&self, service: &Service) -> anyhow::Result<Outcome> {
        let mut shown = table::new(&["tenant", "account", "state", "last full pass", "missing", "error"]);
        for standing in sync::standing(service)? {
            if self.tenant.is_some_and(|tenant| tenant != standing.guid) {
                continue;
            }
            let last = standing.succeeded_at.map(|at| table::instant(&at.to_string())).unwrap_or_default();
            shown.add_row([
                standing.guid.to_string(),
                table::visible(&standing.account.unwrap_or_default()),
                standing.state.as_str().to_owned(),
                last,
                standing.missing.map(|missing| missing.to_string()).unwrap_or_default(),
                table::visible(&standing.error.unwrap_or_default()),
            ]);
        }
        output::print(table::text(&shown).as_bytes())?;
        Ok(Outcome::Done)
    }
}

fn print(tenant: Guid, report: &Report) -> anyhow::Result<()> {
    let text = serde_json::to_string(report)?;
    output::print(format!("{tenant} {text}\n").as_bytes())?;
    Ok(())
}
