//! What the tests need: a database in a folder of its own, services and handles on it, and waiting.

use crate::oracle::Tables;
use numberline_domain::{Clock, Ticks};
use numberline_service::{Author, Location, OpenOptions, Service, Silent, check, import};
use numberline_store::Database;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// Far more than any step takes, also on a slow machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Fixture {
    folder: TempDir,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("numberline.db")
    }

    /// A second file beside the database.
    pub(crate) fn copy_path(&self) -> PathBuf {
        self.folder.path().join("copy.db")
    }

    /// A service of its own, as another process would have.
    pub(crate) fn service(&self) -> Service {
        service_at(&self.path())
    }

    pub(crate) fn database(&self) -> Database {
        Database::open(&Location::Sqlite(self.path()), options()).unwrap()
    }

    /// The file, past the product.
    pub(crate) fn bare(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.busy_timeout(PATIENCE).unwrap();
        connection
    }

    pub(crate) fn tables(&self) -> Tables {
        Tables::read(&self.bare())
    }
}

fn options() -> OpenOptions {
    OpenOptions { busy_timeout: PATIENCE, ..OpenOptions::default() }
}

pub(crate) fn service_at(path: &Path) -> Service {
    Service::open(&Location::Sqlite(path.to_owned()), options(), Clock::Fixed(instant())).unwrap()
}

pub(crate) fn instant() -> Ticks {
    Ticks::from_i64(639_069_187_671_521_345).unwrap()
}

pub(crate) fn author() -> Author {
    Author { actor: "cli:test@here".to_owned(), at: instant() }
}

/// Imports a text; refused lines stay out.
pub(crate) fn import(service: &Service, text: &str) -> import::Report {
    let reader = Box::new(std::io::Cursor::new(text.to_owned().into_bytes()));
    let input = import::Input { name: "test".to_owned(), reader, size: None };
    let options = import::Options { dry_run: false, accept_partial: true };
    import::run(service, input, &options, "cli:test@here", &Silent).unwrap()
}

/// Waits until the service's inventory has reached a change.
pub(crate) fn reach(service: &Service, seq: u64) {
    assert!(reaches(service, seq, PATIENCE), "change {seq} is not reached: {:?}", service.readiness());
}

pub(crate) fn reaches(service: &Service, seq: u64, patience: Duration) -> bool {
    service.shared().wake_follower();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(service.shared().wait_for(&numberline_domain::Scope::All, seq, patience))
}

/// I11: the log, the tables and a rebuilt inventory agree.
pub(crate) fn assert_checked(fixture: &Fixture) {
    let mut lines = Vec::new();
    check::run(&fixture.service(), &Silent, |line| lines.push(line.to_owned())).unwrap();
    assert_eq!(lines, Vec::<String>::new());
}
