//! `numberline migrate`: brings the database to this version's schema. Every other command does so too, on the way.

use super::Outcome;
use crate::cli::Globals;
use crate::output;

/// Create the database, or bring it to this version's schema
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline migrate --database sqlite:/var/lib/numberline/numberline.db")]
pub(crate) struct Migrate {}

impl Migrate {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let version = globals.open()?.schema_version()?;
        output::print(format!("the schema is at version {version}\n").as_bytes())?;
        Ok(Outcome::Done)
    }
}
