//! SQLite: opening files, the connections to one, and what its errors mean.

use crate::{Error, OpenOptions, Tx, migration};
use parking_lot::{Mutex, MutexGuard};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Versions before this one can lose a commit when a checkpoint meets a writer: <https://www.sqlite.org/wal.html#walresetbug>.
const OLDEST_SOUND_VERSION: i32 = 3_051_003;

/// Statements kept prepared for each connection: more than the crate has.
const PREPARED_STATEMENTS: usize = 256;

/// Reading connections kept open while nobody uses them.
const IDLE_READERS: usize = 4;

/// Steps of SQLite's machine after which a session lets other threads have the processor: some tenths of a millisecond.
const STEPS_OF_A_TURN: i32 = 10_000;

/// A SQLite database: one writing connection, and as many reading ones as are reading.
pub(crate) struct Sqlite {
    path: PathBuf,
    busy_timeout: Duration,
    writer: Mutex<Connection>,
    idle_readers: Mutex<Vec<Connection>>,
}

/// What a connection is for: it decides how much memory it may take for pages.
#[derive(Clone, Copy)]
enum Purpose {
    Read,
    Write,
    Session,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, options: OpenOptions) -> Result<Self, Error> {
        assert!(
            rusqlite::version_number() >= OLDEST_SOUND_VERSION,
            "the build brings its own SQLite, which must not be one that loses commits"
        );
        if options.migrate {
            create_private(path).map_err(|error| away(path, &error))?;
        } else if !path.exists() {
            return Err(Error::OlderSchema { found: 0, known: migration::newest() });
        }
        let writer = connect(path, options.busy_timeout, Purpose::Write)?;
        // Look first, so that a file that is refused stays as it was, and an open beside a long write need not wait.
        let (found, known) = (migration::judge(&Tx::sqlite(&writer))?, migration::newest());
        if found < known && !options.migrate {
            return Err(Error::OlderSchema { found, known });
        }
        use_write_ahead_log(&writer)?;
        if found < known {
            let transaction = begin_write(&writer)?;
            migration::take_steps(&Tx::sqlite(&transaction))?;
            commit(transaction)?;
        }
        Ok(Self {
            path: path.to_owned(),
            busy_timeout: options.busy_timeout,
            writer: Mutex::new(writer),
            idle_readers: Mutex::default(),
        })
    }

    /// The place of the writer among the threads of this process. Waiting here is fair, unlike for SQLite's own lock.
    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, Connection>, Error> {
        self.writer.try_lock_for(self.busy_timeout).ok_or(Error::Busy)
    }

    /// A writing connection of the caller's own.
    pub(crate) fn session(&self) -> Result<Connection, Error> {
        connect(&self.path, self.busy_timeout, Purpose::Session)
    }

    pub(crate) fn reader(&self) -> Result<Reader<'_>, Error> {
        let idle = self.idle_readers.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path, self.busy_timeout, Purpose::Read)?,
        };
        Ok(Reader { sqlite: self, connection: Some(connection) })
    }
}

/// A reading connection, on loan.
pub(crate) struct Reader<'a> {
    sqlite: &'a Sqlite,
    connection: Option<Connection>,
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("only dropping takes it")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let mut idle = self.sqlite.idle_readers.lock();
        // One that could not end its transaction would show its next user an old state.
        if connection.is_autocommit() && idle.len() < IDLE_READERS {
            idle.push(connection);
        }
    }
}

/// Begins a transaction that sees the database as it is now. Dropping it undoes what it did.
pub(crate) fn begin_snapshot(connection: &Connection) -> Result<Transaction<'_>, Error> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Deferred).map_err(error)?;
    // BEGIN alone takes no snapshot: the first read does.
    let mut first_read = connection.prepare_cached("SELECT seq FROM head").map_err(error)?;
    first_read.query_row([], |_| Ok(())).map_err(error)?;
    Ok(transaction)
}

/// Begins a transaction that is the only writing one. Dropping it undoes what it did.
pub(crate) fn begin_write(connection: &Connection) -> Result<Transaction<'_>, Error> {
    Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(error)
}

/// Makes a written transaction durable.
pub(crate) fn commit(transaction: Transaction<'_>) -> Result<(), Error> {
    transaction.commit().map_err(commit_error)
}

fn commit_error(failure: rusqlite::Error) -> Error {
    match failure.sqlite_error_code() {
        // The commit may have reached the log before the disk failed: recovery would then find it.
        Some(ErrorCode::SystemIoFailure) => Error::OutcomeUnknown { reason: message(&failure) },
        Some(_) | None => error(failure),
    }
}

