//! The bare load: the rows of a filled database brought into an empty table of the same definition, and nothing else.

mod postgres;
mod sqlite;

use crate::data::DataSet;
use crate::database::Database;
use crate::reference::Reference;
use crate::report::Report;
use anyhow::{Result, ensure};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

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

/// How fast the data set was generated, against the bare load of its rows; and what it takes on disk.
pub(crate) fn measure(data: &DataSet, reference: &Reference, folder: &Path, report: &mut Report) -> Result<()> {
    let numbers = reference.len();
    let bytes = data.database.bytes()? as f64 / numbers as f64;
    // Numbers were generated in the order of their ids.
    let mut ids: Vec<_> = reference.ids().collect();
    ids.sort_unstable();
    eprintln!("the same rows, bare …");
    let bare = load(&data.database, folder, ids.into_iter())?;
    ensure!(bare.rows == numbers, "{numbers} records were exported, {} rows are there", bare.rows);
    let rate = numbers as f64 / data.generated_in_s;
    report.line(&format!(
        "generated {rate:.0} rows/s when the data set was made; {}: {:.0} rows/s; ratio {:.2}",
        Bare::name(&data.database),
        bare.rate(),
        rate / bare.rate()
    ));
    report.line(&format!("database: {bytes:.1} bytes a number, the log included"));
    report.keep("load", &json!({
        "rows": numbers, "rows_per_second": rate, "bare_rows_per_second": bare.rate(), "database_bytes_a_number": bytes,
    }));
    Ok(())
}
