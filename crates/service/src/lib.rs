//! What the product does: one function for each operation, and the jobs. HTTP and the command line only call it.
//!
//! | module | operation |
//! | --- | --- |
//! | [`number`] | list a tenant's numbers, find one |
//! | [`view`] | what people look at: windows, overviews, directories |
//! | [`token`] | make, list, revoke and recognise tokens |
//! | [`import`], [`export`] | numbers from and to files |
//! | [`generate`] | realistic numbers from a seed |
//! | [`check`] | compare log, tables and inventory |
//! | [`copy`] | move a database to another place |
//! | [`follower`] | the one job that changes the inventory |

pub mod check;
pub mod copy;
mod error;
pub mod export;
pub mod field;
mod figures;
pub mod follower;
pub mod generate;
pub mod import;
pub mod number;
mod progress;
mod shared;
pub mod token;
pub mod view;

pub use error::Error;
pub use figures::Figures;
pub use numberline_store::{Author, Connections, Location, OpenOptions, Seq};
pub use progress::{Progress, Silent};
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
