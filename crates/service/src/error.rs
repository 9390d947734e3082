//! Why an operation could not be done, apart from the refusals that each operation names itself.

/// An operation failed for a reason that is not the caller's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database could not do its part.
    #[error(transparent)]
    Store(#[from] numberline_store::Error),
    /// A file could not be read or written.
    #[error("{what}: {source}")]
    File {
        /// Which file, and what was tried.
        what: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The request cannot be met as it stands; the text says what to do.
    #[error("{0}")]
    Refused(String),
}

impl Error {
    /// A row that another row names is not there: the database is damaged.
    pub(crate) fn missing(table: &str, id: u32) -> Self {
        Self::Refused(format!("the database is damaged: {table} {id} is missing; run `numberline check`"))
    }
}

/// What a failure means to the one who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Another writer did not finish in time: the same again later.
    Busy,
    /// The database does not answer.
    Away,
    /// The change may have been kept or not.
    OutcomeUnknown,
    /// A fault of ours or of the database.
    Fault,
}

impl Error {
    /// What it means to the one who asked.
    #[must_use]
    pub const fn failure(&self) -> Failure {
        use numberline_store::Error as Store;
        match self {
            Self::Store(Store::Busy) => Failure::Busy,
            Self::Store(Store::Away { .. }) => Failure::Away,
            Self::Store(Store::OutcomeUnknown { .. }) => Failure::OutcomeUnknown,
            Self::Store(
                Store::Constraint { .. }
                | Store::NewerSchema { .. }
                | Store::OlderSchema { .. }
                | Store::EditedMigration { .. }
                | Store::ForeignDatabase
                | Store::Corrupt { .. }
                | Store::RowCount { .. }
                | Store::Exhausted { .. }
                | Store::Sql { .. },
            )
            | Self::File { .. }
            | Self::Refused(_) => Failure::Fault,
        }
    }
}
