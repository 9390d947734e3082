//! A prepared statement, run with one tuple of values or with many.

use crate::row::{Row, Value};
use crate::tx::Driver;
use crate::{Error, postgres, sqlite};
use deadpool_postgres::ClientWrapper;
use futures_util::TryStreamExt as _;
use futures_util::future::try_join_all;
use rusqlite::{CachedStatement, params_from_iter};
use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use tokio_postgres::Statement;

/// Statements sent ahead of their answers.
const AHEAD: usize = 256;

/// A prepared statement.
pub(crate) struct Batch<'c> {
    prepared: Prepared<'c>,
    reading: Rc<Cell<bool>>,
}

enum Prepared<'c> {
    Sqlite(CachedStatement<'c>),
    Postgres(&'c ClientWrapper, Statement),
}

/// While it lives, an answer is being read.
struct Reading(Rc<Cell<bool>>);

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl<'c> Batch<'c> {
    pub(crate) fn prepare(driver: Driver<'c>, sql: &str, reading: Rc<Cell<bool>>) -> Result<Self, Error> {
        assert!(!reading.get(), "the transaction is used while an answer is being read: {sql}");
        let prepared = match driver {
            // SQLite would number `$1` by where it first stands; `?1` is the first value wherever it stands.
            Driver::Sqlite(connection) => {
                Prepared::Sqlite(connection.prepare_cached(&sql.replace('$', "?")).map_err(sqlite::error)?)
            }
            Driver::Postgres(client) => {
                Prepared::Postgres(client, postgres::wait(client.prepare_cached(sql)).map_err(postgres::error)?)
            }
        };
        Ok(Self { prepared, reading })
    }

    fn begin_reading(&self) -> Reading {
        assert!(!self.reading.replace(true), "two answers are being read at once");
        Reading(Rc::clone(&self.reading))
    }

    /// See [`Tx::execute`](crate::Tx::execute).
    #[inline]
    pub(crate) fn execute(&mut self, values: &[Value<'_>]) -> Result<u64, Error> {
        match &mut self.prepared {
            Prepared::Sqlite(statement) => {
                let touched = statement.execute(params_from_iter(values)).map_err(sqlite::error)?;
                Ok(u64::try_from(touched).expect("a count of rows fits 64 bits"))
            }
            Prepared::Postgres(client, statement) => {
                postgres::wait(client.execute_raw(statement, values)).map_err(postgres::error)
            }
        }
    }

    /// Runs it once for each tuple of values, in order; how many rows each touched.
    pub(crate) fn execute_each(&mut self, tuples: &[Vec<Value<'_>>]) -> Result<Vec<u64>, Error> {
        match &self.prepared {
            Prepared::Sqlite(_) => tuples.iter().map(|values| self.execute(values)).collect(),
            Prepared::Postgres(client, statement) => {
                let mut touched = Vec::with_capacity(tuples.len());
                for ahead in tuples.chunks(AHEAD) {
                    let sent = ahead.iter().map(|values| client.execute_raw(statement, values));
                    touched.extend(postgres::wait(try_join_all(sent)).map_err(postgres::error)?);
                }
                Ok(touched)
            }
        }
    }

    /// See [`Tx::query`](crate::Tx::query).
    pub(crate) fn query<E: From<Error>>(
        &mut self,
        values: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let _reading = self.begin_reading();
        match &mut self.prepared {
            Prepared::Sqlite(statement) => {
                let mut rows = statement.query(params_from_iter(values)).map_err(sqlite::error)?;
                while let Some(row) = rows.next().map_err(sqlite::error)? {
                    each(&Row::sqlite(row))?;
                }
            }
            Prepared::Postgres(client, statement) => {
                let rows = postgres::wait(client.query_raw(statement, values)).map_err(postgres::error)?;
                let mut rows = pin!(rows);
                while let Some(row) = postgres::wait(rows.try_next()).map_err(postgres::error)? {
                    each(&Row::postgres(&row))?;
                }
            }
        }
        Ok(())
    }

    /// See [`Tx::find`](crate::Tx::find).
    pub(crate) fn find<T>(
        &mut self,
        values: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match &mut self.prepared {
            Prepared::Sqlite(statement) => {
                let mut rows = statement.query(params_from_iter(values)).map_err(sqlite::error)?;
                rows.next().map_err(sqlite::error)?.map(|row| read(&Row::sqlite(row))).transpose()
            }
            Prepared::Postgres(client, statement) => {
                let first = postgres::wait(first_row(client, statement, values)).map_err(postgres::error)?;
                first.map(|row| read(&Row::postgres(&row))).transpose()
            }
        }
    }

    /// The first row of each answer, in order.
    pub(crate) fn find_each<T>(
        &mut self,
        tuples: &[Vec<Value<'_>>],
        read: impl Fn(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<Option<T>>, Error> {
        match &self.prepared {
            Prepared::Sqlite(_) => tuples.iter().map(|values| self.find(values, &read)).collect(),
            Prepared::Postgres(client, statement) => {
                let mut found = Vec::with_capacity(tuples.len());
                for ahead in tuples.chunks(AHEAD) {
                    let sent = ahead.iter().map(|values| first_row(client, statement, values));
                    for first in postgres::wait(try_join_all(sent)).map_err(postgres::error)? {
                        found.push(first.map(|row| read(&Row::postgres(&row))).transpose()?);
                    }
                }
                Ok(found)
            }
        }
    }
}

/// The first row of an answer; the others are thrown away.
async fn first_row(
    client: &ClientWrapper,
    statement: &Statement,
    values: &[Value<'_>],
) -> Result<Option<tokio_postgres::Row>, tokio_postgres::Error> {
    let mut rows = pin!(client.query_raw(statement, values).await?);
    rows.try_next().await
}
