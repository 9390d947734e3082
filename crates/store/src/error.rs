//! What can go wrong with the database, in words for its operator: never SQL, never a password.

/// A failure of the database or of what it holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another writer held the lock for as long as this one was willing to wait.
    #[error("another writer holds the database; try again when it has finished")]
    Busy,
    /// The database cannot be opened, read or written: a missing folder, a full disk, an I/O error.
    #[error("the database cannot be used: {reason}")]
    Away {
        /// What the operating system or the database said.
        reason: String,
    },
    /// The commit failed in a way that does not tell whether it will be there after a restart.
    #[error("it is unknown whether the change was kept: {reason}; look whether it is there, then repeat it if not")]
    OutcomeUnknown {
        /// What the database said.
        reason: String,
    },
    /// A row that would break a named constraint was refused.
    #[error("the constraint `{name}` refused a row: its value is taken or not allowed")]
    Constraint {
        /// The constraint, such as `number_phone_key`.
        name: String,
    },
    /// The schema was made by a newer version of the program.
    #[error("the database has schema {found}, but this program knows only {known}: use a newer numberline")]
    NewerSchema {
        /// The schema's version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The schema is older than this program's (0: there is none yet), and migrating was not allowed.
    #[error(
        "the database has schema {found}, this program needs {known}: run `numberline migrate`, \
         or leave out --no-migrate"
    )]
    OlderSchema {
        /// The schema's version.
        found: u32,
        /// The version that this program needs.
        known: u32,
    },
    /// A migration that this database has seen is not the one that this program has.
    #[error(
        "migration {version} ({name}) differs from the one that made this database: use the numberline that made it"
    )]
    EditedMigration {
        /// The migration's version.
        version: u32,
        /// The name of its file.
        name: String,
    },
    /// The database has tables, but none of ours.
    #[error("the database belongs to another program: name another database")]
    ForeignDatabase,
    /// A stored value cannot be what it must be.
    #[error("the database is damaged at {what}: run `numberline check`, restore a backup if it confirms this")]
    Corrupt {
        /// Where: a table and column, or the file.
        what: String,
    },
    /// A statement touched another number of rows than it must.
    #[error("{touched} rows were to be written where it must be {expected}: what was to be changed is no longer there")]
    RowCount {
        /// How many rows it must touch.
        expected: u64,
        /// How many it touched.
        touched: u64,
    },
    /// All ids of a kind are used up.
    #[error("there are no more ids for {what}")]
    Exhausted {
        /// What the ids are for.
        what: &'static str,
    },
    /// Anything else that the database refused: a fault of the program.
    #[error("the database refused a statement: {message}")]
    Sql {
        /// What the database said.
        message: String,
    },
}

impl Error {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}
