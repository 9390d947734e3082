//! SQL: the database, its migrations, and one file per table family.
//!
//! [`Database::open`] gives a handle on which everything is a transaction: [`Database::read`] is one snapshot,
//! [`Database::write`] one commit, [`Session`] a connection of one's own for work with temporary tables. Inside, the
//! functions of the families take the [`Tx`]. What changes rows also calls [`Tx::log`]: the log rows and the next
//! [`Seq`] are written in the same transaction.
//!
//! Each SQL text is written once for both databases, with `$1` placeholders, in a `statements!` block of its family; a
//! test prepares all of them on both. Where the dialects differ, both texts stand side by side with the reason. All calls block: an asynchronous caller runs them on a blocking thread.

#[macro_use]
mod statements;

pub mod assignment;
mod batch;
pub mod change;
pub mod check;
pub mod copy;
pub mod counter;
mod database;
mod dictionary;
mod digest;
mod engine;
pub mod entry;
mod error;
pub mod fact;
pub mod head;
pub mod hold;
pub mod idempotency;
pub mod lease;
mod location;
pub mod migration;
pub mod number;
pub mod place;
mod postgres;
pub mod record;
pub mod released;
pub mod replication;
pub mod retention;
mod row;
mod session;
pub mod shape;
mod sqlite;
pub mod staging;
pub mod sweep;
mod table;
pub mod task;
pub mod tenant;
pub mod tenant_sync;
pub mod time;
pub mod token;
mod tx;
pub mod upstream_order;

pub use change::{Change, ChangeKind, FactKind, LoggedChange, Passage, RecordKind, Subject};
pub use counter::Counter;
pub use database::{Author, Connections, Database, OpenOptions, Written};
pub use digest::Digest;
pub use entry::{Entry, EntryCounts};
pub use error::Error;
pub use head::{Head, Seq};
pub use lease::Lease;
pub use location::{InvalidLocation, Location};
pub use postgres::PostgresAddress;
pub use released::Leaving;
pub use session::Session;
pub use task::Task;
pub use tenant_sync::{SyncState, TenantSync};
pub use tx::Tx;
pub use upstream_order::UpstreamOrder;
