//! What the tests need: a database in a folder of its own, services and handles on it, and waiting.

use crate::oracle::Tables;
use numberline_domain::{Clock, Ticks};
use numberline_service::{Author, Location, OpenOptions, Service, Silent, check, import};
use numberline_store::Database;
use numberline_testing::{Bare, TestDatabase};
use std::time::Duration;

/// Far more than any step takes, also on a slow machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Fixture {
    database: TestDatabase,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self { database: TestDatabase::new() }
    }

    /// One on each kind of database, where there is a PostgreSQL server.
    pub(crate) fn both_kinds() -> Option<[Self; 2]> {
        Some(TestDatabase::both_kinds()?.map(|database| Self { database }))
    }

    /// A second database with what this one holds now.
    pub(crate) fn copy(&self) -> Self {
        Self { database: self.database.copy() }
    }

    /// Puts another's contents in the place of this one's, in one commit.
    pub(crate) fn become_like(&self, other: &Self) {
        self.database.become_like(&other.database);
    }

    /// A service of its own, as another process would have.
    pub(crate) fn service(&self) -> Service {
        Service::open(&self.location(), options(), Clock::Fixed(instant())).unwrap()
    }

    pub(crate) fn database(&self) -> Database {
        Database::open(&self.location(), options()).unwrap()
    }

    /// The same so much later.
    pub(crate) fn service_after(&self, time: Duration) -> Service {
        let later = instant().as_i64() + i64::try_from(time.as_nanos() / 100).unwrap();
        let clock = Clock::Fixed(Ticks::from_i64(later).unwrap());
        Service::open(&self.location(), options(), clock).unwrap()
    }

    /// The database, past the product.
    pub(crate) fn bare(&self) -> Bare {
        self.database.bare()
    }

    pub(crate) fn tables(&self) -> Tables {
        Tables::read(&mut self.bare())
    }

    fn location(&self) -> Location {
        Location::parse(&self.database.address()).unwrap()
    }
}

fn options() -> OpenOptions {
    OpenOptions { busy_timeout: PATIENCE, ..OpenOptions::default() }
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
