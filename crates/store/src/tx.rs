//! A transaction: the thin layer between the SQL texts and the databases' drivers.

use crate::batch::Batch;
use crate::row::{Row, Value};
use crate::table::Table;
use crate::{Author, Change, Error, postgres, sqlite};
use deadpool_postgres::ClientWrapper;
use rusqlite::Connection;
use std::cell::Cell;
use std::rc::Rc;

/// An open transaction. The functions of the table families take it; it ends with the closure it was given to.
pub struct Tx<'c> {
    driver: Driver<'c>,
    /// Whether an answer is being read. A connection has one at a time: another statement would wait for ever.
    reading: Rc<Cell<bool>>,
    changes: Vec<Change>,
    author: Option<Author>,
}

#[derive(Clone, Copy)]
pub(crate) enum Driver<'c> {
    Sqlite(&'c Connection),
    Postgres(&'c ClientWrapper),
}

impl<'c> Tx<'c> {
    pub(crate) fn sqlite(connection: &'c Connection) -> Self {
        Self::new(Driver::Sqlite(connection))
    }

    pub(crate) fn postgres(client: &'c ClientWrapper) -> Self {
        Self::new(Driver::Postgres(client))
    }

    fn new(driver: Driver<'c>) -> Self {
        Self { driver, reading: Rc::default(), changes: Vec::new(), author: None }
    }

    /// Who writes, and when, as it will stand in the log; `None` where nothing is logged.
    #[must_use]
    pub const fn author(&self) -> Option<&Author> {
        self.author.as_ref()
    }

    pub(crate) fn set_author(&mut self, author: &Author) {
        self.author = Some(author.clone());
    }

    /// Adds to what this transaction will have changed. Written when the work is done, just before the commit.
    pub fn log(&mut self, change: Change) {
        self.changes.push(change);
    }

    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Which of two texts is this database's, where the dialects differ.
    pub(crate) const fn dialect<'t>(&self, sqlite: &'t str, postgres: &'t str) -> &'t str {
        match self.driver {
            Driver::Sqlite(_) => sqlite,
            Driver::Postgres(_) => postgres,
        }
    }

    /// A statement to be run many times without being looked up each time.
    pub(crate) fn batch(&self, sql: &str) -> Result<Batch<'c>, Error> {
        Batch::prepare(self.driver, sql, Rc::clone(&self.reading))
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

    /// Hands out each row of an answer as it comes; ends at the first error. `each` must not use the transaction.
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

    /// Puts many rows into a table, and says how many.
    pub(crate) fn load<'v>(
        &self,
        table: &Table,
        rows: impl Iterator<Item = impl AsRef<[Value<'v>]>>,
    ) -> Result<u64, Error> {
        match self.driver {
            Driver::Sqlite(_) => {
                let mut insert = self.batch(&table.insert_text())?;
                let mut count = 0;
                for row in rows {
                    count += insert.execute(row.as_ref())?;
                }
                Ok(count)
            }
            Driver::Postgres(client) => postgres::load(client, table, rows),
        }
    }

    /// Runs statements without values and answers: migrations and temporary tables.
    pub(crate) fn script(&self, sql: &str) -> Result<(), Error> {
        match self.driver {
            Driver::Sqlite(connection) => connection.execute_batch(sql).map_err(sqlite::error),
            Driver::Postgres(client) => postgres::wait(client.batch_execute(sql)).map_err(postgres::error),
        }
    }

    /// One line for each fault that the database's own inspection finds in its files. PostgreSQL has its checksums, and
    /// looks after its references itself.
    pub(crate) fn inspect(&self, mut each: impl FnMut(String)) -> Result<(), Error> {
        match self.driver {
            Driver::Sqlite(_) => {
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
            Driver::Postgres(_) => Ok(()),
        }
    }
}
