//! The databases of the tests. Every test runs on both kinds: on SQLite, or, where the environment names a PostgreSQL
//! server in `NUMBERLINE_TEST_POSTGRES`, on a database of its own there. `cargo xtask test` does both.
//!
//! What can be seen on one kind only stands in modules named `sqlite_only`, which the run on PostgreSQL leaves out.

#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]
#![expect(clippy::missing_panics_doc, reason = "everything here panics when the ground gives way")]

mod bare;
mod server;

pub use bare::{Bare, Cell, Row};

use server::Server;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A database of a test's own, which goes with it. It is empty until the product, or a copy, fills it.
pub struct TestDatabase {
    folder: TempDir,
    /// On PostgreSQL, the server and the database's name there.
    postgres: Option<(Server, String)>,
}

impl TestDatabase {
    /// A fresh one.
    #[must_use]
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("numberline-test-").tempdir().unwrap();
        let postgres = Server::from_environment().map(|server| {
            let name = server.create_database();
            (server, name)
        });
        Self { folder, postgres }
    }

    /// One on each kind, where there is a server: to compare them.
    #[must_use]
    pub fn both_kinds() -> Option<[Self; 2]> {
        let postgres = Self::new();
        postgres.postgres.as_ref()?;
        let folder = tempfile::Builder::new().prefix("numberline-test-").tempdir().unwrap();
        Some([Self { folder, postgres: None }, postgres])
    }

    /// A folder for whatever else the test needs; the SQLite file is in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The SQLite file, whether the test runs on it or not.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder().join("numberline.db")
    }

    /// Where it is, as `--database` takes it.
    #[must_use]
    pub fn address(&self) -> String {
        match &self.postgres {
            Some((server, name)) => server.url(name),
            None => format!("sqlite:{}", self.file().display()),
        }
    }

    /// A connection past the product.
    #[must_use]
    pub fn bare(&self) -> Bare {
        match &self.postgres {
            Some((server, name)) => Bare::postgres(&server.url(name)),
            None => Bare::sqlite(&self.file()),
        }
    }

    /// A second database with what this one holds now.
    #[must_use]
    pub fn copy(&self) -> Self {
        let copy = Self::new();
        match (&self.postgres, &copy.postgres) {
            (Some((server, from)), Some((_, to))) => server.copy(from, to),
            _ => {
                let into = format!("VACUUM INTO '{}'", copy.file().display());
                self.bare().script(&into);
            }
        }
        copy
    }

    /// Puts another's contents in the place of this one's, in one commit.
    pub fn become_like(&self, other: &Self) {
        match (&self.postgres, &other.postgres) {
            (Some((server, to)), Some((_, from))) => server.replace(from, to),
            _ => bare::replace_sqlite(&self.file(), &other.file()),
        }
    }
}

impl Default for TestDatabase {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.postgres {
            server.drop_database(name);
        }
    }
}
