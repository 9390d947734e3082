//! What will happen by itself, and when.

use super::number::Slot;
use super::shape::Failure;
use numberline_domain::Ticks;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that happens when its time has come, unless what it is about is under another write by then.
#[derive(Debug)]
pub(crate) enum Event {
    /// Written numbers are through.
    Settle(Vec<Due<Settlement>>),
    /// Deleted numbers go.
    Release(Vec<Due<Refusal>>),
    /// A written account is through.
    SettleAccount(Arc<str>, u64),
    /// A deleted account goes.
    ReleaseAccount(Arc<str>, u64),
}

/// A number under a write, and what else is to be known of it.
#[derive(Debug)]
pub(crate) struct Due<T> {
    pub(crate) slot: Slot,
    pub(crate) write: u64,
    pub(crate) what: T,
}

/// How a write ends.
#[derive(Debug)]
pub(crate) struct Settlement {
    /// Whether the customer's assignment ends with it.
    pub(crate) unassigns: bool,
    /// Why it will not get through; `None` when it will.
    pub(crate) failure: Option<Arc<Failure>>,
}

/// How a delete ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The number goes.
    None,
    /// It stays, as `failed`.
    Failed,
    /// It stays as it was, without a word.
    Silent,
}

/// Events in the order of their times, then of their scheduling.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    events: BTreeMap<(Ticks, u64), Event>,
    scheduled: u64,
}

impl Schedule {
    pub(crate) fn add(&mut self, at: Ticks, event: Event) {
        self.scheduled += 1;
        self.events.insert((at, self.scheduled), event);
    }

    /// Takes out the next event whose time has come.
    pub(crate) fn take_due(&mut self, now: Ticks) -> Option<Event> {
        let first = self.events.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}
