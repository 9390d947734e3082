//! What the product does: one function for each operation, and the jobs. HTTP and the command line only call it.
//!
//! | module | operation |
//! | --- | --- |
//! | [`number`] | list a tenant's numbers, page by page or streamed; find one |
//! | [`history`], [`released`] | what happened to a number; what left the list |
//! | [`retention`] | forget what is older than it is to be kept |
//! | [`customer`], [`channel`], [`sbc`], [`profile`], [`lead`] | records of what numbers share: look up, set, rename |
//! | [`token`] | make, list, revoke and recognise tokens |
//! | [`upload`], [`release`], [`unassign`] | order what takes time, all or nothing |
//! | [`removal`] | approve that numbers go, or keep them |
//! | [`task`] | look at what was ordered, retry, pause, resume, abandon it |
//! | [`import`], [`export`] | numbers from and to files |
//! | [`generate`] | realistic numbers from a seed |
//! | [`check`] | compare log, tables and inventory |
//! | [`copy`] | move a database to another place |
//! | [`follower`] | the one job that changes the inventory |

pub mod channel;
pub mod check;
pub mod copy;
pub mod customer;
mod error;
pub mod export;
pub mod field;
mod figures;
pub mod follower;
pub mod generate;
pub mod history;
pub mod import;
pub mod job;
mod last_record;
pub mod lead;
pub mod number;
mod numbering;
mod observation;
pub mod order;
pub mod page;
pub mod profile;
mod progress;
mod record;
pub mod release;
pub mod released;
pub mod removal;
pub mod retention;
mod rewrite;
pub mod sbc;
mod shared;
pub mod sweep;
pub mod task;
pub mod token;
pub mod unassign;
pub mod upload;
pub mod view;

pub use error::{Error, Failure};
pub use figures::Figures;
pub use numberline_store::retention::Forgotten;
pub use numberline_store::{Author, ChangeKind, Connections, Entry, EntryCounts, Location, OpenOptions, Seq, Task};
pub use progress::{Progress, Silent};
pub use record::{Kept, RecordRefusal};
pub use shared::{Readiness, Shared};

use numberline_domain::Clock;
use numberline_store::Database;
use std::sync::Arc;

/// The product over one database. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    database: Database,
    shared: Arc<Shared>,
    clock: Clock,
}

impl Service {
    /// Opens the database; the inventory stays empty until [`follower::start`] or [`Service::load`].
    ///
    /// # Errors
    /// When the database cannot be opened or its schema does not fit.
    pub fn open(location: &Location, options: OpenOptions, clock: Clock) -> Result<Self, Error> {
        let database = Database::open(location, options)?;
        Ok(Self { database, shared: Arc::new(Shared::new()), clock })
    }

    /// Builds the inventory once from the database as it stands, for a command that reads and ends.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn load(&self) -> Result<(), Error> {
        follower::rebuild(self, &Silent)
    }

    /// How far the inventory is, and how it stands to the database.
    #[must_use]
    pub fn readiness(&self) -> Readiness {
        self.shared.readiness()
    }

    /// What readers and the follower share.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Where "now" comes from.
    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// The schema's version.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn schema_version(&self) -> Result<u32, Error> {
        self.database.read(|tx| Ok(numberline_store::migration::version(tx)?))
    }

    fn author(&self, actor: &str) -> Author {
        Author { actor: actor.to_owned(), at: self.clock.now() }
    }
}
