//! PostgreSQL: the pools of connections to one, and transactions on them.
//!
//! The driver's tasks run on a small runtime of their own; callers are ordinary threads that wait for the answers.

mod address;
mod error;
mod load;
mod tls;
mod value;

pub use address::PostgresAddress;
pub(crate) use error::error;
pub(crate) use load::load;
pub(crate) use value::cell;

use crate::{Connections, Error, OpenOptions, Tx, migration};
use deadpool_postgres::{ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use futures_util::FutureExt as _;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Connections of a node at most, those of sessions aside: to read, as the follower does, and to write. Writers wait for
/// each other on theirs, so that the follower must not stand in line with them.
const MOST_READERS: usize = 3;
const MOST_WRITERS: usize = 5;
/// How long an open connection may take to answer a question that costs nothing.
const ANSWER_TIME: Duration = Duration::from_secs(2);
/// The oldest version that this program is tested with.
const OLDEST_VERSION: i32 = 150_000;

/// A PostgreSQL database.
pub(crate) struct Postgres {
    readers: Pool,
    writers: Pool,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

impl Postgres {
    pub(crate) fn open(address: &PostgresAddress, options: OpenOptions) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(|failure| Error::Away { reason: failure.to_string() })?;
        let (readers, writers) = (pool(address, options, MOST_READERS)?, pool(address, options, MOST_WRITERS)?);
        let postgres = Self { readers, writers, runtime: Some(runtime) };
        postgres.judge_server()?;
        postgres.migrate(options)?;
        Ok(postgres)
    }

    /// A connection, on loan. It has just answered.
    fn connection(&self) -> Result<Object, Error> {
        self.lend(&self.readers, "")
    }

    /// Begins a transaction on a connection that is lent with it.
    pub(crate) fn begin(&self, purpose: Purpose) -> Result<Transaction<'static>, Error> {
        let pool = match purpose {
            Purpose::Snapshot => &self.readers,
            Purpose::Stage | Purpose::Write => &self.writers,
        };
        Ok(Transaction { client: Client::Lent(Box::new(self.lend(pool, purpose.text())?)), purpose, ended: false })
    }

    /// A connection that has just answered this: a server that was held up says nothing, and would be waited for as long
    /// as it is.
    fn lend(&self, pool: &Pool, first: &str) -> Result<Object, Error> {
        // Entered, so that the connection belongs to this runtime whoever asks.
        let _entered = self.runtime.as_ref().expect("only dropping takes it").enter();
        wait(async {
            let connection = pool.get().await.map_err(error::pool_error)?;
            let answer = tokio::time::timeout(ANSWER_TIME, connection.batch_execute(first)).await;
            let reason = match answer {
                Ok(Ok(())) => return Ok(connection),
                Ok(Err(failure)) => error(failure),
                Err(_) => Error::Away { reason: format!("it has not answered for {} s", ANSWER_TIME.as_secs()) },
            };
            // Closed, not given back.
            drop(Object::take(connection));
            Err(reason)
        })
    }

    /// A connection of the caller's own, which is closed after use with the temporary tables it has.
    pub(crate) fn session(&self) -> Result<ClientWrapper, Error> {
        Ok(Object::take(self.connection()?))
    }

    /// Connections that are open, and those of them that nobody uses.
    pub(crate) fn connections(&self) -> Connections {
        let (readers, writers) = (self.readers.status(), self.writers.status());
        Connections { open: readers.size + writers.size, idle: readers.available + writers.available }
    }

    fn migrate(&self, options: OpenOptions) -> Result<(), Error> {
        let connection = self.connection()?;
        // Look first, so that an open beside a long write need not wait.
        let (found, known) = (migration::judge(&Tx::postgres(&connection))?, migration::newest());
        if found == known {
            return Ok(());
        }
        if !options.migrate {
            return Err(Error::OlderSchema { found, known });
        }
        let transaction = Transaction::begin(&connection, Purpose::Write)?;
        migration::take_steps(&Tx::postgres(&connection))?;
        transaction.commit()
    }

    fn judge_server(&self) -> Result<(), Error> {
        let connection = self.connection()?;
        let text = "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')";
        let row = wait(connection.query_one(text, &[])).map_err(error)?;
        let (version, encoding): (i32, &str) = (row.get(0), row.get(1));
        if version < OLDEST_VERSION {
            let found = version / 10_000;
            return Err(Error::Away { reason: format!("it is PostgreSQL {found}, and 15 is the oldest that will do") });
        }
        if encoding != "UTF8" {
            let reason = format!("its encoding is {encoding}: create it with ENCODING 'UTF8'");
            return Err(Error::Away { reason });
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.readers.close();
        self.writers.close();
        // Waiting for it would not be allowed where the last handle goes in an asynchronous function.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn pool(address: &PostgresAddress, options: OpenOptions, most: usize) -> Result<Pool, Error> {
    let (config, connector) = address.connect_options()?;
    let patience = address::patience(&config);
    let settings = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let prepare = prepare_text(options.busy_timeout);
    Pool::builder(Manager::from_config(config, connector, settings))
        .max_size(most)
        .runtime(deadpool_postgres::Runtime::Tokio1)
        .wait_timeout(Some(options.busy_timeout))
        .create_timeout(Some(patience))
        .post_create(Hook::async_fn(move |client, _| {
            let prepare = prepare.clone();
            Box::pin(async move { client.batch_execute(&prepare).await.map_err(HookError::Backend) })
        }))
        .build()
        .map_err(|failure| Error::Away { reason: failure.to_string() })
}

/// What every connection is told first. A commit that is acknowledged has to be durable whatever the server's default
/// says, a lock is waited for no longer than a SQLite file's, and what takes long, a build or a load, may.
fn prepare_text(busy_timeout: Duration) -> String {
    let milliseconds = busy_timeout.as_millis().clamp(1, 86_400_000);
    format!(
        "SET lock_timeout = {milliseconds};
         SET statement_timeout = 0;
         SET idle_in_transaction_session_timeout = 0;
         SET client_min_messages = warning;
         SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') IN ('off', 'local')"
    )
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Reading one state.
    Snapshot,
    /// Reading one state, and writing temporary tables.
    Stage,
    /// Writing. Rows are judged as they are when they are locked, so that the update of the head is not refused only
    /// because another writer came first.
    Write,
}

impl Purpose {
    /// How such a transaction begins. The first statement takes the snapshot, not BEGIN.
    const fn text(self) -> &'static str {
        match self {
            Self::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1",
            Self::Stage => "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE; SELECT 1",
            Self::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        }
    }
}

/// A connection that a transaction runs on.
enum Client<'c> {
    /// The pool's, until the transaction ends.
    Lent(Box<Object>),
    Own(&'c ClientWrapper),
}

/// A transaction. Dropping it undoes what it did.
pub(crate) struct Transaction<'c> {
    client: Client<'c>,
    purpose: Purpose,
    ended: bool,
}

