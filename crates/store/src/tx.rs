//! A transaction: the thin layer between the SQL texts and the databases' drivers.

use crate::row::{Row, Value};
use crate::{Change, Error, sqlite};
use rusqlite::{CachedStatement, Connection, params_from_iter};

/// An open transaction. The functions of the table families take it; it ends with the closure it was given to.
pub struct Tx<'c> {
    engine: Engine<'c>,
    changes: Vec<Change>,
}

#[derive(Clone, Copy)]
enum Engine<'c> {
    Sqlite(&'c Connection),
}

impl<'c> Tx<'c> {
    pub(crate) const fn sqlite(connection: &'c Connection) -> Self {
        Self { engine: Engine::Sqlite(connection), changes: Vec::new() }
    }

    /// Adds to what this transaction will have changed. Written when the work is done, just before the commit.
    pub fn log(&mut self, change: Change) {
        self.changes.push(change);
    }

    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// A statement to be run many times without being looked up each time.
    pub(crate) fn batch(&self, sql: &str) -> Result<Batch<'c>, Error> {
        match self.engine {
            // SQLite would number `$1` by where it first stands; `?1` is the first value wherever it stands.
            Engine::Sqlite(connection) => connection
                .prepare_cached(&sql.replace('$', "?"))
                .map(|statement| Batch(Prepared::Sqlite(statement)))
                .map_err(sqlite::error),
        }
    }

    /// Runs a statement that answers nothing, and says how many rows it touched.
    pub(crate) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, Error> {
        self.batch(sql)?.execute(values)
    }

    /// The same where the number of rows is known.
    pub(crate) fn execute_exactly(&self, sql: &str, values: &[Value<'_>], expected: u64) -> Result<(), Error> {
        let touched = self.execute(sql, values)?;
        if touched == expected { Ok(()) } else { Err(Error::RowCount { expected, touched }) }
    }

    /// Hands out each row of an answer as it comes; ends at the first error.
    pub(crate) fn query<E: From<Error>>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.batch(sql)?.query(values, each)
    }

    /// The first row of an answer.
    pub(crate) fn find<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.batch(sql)?.find(values, read)
    }

    /// Runs statements without values and answers: migrations and temporary tables.
    pub(crate) fn script(&self, sql: &str) -> Result<(), Error> {
        match self.engine {
            Engine::Sqlite(connection) => connection.execute_batch(sql).map_err(sqlite::error),
        }
    }

    /// One line for each fault that the database's own inspection finds in its files.
    pub(crate) fn inspect(&self, mut each: impl FnMut(String)) -> Result<(), Error> {
        match self.engine {
            Engine::Sqlite(_) => {
                self.query("PRAGMA integrity_check", &[], |row| {
                    match row.text(0)? {
                        "ok" => {}
                        fault => each(fault.to_owned()),
                    }
                    Ok::<_, Error>(())
                })?;
                self.query("PRAGMA foreign_key_check", &[], |row| {
                    each(format!("a row of {} names a row of {} that does not exist", row.text(0)?, row.text(2)?));
                    Ok(())
                })
            }
        }
    }
}

/// A prepared statement.
pub(crate) struct Batch<'c>(Prepared<'c>);

enum Prepared<'c> {
    Sqlite(CachedStatement<'c>),
}

impl Batch<'_> {
    /// See [`Tx::execute`].
    #[inline]
    pub(crate) fn execute(&mut self, values: &[Value<'_>]) -> Result<u64, Error> {
        let Prepared::Sqlite(statement) = &mut self.0;
        let touched = statement.execute(params_from_iter(values)).map_err(sqlite::error)?;
        Ok(u64::try_from(touched).expect("a count of rows fits 64 bits"))
    }

    /// See [`Tx::query`].
    pub(crate) fn query<E: From<Error>>(
        &mut self,
        values: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Prepared::Sqlite(statement) = &mut self.0;
        let mut rows = statement.query(params_from_iter(values)).map_err(sqlite::error)?;
        while let Some(row) = rows.next().map_err(sqlite::error)? {
            each(&Row::sqlite(row))?;
        }
        Ok(())
    }

    /// See [`Tx::find`].
    pub(crate) fn find<T>(
        &mut self,
        values: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let Prepared::Sqlite(statement) = &mut self.0;
        let mut rows = statement.query(params_from_iter(values)).map_err(sqlite::error)?;
        rows.next().map_err(sqlite::error)?.map(|row| read(&Row::sqlite(row))).transpose()
    }
}
