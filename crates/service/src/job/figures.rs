//! What the jobs of this node have done, for those who watch it.

use numberline_upstream::{Circuit, HostReport};
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
    /// Seconds since the full pass of the tenant that waits longest, when it was last looked.
    pub(super) oldest_sync: Gauge,
    /// Tenants with an account and without a full pass.
    pub(super) unsynced: Gauge,
}

/// What the jobs of a node have done, and how what they ask does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobReport {
    /// Full passes over a tenant's numbers that ended well.
    pub passes: u64,
    /// Passes that broke off.
    pub failed_passes: u64,
    /// Passes that stopped to ask.
    pub guarded: u64,
    /// Orders that Microsoft took.
    pub orders: u64,
    /// Orders that Microsoft refused.
    pub refused_orders: u64,
    /// Tries of orders without a usable answer.
    pub lost_orders: u64,
    /// Assignment checks that were written.
    pub checks: u64,
    /// Seconds since the last full pass of the tenant whose last one is oldest.
    pub oldest_sync: u64,
    /// Tenants that have an account at the upstream and no full pass yet.
    pub unsynced: u64,
    /// Calls to the upstream.
    pub calls: u64,
    /// Those that failed for its or the network's reasons.
    pub failed_calls: u64,
    /// Those that it asked to wait with.
    pub throttled_calls: u64,
    /// Hosts of it that are not asked at present, since they fail steadily.
    pub open_circuits: u64,
}

impl JobReport {
    pub(super) fn of(figures: &JobFigures, hosts: &[HostReport]) -> Self {
        let sum = |of: fn(&HostReport) -> u64| hosts.iter().map(of).sum();
        Self {
            passes: figures.passes.get(),
            failed_passes: figures.failed_passes.get(),
            guarded: figures.guarded.get(),
            orders: figures.orders.get(),
            refused_orders: figures.refused_orders.get(),
            lost_orders: figures.lost_orders.get(),
            checks: figures.checks.get(),
            oldest_sync: figures.oldest_sync.get(),
            unsynced: figures.unsynced.get(),
            calls: sum(|host| host.calls),
            failed_calls: sum(|host| host.failed),
            throttled_calls: sum(|host| host.throttled),
            open_circuits: sum(|host| u64::from(host.circuit == Circuit::Open)),
        }
    }
}

/// A figure that is what it was last set to.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU64);

impl Gauge {
    pub(super) fn set(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
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
