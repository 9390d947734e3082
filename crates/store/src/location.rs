//! Where the database is: the `--database` option.

use crate::PostgresAddress;
use std::fmt;
use std::path::PathBuf;

/// The place of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL server's database.
    Postgres(PostgresAddress),
}

/// The text names no place that a database can be at. The text itself is not repeated: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLocation {
    /// Neither kind of database.
    #[error("is not a database: write `sqlite:PATH` or `postgres://USER@HOST/NAME`")]
    Unknown,
    /// No file is named.
    #[error("names no file: write `sqlite:PATH`, such as `sqlite:numberline.db`")]
    NoFile,
    /// `sqlite://name` could mean a host or a relative path.
    #[error("is ambiguous: write `sqlite:PATH` for a relative path, `sqlite:/PATH` for an absolute one")]
    Ambiguous,
    /// An address of PostgreSQL that cannot be read.
    #[error("is no address of PostgreSQL: {reason}; write `postgres://USER:PASSWORD@HOST:PORT/NAME`")]
    Postgres {
        /// What is wrong with it.
        reason: String,
    },
}

impl Location {
    /// Reads `sqlite:PATH` (`sqlite:///PATH` is the absolute path too) or `postgres://…` with libpq's parameters.
    ///
    /// # Errors
    /// [`InvalidLocation`] says what to write instead.
    pub fn parse(text: &str) -> Result<Self, InvalidLocation> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return PostgresAddress::parse(text)
                .map(Self::Postgres)
                .map_err(|fault| InvalidLocation::Postgres { reason: fault.0 });
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
            Self::Postgres(address) => address.fmt(formatter),
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
        ] {
            assert_eq!(Location::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_postgres_address_is_a_place_that_shows_no_password() {
        for (text, shown) in [
            ("postgres://user:secret@host/name", "postgres://host:5432/name"),
            (
                "postgresql://user:secret@one:5433,two:5434/name?target_session_attrs=read-write",
                "postgres://one:5433,two:5434/name",
            ),
            ("postgres://user@host/name?sslmode=verify-full&sslrootcert=ca.pem", "postgres://host:5432/name"),
            ("postgres://%2Frun%2Fpostgresql/name?user=me", "postgres:///run/postgresql:5432/name"),
            ("postgres://user:secret%3F%2F%23%40@host/name?sslmode=require", "postgres://host:5432/name"),
        ] {
            let location = Location::parse(text).unwrap();
            assert_eq!(location.to_string(), shown);
            assert!(!format!("{location:?}").contains("secret"));
        }
    }

    #[test]
    fn a_wrong_postgres_address_is_told_what_is_wrong_without_its_password() {
        for (text, fault) in [
            ("postgres://user:secret@host/name?sslmode=sometimes", "sslmode is one of"),
            ("postgres://user:secret@host/name?sslrootcert=ca.pem", "needs sslmode=verify-full"),
            ("postgres://user:secret@host/name?colour=blue", "colour"),
            ("postgres://user:secret@host:port/name", "port"),
            ("postgres://user:secret?more@host/name?sslmode=require", "write `?` in them as %3F"),
            ("postgres://user:secret/more@host/name", "`/` as %2F"),
            ("postgres://user:secret#more@host/name", "`#` as %23"),
            ("postgres://host/name?user=me@secret&sslmode=require", "`@` behind them as %40"),
            ("postgres://user:secret@host/name?sslmode=require&sslmode=disable", "sslmode stands there twice"),
            ("postgres://user:secret@host/name?sslmode=disable&ssl%6dode=require", "sslmode stands there twice"),
            ("postgres://user:secret@host/name?sslmode=verify-full&sslrootcert=a&sslrootcert=b", "sslrootcert stands"),
            ("postgres://user:secret@host/name?sslmode=verify-full&sslrootcert=%ff", "UTF-8"),
            ("postgres://", "no host"),
        ] {
            let refusal = Location::parse(text).unwrap_err().to_string();
            assert!(refusal.contains(fault), "{refusal}");
            assert!(!refusal.contains("secret"), "{refusal}");
        }
    }
}
