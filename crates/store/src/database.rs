//! The handle on a database, and what a read and a commit are.

use crate::engine::{Engine, Lease};
use crate::postgres::Purpose;
use crate::{Counter, Error, Location, Seq, Session, Tx, change, counter, head};
use numberline_domain::Ticks;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// How to open a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOptions {
    /// Create what is absent and migrate what is older; otherwise refuse both.
    pub migrate: bool,
    /// How long to wait for another writer.
    pub busy_timeout: Duration,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { migrate: true, busy_timeout: Duration::from_secs(5) }
    }
}

/// Who changes something, and when. It stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Such as `cli:<user>@<host>` or `token:<id>`.
    pub actor: String,
    /// The present instant.
    pub at: Ticks,
}

/// What a commit left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<T> {
    /// What the work answered.
    pub value: T,
    /// The number of this commit; when it changed nothing, that of the last one before it.
    pub seq: Seq,
}

/// The connections to a database server that are kept for use by turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Those that are open.
    pub open: usize,
    /// Those of them that nobody uses at present.
    pub idle: usize,
}

/// A handle on a database. Clones share its connections.
#[derive(Clone)]
pub struct Database {
    engine: Arc<Engine>,
}

impl Database {
    /// Opens a database; an absent or older one is made or migrated, if the options allow it.
    ///
    /// # Errors
    /// [`Error::Away`] when it cannot be opened, [`Error::NewerSchema`], [`Error::OlderSchema`],
    /// [`Error::EditedMigration`] or [`Error::ForeignDatabase`] when it is not one that this program may use,
    /// [`Error::Busy`] when another process does not finish migrating it.
    pub fn open(location: &Location, options: OpenOptions) -> Result<Self, Error> {
        Ok(Self { engine: Arc::new(Engine::open(location, options)?) })
    }

    /// Reads from one state of the database, the one at the call. Neither waits for writers nor holds them up.
    ///
    /// # Errors
    /// The work's own, and any [`Error`] of the database.
    pub fn read<T, E: From<Error>>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let reader = self.engine.reader()?;
        let snapshot = reader.begin(Purpose::Snapshot)?;
        work(&snapshot.tx())
    }

    /// Changes the database, all or nothing: an error of the work undoes it. On SQLite there is one writer at a time; on
    /// PostgreSQL the work locks what it judges by.
    ///
    /// # Errors
    /// The work's own, [`Error::Busy`] when another writer does not finish in time, [`Error::OutcomeUnknown`] when
    /// the commit itself fails, and any other [`Error`] of the database.
    pub fn write<T, E: From<Error>>(
        &self,
        author: &Author,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        write(&self.engine.writer()?, author, work)
    }

    /// The same for who does not ask for the number of the commit: where nothing is logged, a server is not asked for it.
    ///
    /// # Errors
    /// As there.
    pub fn work<T, E: From<Error>>(
        &self,
        author: &Author,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        commit(&self.engine.writer()?, author, work, |_| Ok(())).map(|(value, _)| value)
    }

    /// A writing connection of one's own, for work with temporary tables.
    ///
    /// # Errors
    /// [`Error::Away`] when it cannot be opened.
    pub fn session(&self) -> Result<Session, Error> {
        Ok(Session::new(Arc::clone(&self.engine), self.engine.session()?))
    }

    /// The connections to a database server; `None` where the database is a file of this process.
    #[must_use]
    pub fn connections(&self) -> Option<Connections> {
        self.engine.connections()
    }

    /// Takes `count` fresh ids, in a short transaction of its own: ids that are not used after all leave a gap. It is
    /// called before [`Database::write`], not inside its work, where it would wait for the very commit it is part of.
    ///
    /// # Errors
    /// [`Error::Exhausted`] when there are not so many left, and any other [`Error`] of the database.
    pub fn reserve(&self, counter: Counter, count: u64) -> Result<Range<i64>, Error> {
        let writer = self.engine.writer()?;
        let transaction = writer.begin(Purpose::Write)?;
        let range = counter::advance(&transaction.tx(), counter, count)?;
        transaction.commit()?;
        Ok(range)
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Database").finish_non_exhaustive()
    }
}

/// Does the work and commits it with its log rows.
pub(crate) fn write<T, E: From<Error>>(
    connection: &Lease<'_>,
    author: &Author,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<Written<T>, E> {
    let last = |tx: &Tx<'_>| Ok(head::read(tx)?.seq);
    let (value, outcome) = commit(connection, author, work, last)?;
    let (Outcome::Logged(seq) | Outcome::Unchanged(seq)) = outcome;
    Ok(Written { value, seq })
}

/// What a commit did to the log.
enum Outcome<T> {
    /// It has this number.
    Logged(Seq),
    /// It changed nothing, and this was found out instead.
    Unchanged(T),
}

fn commit<T, U, E: From<Error>>(
    connection: &Lease<'_>,
    author: &Author,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    unchanged: impl FnOnce(&Tx<'_>) -> Result<U, Error>,
) -> Result<(T, Outcome<U>), E> {
    let transaction = connection.begin(Purpose::Write)?;
    let mut tx = transaction.tx();
    tx.set_author(author);
    let value = work(&mut tx)?;
    let outcome = if tx.changes().is_empty() {
        Outcome::Unchanged(unchanged(&tx)?)
    } else {
        Outcome::Logged(append_to_log(&tx, author)?)
    };
    drop(tx);
    transaction.commit()?;
    Ok((value, outcome))
}

/// Advances the head, then writes the log rows, which come after it because they bear its number. Nothing else may
/// follow: from the head's update to the commit every other writer waits, so that the order of numbers is the order
/// of commits and a reader that has seen a number will never see a smaller one appear.
fn append_to_log(tx: &Tx<'_>, author: &Author) -> Result<Seq, Error> {
    let mark = getrandom::u64().map_err(|error| Error::Away { reason: format!("no random bits: {error}") })?;
    let seq = head::advance(tx)?;
    change::append(tx, seq, mark.cast_signed(), author, tx.changes())?;
    Ok(seq)
}
