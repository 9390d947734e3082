//! The two databases behind one face: connections on loan, and transactions on them.

use crate::postgres::{self, Postgres, Purpose};
use crate::sqlite::{self, Sqlite};
use crate::{Connections, Error, Location, OpenOptions, Tx};
use deadpool_postgres::ClientWrapper;
use parking_lot::MutexGuard;
use rusqlite::Connection;

/// An open database.
pub(crate) enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Engine {
    pub(crate) fn open(location: &Location, options: OpenOptions) -> Result<Self, Error> {
        Ok(match location {
            Location::Sqlite(path) => Self::Sqlite(Sqlite::open(path, options)?),
            Location::Postgres(address) => Self::Postgres(Postgres::open(address, options)?),
        })
    }

    /// A connection to read with.
    pub(crate) fn reader(&self) -> Result<Lease<'_>, Error> {
        Ok(match self {
            Self::Sqlite(sqlite) => Lease::SqliteReader(sqlite.reader()?),
            Self::Postgres(postgres) => Lease::Postgres(postgres),
        })
    }

    /// A connection to write with, once it is this one's turn.
    pub(crate) fn writer(&self) -> Result<Lease<'_>, Error> {
        Ok(match self {
            Self::Sqlite(sqlite) => Lease::SqliteWriter(sqlite.writer()?),
            Self::Postgres(postgres) => Lease::Postgres(postgres),
        })
    }

    /// A connection of the caller's own, to write with.
    pub(crate) fn session(&self) -> Result<Lease<'static>, Error> {
        Ok(match self {
            Self::Sqlite(sqlite) => Lease::SqliteSession(sqlite.session()?),
            Self::Postgres(postgres) => Lease::PostgresSession(postgres.session()?),
        })
    }

    /// The connections to a server, where there is one.
    pub(crate) fn connections(&self) -> Option<Connections> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(postgres) => Some(postgres.connections()),
        }
    }

    /// The place of a session that writes among the writers of this process, where there is only one at a time.
    pub(crate) fn turn(&self) -> Result<Option<MutexGuard<'_, Connection>>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.writer().map(Some),
            Self::Postgres(_) => Ok(None),
        }
    }
}

/// A connection on loan.
pub(crate) enum Lease<'a> {
    SqliteReader(sqlite::Reader<'a>),
    SqliteWriter(MutexGuard<'a, Connection>),
    SqliteSession(Connection),
    /// A server's connections are lent with the transaction: its BEGIN shows whether one still answers.
    Postgres(&'a Postgres),
    PostgresSession(ClientWrapper),
}

impl Lease<'_> {
    /// Begins a transaction. Dropping it undoes what it did.
    pub(crate) fn begin(&self, purpose: Purpose) -> Result<Transaction<'_>, Error> {
        let connection: &Connection = match self {
            Self::SqliteReader(reader) => reader,
            Self::SqliteWriter(writer) => writer,
            Self::SqliteSession(session) => session,
            Self::Postgres(postgres) => return Ok(Transaction::Postgres(postgres.begin(purpose)?)),
            Self::PostgresSession(client) => {
                return Ok(Transaction::Postgres(postgres::Transaction::begin(client, purpose)?));
            }
        };
        Ok(Transaction::Sqlite(match purpose {
            Purpose::Snapshot | Purpose::Stage => sqlite::begin_snapshot(connection)?,
            Purpose::Write => sqlite::begin_write(connection)?,
        }))
    }
}

/// An open transaction.
pub(crate) enum Transaction<'c> {
    Sqlite(rusqlite::Transaction<'c>),
    Postgres(postgres::Transaction<'c>),
}

impl Transaction<'_> {
    pub(crate) fn tx(&self) -> Tx<'_> {
        match self {
            Self::Sqlite(transaction) => Tx::sqlite(transaction),
            Self::Postgres(transaction) => Tx::postgres(transaction.client()),
        }
    }

    /// Makes it durable.
    pub(crate) fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(transaction) => sqlite::commit(transaction),
            Self::Postgres(transaction) => transaction.commit(),
        }
    }
}
