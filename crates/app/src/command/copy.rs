//! `numberline copy`: a database moves to another place, be it of the other kind.

use super::Outcome;
use crate::cli::Globals;
use crate::{output, progress::Bar};
use numberline_service::{Location, copy};

const EXAMPLES: &str = "\
Examples:
  numberline copy --from sqlite:numberline.db --to postgres://numberline@db.example/numberline
  numberline copy --from postgres://numberline@db.example/numberline --to sqlite:aside.db

Everything is copied in one transaction, the history and the tokens too, and then compared by hash.
Stop what writes to the first database before; a server may go on reading it.";

/// Copy a database to another place, from SQLite to PostgreSQL or back
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Copy {
    /// The database to copy
    // Texts, parsed later: clap repeats a value that it refuses, and a location may hold a password.
    #[arg(long, value_name = "LOCATION")]
    from: String,

    /// Where to: a database that has nothing in it yet
    #[arg(long, value_name = "LOCATION")]
    to: String,
}

impl Copy {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let location =
            |name: &str, text: &str| Location::parse(text).map_err(|error| anyhow::anyhow!("--{name} {error}"));
        let (from, to) = (location("from", &self.from)?, location("to", &self.to)?);
        let (from, target) = (globals.open_existing(&from)?, globals.open_at(&to)?);
        let rows = copy::run(&from, &target, &Bar::new())?;
        output::print(format!("{rows} rows copied to {to}, and equal there\n").as_bytes())?;
        Ok(Outcome::Done)
    }
}
