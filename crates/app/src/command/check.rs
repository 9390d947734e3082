//! `numberline check`: compares the change log, the tables and a rebuilt inventory.

use super::Outcome;
use crate::cli::Globals;
use crate::{output, progress::Bar};
use numberline_service::check;
use std::io::Write;

const EXAMPLES: &str = "\
Examples:
  numberline check && echo sound

One line per disagreement goes to standard output; the exit code is 1 when there is any.";

/// Compare the change log, the tables and a rebuilt inventory
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Check {}

impl Check {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let bar = Bar::new();
        let mut written = Ok(());
        let summary = check::run(&service, &bar, |line| {
            if written.is_ok() {
                written = writeln!(std::io::stdout().lock(), "{line}");
            }
        })?;
        drop(bar);
        written?;
        let check::Summary { numbers, tenants, changes, disagreements, may_lose_commits } = summary;
        if may_lose_commits {
            output::say(
                "replicas are attached, but a commit waits for none: a failover can lose what was acknowledged; \
                 set synchronous_standby_names",
            );
        }
        output::say(&format!(
            "{numbers} numbers, {tenants} tenants and {changes} changes compared: {disagreements} disagreements"
        ));
        Ok(if disagreements == 0 { Outcome::Done } else { Outcome::Refused })
    }
}
