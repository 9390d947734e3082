//! What the jobs of this node have done, for those who watch it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the start.
#[derive(Debug, Default)]
pub struct JobFigures {
    /// Full passes that ended well.
    pub passes: Counter,
    /// Passes that broke off.
    pub failed_passes: Counter,
    /// Passes that stopped to ask.
    pub guarded: Counter,
    /// Orders that Microsoft took.
    pub orders: Counter,
    /// Orders that Microsoft refused.
    pub refused_orders: Counter,
    /// Tries of orders without a usable answer.
    pub lost_orders: Counter,
    /// Assignment checks that were written.
    pub checks: Counter,
}

/// A count that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// How many by now.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
