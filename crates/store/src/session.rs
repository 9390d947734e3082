//! A connection of one's own, whose temporary tables live as long as it does.

use crate::database::write;
use crate::engine::{Engine, Lease};
use crate::postgres::Purpose;
use crate::{Author, Error, Tx, Written};
use std::fmt;
use std::sync::Arc;

/// A writing connection of one's own. What an import stages goes to temporary tables of it, beside which other
/// writers go on; what it then applies is one ordinary commit.
pub struct Session {
    engine: Arc<Engine>,
    connection: Lease<'static>,
}

impl Session {
    pub(crate) const fn new(engine: Arc<Engine>, connection: Lease<'static>) -> Self {
        Self { engine, connection }
    }

    /// Works on temporary tables, all or nothing, and sees one state of the others, the one at the call. Other
    /// writers are not held up as long as only temporary tables are written.
    ///
    /// # Errors
    /// The work's own, and any [`Error`] of the database.
    pub fn stage<T, E: From<Error>>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let transaction = self.connection.begin(Purpose::Stage)?;
        let value = work(&transaction.tx())?;
        transaction.commit()?;
        Ok(value)
    }

    /// Like [`Database::write`](crate::Database::write), with the temporary tables at hand.
    ///
    /// # Errors
    /// As there.
    pub fn write<T, E: From<Error>>(
        &mut self,
        author: &Author,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        // The other writers of this process queue here, where waiting is fair.
        let _turn = self.engine.turn()?;
        write(&self.connection, author, work)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Session").finish_non_exhaustive()
    }
}
