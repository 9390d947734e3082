//! Where the database is: the `--database` option.

use std::fmt;
use std::path::PathBuf;

/// The place of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    Sqlite(PathBuf),
}

/// The text names no place that a database can be at. The text itself is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLocation {
    /// Neither kind of database.
    #[error("is not a database: write `sqlite:PATH`")]
    Unknown,
    /// No file is named.
    #[error("names no file: write `sqlite:PATH`, such as `sqlite:numberline.db`")]
    NoFile,
    /// `sqlite://name` could mean a host or a relative path.
    #[error("is ambiguous: write `sqlite:PATH` for a relative path, `sqlite:/PATH` for an absolute one")]
    Ambiguous,
    /// PostgreSQL is not supported yet.
    #[error("is a PostgreSQL database, which comes with a later version: write `sqlite:PATH`")]
    PostgresLater,
}

impl Location {
    /// Reads `sqlite:PATH`; `sqlite:///PATH` is the absolute path too.
    ///
    /// # Errors
    /// [`InvalidLocation`] says what to write instead.
    pub fn parse(text: &str) -> Result<Self, InvalidLocation> {
        if text.starts_with("postgres:") || text.starts_with("postgresql:") {
            return Err(InvalidLocation::PostgresLater);
        }
        let path = text.strip_prefix("sqlite:").ok_or(InvalidLocation::Unknown)?;
        let path = match path.strip_prefix("//") {
            Some(absolute) if absolute.starts_with('/') => absolute,
            Some(_) => return Err(InvalidLocation::Ambiguous),
            None => path,
        };
        // SQLite itself takes `:memory:` and an empty name for a database without a file.
        if path.is_empty() || path.starts_with(':') {
            return Err(InvalidLocation::NoFile);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "sqlite:{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_path_is_a_place() {
        for (text, path) in
            [("sqlite:numberline.db", "numberline.db"), ("sqlite:/a/b.db", "/a/b.db"), ("sqlite:///a/b.db", "/a/b.db")]
        {
            assert_eq!(Location::parse(text), Ok(Location::Sqlite(PathBuf::from(path))), "{text}");
        }
        assert_eq!(Location::parse("sqlite:a.db").unwrap().to_string(), "sqlite:a.db");
    }

    #[test]
    fn anything_else_is_told_what_to_write() {
        for (text, fault) in [
            ("numberline.db", InvalidLocation::Unknown),
            ("sqlite:", InvalidLocation::NoFile),
            ("sqlite::memory:", InvalidLocation::NoFile),
            ("sqlite://a.db", InvalidLocation::Ambiguous),
            ("postgres://user:secret@host/name", InvalidLocation::PostgresLater),
            ("postgresql://host", InvalidLocation::PostgresLater),
        ] {
            assert_eq!(Location::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_repeated() {
        let refusal = Location::parse("postgres://user:secret@host/name").unwrap_err();
        assert!(!refusal.to_string().contains("secret"));
    }
}