/// What a driver's error means.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
pub(crate) fn error(failure: rusqlite::Error) -> Error {
    let message = message(&failure);
    match failure.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
        Some(ErrorCode::ConstraintViolation) => Error::Constraint { name: constraint_name(&message) },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::corrupt(format!("its file: {message}")),
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
            | ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied,
        ) => Error::Away { reason: message },
        // SQLite's other codes, of which new ones may come, all mean a fault of the program.
        Some(_) | None => Error::Sql { message },
    }
}

/// What SQLite said, without the SQL text that the driver would append.
fn message(failure: &rusqlite::Error) -> String {
    match failure {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

/// SQLite names the columns (`UNIQUE constraint failed: number.phone`), PostgreSQL the constraint (`number_phone_key`).
fn constraint_name(message: &str) -> String {
    let Some((_, subject)) = message.split_once("constraint failed: ") else { return message.to_owned() };
    let mut columns = subject.split(", ").filter_map(|column| column.split_once('.'));
    match columns.next() {
        Some((table, first)) if message.starts_with("UNIQUE") => {
            let others: String = columns.map(|(_, column)| format!("_{column}")).collect();
            format!("{table}_{first}{others}_key")
        }
        Some(_) | None => subject.to_owned(),
    }
}

fn away(path: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::Away { reason: format!("{}: {error}", path.display()) }
}

/// Makes the file if there is none, for its owner's eyes alone. SQLite gives its side files the same mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn connect(path: &Path, busy_timeout: Duration, purpose: Purpose) -> Result<Connection, Error> {
    // Readers too open for writing, as the first of them may have to recover the log; `query_only` holds them to reading.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(|failure| away(path, &message(&failure)))?;
    connection.busy_timeout(busy_timeout).map_err(error)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    let (cache_kibibytes, query_only) = match purpose {
        Purpose::Read => (2 * 1024, 1),
        Purpose::Write => (8 * 1024, 0),
        // An import touches the index of phone numbers everywhere at once.
        Purpose::Session => (32 * 1024, 0),
    };
    let settings = format!(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = FILE; \
         PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -{cache_kibibytes}; PRAGMA temp.cache_size = -{cache_kibibytes}; PRAGMA query_only = {query_only};"
    );
    connection.execute_batch(&settings).map_err(error)?;
    if let Purpose::Session = purpose {
        // What a session does takes seconds, and should not keep a reader on the same machine waiting for the processor.
        let turn = || {
            std::thread::yield_now();
            false
        };
        connection.progress_handler(STEPS_OF_A_TURN, Some(turn)).map_err(error)?;
    }
    Ok(connection)
}

/// Turns the write-ahead log on, which the file then remembers.
fn use_write_ahead_log(connection: &Connection) -> Result<(), Error> {
    let mode = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    if mode("PRAGMA journal_mode").map_err(error)? == "wal" {
        return Ok(());
    }
    // SQLite does not wait for another process that is just turning it on, but it does wait for the write lock.
    let waited = || connection.execute_batch("BEGIN IMMEDIATE; COMMIT");
    mode("PRAGMA journal_mode = WAL")
        .or_else(|_| waited().and_then(|()| mode("PRAGMA journal_mode = WAL")))
        .map_err(error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi::{self, SQLITE_FULL, SQLITE_IOERR_FSYNC};

    #[test]
    fn a_commit_that_the_disk_broke_off_may_have_been_kept() {
        let failure = |code| rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        assert!(matches!(commit_error(failure(SQLITE_IOERR_FSYNC)), Error::OutcomeUnknown { .. }));
        assert!(matches!(commit_error(failure(SQLITE_FULL)), Error::Away { .. }));
        assert!(matches!(error(failure(SQLITE_IOERR_FSYNC)), Error::Away { .. }));
    }

    #[test]
    fn a_broken_constraint_has_one_name_on_every_database() {
        for (message, name) in [
            ("UNIQUE constraint failed: number.phone", "number_phone_key"),
            ("UNIQUE constraint failed: shape.job, shape.service", "shape_job_service_key"),
            ("CHECK constraint failed: assignment_id_check", "assignment_id_check"),
            ("NOT NULL constraint failed: service_fact.tenant", "service_fact.tenant"),
            ("FOREIGN KEY constraint failed", "FOREIGN KEY constraint failed"),
        ] {
            assert_eq!(constraint_name(message), name);
        }
    }
}
