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
