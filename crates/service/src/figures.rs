//! Figures about the inventory and the database, for those who run a server.

use crate::{Readiness, Service};
use numberline_store::Connections;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How the inventory stands to the database, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Whether the first build is complete.
    pub is_loaded: bool,
    /// The change that the inventory has reached; 0 before the first.
    pub seq: u64,
    /// The last change that was seen in the database; never less than `seq`.
    pub head_seq: u64,
    /// How long ago the database was last looked at with success; `None` while it never was.
    pub since_look: Option<Duration>,
    /// For how long the database has not answered; zero while it does.
    pub stale: Duration,
    /// Steps that brought changes into the inventory.
    pub steps: u64,
    /// Times the inventory was built anew after its first build.
    pub rebuilds: u64,
    /// Numbers that the inventory holds.
    pub numbers: u64,
    /// Tenants that the inventory knows.
    pub tenants: u64,
    /// Connections to a database server; `None` where there is none.
    pub connections: Option<Connections>,
}

impl Service {
    /// The figures of this moment. Takes the inventory's read lock for as long as reading two lengths takes.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let (is_loaded, seq) = match self.readiness() {
            Readiness::Ready { seq, .. } => (true, seq),
            Readiness::Loading { .. } => (false, 0),
        };
        let (numbers, tenants) = {
            let inventory = self.shared.inventory();
            (inventory.len(), inventory.tenant_count() as u64)
        };
        let followed = &self.shared.followed;
        Figures {
            is_loaded,
            seq,
            head_seq: followed.head_seq.load(Ordering::Relaxed).max(seq),
            since_look: followed.last_look.lock().map(|look| look.elapsed()),
            stale: self.shared.stale_for().unwrap_or_default(),
            steps: followed.steps.load(Ordering::Relaxed),
            rebuilds: followed.builds.load(Ordering::Relaxed).saturating_sub(1),
            numbers,
            tenants,
            connections: self.database.connections(),
        }
    }
}

/// What the follower has done, for the figures.
#[derive(Default)]
pub(crate) struct Followed {
    head_seq: AtomicU64,
    last_look: Mutex<Option<Instant>>,
    steps: AtomicU64,
    builds: AtomicU64,
}

impl Followed {
    /// The head was read. It may go back: a restore does that.
    pub(crate) fn note_head(&self, seq: u64) {
        self.head_seq.store(seq, Ordering::Relaxed);
    }

    /// The database answered.
    pub(crate) fn note_look(&self) {
        *self.last_look.lock() = Some(Instant::now());
    }

    /// A step brought changes.
    pub(crate) fn note_step(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
    }

    /// The follower built the inventory from the whole database.
    pub(crate) fn note_build(&self) {
        self.builds.fetch_add(1, Ordering::Relaxed);
    }
}