impl<'c> Transaction<'c> {
    pub(crate) fn begin(client: &'c ClientWrapper, purpose: Purpose) -> Result<Self, Error> {
        let transaction = Self { client: Client::Own(client), purpose, ended: false };
        wait(client.batch_execute(purpose.text())).map_err(error)?;
        Ok(transaction)
    }

    pub(crate) fn client(&self) -> &ClientWrapper {
        match &self.client {
            Client::Lent(object) => object,
            Client::Own(client) => client,
        }
    }

    /// Makes it durable. A transaction in which a statement failed cannot be: the caller must not come here with one.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        self.ended = true;
        wait(self.client().batch_execute("COMMIT")).map_err(error::commit_error)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        // A connection on which even this fails is closed, and the server undoes the rest.
        let undo = self.client().batch_execute("ROLLBACK");
        match self.purpose {
            // Nobody waits for locks of one that only read: whatever comes next on the connection comes after it.
            Purpose::Snapshot => drop(undo.now_or_never()),
            Purpose::Stage | Purpose::Write => drop(wait(undo)),
        }
    }
}

/// Waits for the driver. A runtime's own waiting could not be nested; and a caller that is a task of one would use up
/// its share of polls here, where nobody renews it.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    pollster::block_on(tokio::task::unconstrained(future))
}
