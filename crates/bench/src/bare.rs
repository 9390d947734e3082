//! The bare load: the rows of a filled database brought into an empty table of the same definition, and nothing else.

mod postgres;
mod sqlite;

use crate::data::{self, Wanted};
use crate::database::{Database, Ground};
use crate::report::Report;
use anyhow::{Result, ensure};
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use xtask::program::{Program, output};

/// How it went.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bare {
    pub(crate) rows: u64,
    pub(crate) took: Duration,
}

impl Bare {
    /// Rows a second.
    pub(crate) fn rate(&self) -> f64 {
        self.rows as f64 / self.took.as_secs_f64()
    }

    /// What was done, for tables.
    pub(crate) fn name(database: &Database) -> &'static str {
        match database {
            Database::Sqlite(_) => "bare insert loop",
            Database::Postgres(_) => "bare COPY",
        }
    }
}

/// Loads the rows of a database's `number` table, in this order of ids.
pub(crate) fn load(from: &Database, folder: &Path, order: impl Iterator<Item = i64>) -> Result<Bare> {
    match from {
        Database::Sqlite(file) => sqlite::insert_rows(file, &folder.join("bare.db"), order),
        Database::Postgres(owned) => postgres::copy_rows(owned, &folder.join("rows"), order),
    }
}

/// How fast numbers are generated into an empty database, against the bare load of their rows; and what they take on
/// disk.
pub(crate) fn measure(
    program: &Program,
    ground: Ground,
    wanted: &Wanted,
    folder: &Path,
    report: &mut Report,
) -> Result<()> {
    let database = ground.passing(folder, "loaded")?;
    let location = database.location();
    // The schema is there before the clock starts.
    output(program.over(&location).arg("migrate"))?;
    let empty = database.bytes()?;
    eprintln!("the data set's numbers once more, for the time it takes …");
    let took = data::generate(program, &location, wanted)?;
    // A database of PostgreSQL has megabytes of its own.
    let bytes = database.bytes()?.saturating_sub(empty) as f64 / wanted.numbers as f64;
    eprintln!("the same rows, bare …");
    // Ids were given in the order of the numbers.
    let ids = i64::try_from(wanted.numbers)?;
    let bare = load(&database, folder, 1..=ids)?;
    ensure!(bare.rows == wanted.numbers, "{ids} numbers were made, {} rows are there", bare.rows);
    let rate = wanted.numbers as f64 / took.as_secs_f64();
    report.line(&format!(
        "generated {rate:.0} rows/s; {}: {:.0} rows/s; ratio {:.2}",
        Bare::name(&database),
        bare.rate(),
        rate / bare.rate()
    ));
    report.line(&format!(
        "database: {bytes:.1} bytes a number, the log of their making included, less those of an empty one"
    ));
    report.keep(
        "load",
        &json!({
            "rows": wanted.numbers, "rows_per_second": rate, "bare_rows_per_second": bare.rate(),
            "database_bytes_a_number": bytes,
        }),
    );
    Ok(())
}
