//! The database that our server is measured over: an SQLite file, or a PostgreSQL database of its own.

pub(crate) mod postgres;

use crate::arguments::Kind;
use anyhow::{Context, Result, ensure};
use postgres::Owned;
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use xtask::program::sqlite;

/// Columns of the table `number`.
pub(crate) const COLUMNS: usize = 12;

/// Where to make databases.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// Of which kind.
    pub(crate) kind: Kind,
    /// The PostgreSQL server, for that kind.
    pub(crate) server: Option<&'a str>,
    /// Whether databases stay on that server.
    pub(crate) keep: bool,
}

/// A database.
pub(crate) enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A database on a server.
    Postgres(Owned),
}

/// What reading every row of `number` took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan {
    pub(crate) rows: u64,
    pub(crate) took: Duration,
}

impl Ground<'_> {
    /// A database that is kept, by its name in lower case with underscores; whether it is there is another question.
    pub(crate) fn lasting(&self, folder: &Path, name: &str) -> Result<Database> {
        self.named(folder, name, self.keep)
    }

    /// A new and empty database that ends with its handle or its folder.
    pub(crate) fn passing(&self, folder: &Path, name: &str) -> Result<Database> {
        let database = self.named(folder, name, false)?;
        if let Database::Postgres(owned) = &database {
            owned.create()?;
        }
        Ok(database)
    }

    fn named(&self, folder: &Path, name: &str, keep: bool) -> Result<Database> {
        Ok(match self.kind {
            Kind::Sqlite => Database::Sqlite(folder.join(format!("{name}.db"))),
            Kind::Postgres => {
                let server = self.server.context("give --postgres URL, a PostgreSQL server on this machine")?;
                Database::Postgres(Owned::new(server, name, keep)?)
            }
        })
    }
}

impl Database {
    /// As `--database` takes it.
    pub(crate) fn location(&self) -> OsString {
        match self {
            Self::Sqlite(file) => sqlite(file),
            Self::Postgres(owned) => owned.url.clone().into(),
        }
    }

    /// What it takes on disk, the log of changes included.
    pub(crate) fn bytes(&self) -> Result<u64> {
        match self {
            Self::Sqlite(file) => Ok(std::fs::metadata(file)?.len()),
            Self::Postgres(owned) => owned.bytes(),
        }
    }

    /// Processes that work for its users, beside theirs.
    pub(crate) fn processes(&self) -> Result<Vec<u32>> {
        match self {
            Self::Sqlite(_) => Ok(Vec::new()),
            Self::Postgres(owned) => owned.backends(),
        }
    }

    /// Reads every column of every row of `number` in a bare loop.
    pub(crate) fn scan(&self) -> Result<Scan> {
        match self {
            Self::Sqlite(file) => scan_file(file),
            Self::Postgres(owned) => owned.scan(),
        }
    }

    /// A copy to write into, which ends with its handle or its folder. Nobody may have the database open.
    pub(crate) fn copy(&self, folder: &Path, name: &str) -> Result<Self> {
        match self {
            Self::Sqlite(file) => {
                let copy = folder.join(format!("{name}.db"));
                // Nobody has it open, so the write-ahead log is part of the file.
                std::fs::copy(file, &copy)?;
                Ok(Self::Sqlite(copy))
            }
            Self::Postgres(owned) => Ok(Self::Postgres(owned.copy(name)?)),
        }
    }
}

fn scan_file(file: &Path) -> Result<Scan> {
    let source = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let started = Instant::now();
    let mut select = source.prepare("select * from number")?;
    let columns = select.column_count();
    ensure!(columns == COLUMNS, "table number has {columns} columns: teach the benchmark about them");
    let mut found = select.query([])?;
    let (mut rows, mut sum) = (0, 0_i64);
    while let Some(row) = found.next()? {
        for column in 0..COLUMNS {
            sum = sum.wrapping_add(row.get::<_, Option<i64>>(column)?.unwrap_or_default());
        }
        rows += 1;
    }
    std::hint::black_box(sum);
    Ok(Scan { rows, took: started.elapsed() })
}
