//! What readers and the follower share: the inventory behind one lock, and how it stands to the database.

use crate::figures::Followed;
use crate::job::JobReport;
use crate::view::Views;
use numberline_domain::{Scope, Ticks, TokenId};
use numberline_inventory::Inventory;
use parking_lot::{Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How long the follower may wait for the database before it counts as away. A server that was held up closes nothing and
/// refuses nothing: that it is silent is all there is to notice.
const SILENCE: Duration = Duration::from_secs(4);

/// How the inventory stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// The first build is under way.
    Loading {
        /// Numbers read so far.
        numbers: u64,
        /// Numbers there are, once counted.
        total: Option<u64>,
    },
    /// The inventory answers.
    Ready {
        /// The change it has reached.
        seq: u64,
        /// For how long the database has not answered; `None` while it does.
        stale: Option<Duration>,
    },
}

/// Tells what the jobs have done.
type Watch = Box<dyn Fn() -> JobReport + Send + Sync>;

/// The inventory and its standing.
pub struct Shared {
    inventory: RwLock<Inventory>,
    reached: watch::Sender<Option<u64>>,
    away_since: Mutex<Option<Instant>>,
    /// When the follower last got something from the database; `None` while nobody follows.
    heard: Mutex<Option<Instant>>,
    loaded: AtomicU64,
    to_load: AtomicU64,
    wake: Mutex<Option<crossbeam_channel::Sender<()>>>,
    uses: Mutex<HashMap<TokenId, Ticks>>,
    jobs: Mutex<Option<Watch>>,
    pub(crate) followed: Followed,
    pub(crate) views: Views,
}

impl Shared {
    pub(crate) fn new() -> Self {
        Self {
            inventory: RwLock::new(Inventory::new()),
            reached: watch::Sender::new(None),
            away_since: Mutex::new(None),
            heard: Mutex::new(None),
            loaded: AtomicU64::new(0),
            to_load: AtomicU64::new(u64::MAX),
            wake: Mutex::new(None),
            uses: Mutex::new(HashMap::new()),
            jobs: Mutex::new(None),
            followed: Followed::default(),
            views: Views::default(),
        }
    }

    /// The inventory, to read. Hold it only as long as a page takes to render.
    pub fn inventory(&self) -> RwLockReadGuard<'_, Inventory> {
        self.inventory.read()
    }

    pub(crate) fn inventory_mut(&self) -> RwLockWriteGuard<'_, Inventory> {
        self.inventory.write()
    }

    /// How far the inventory is, and how it stands to the database.
    #[must_use]
    pub fn readiness(&self) -> Readiness {
        match *self.reached.borrow() {
            Some(seq) => Readiness::Ready { seq, stale: self.stale_for() },
            None => Readiness::Loading {
                numbers: self.loaded.load(Ordering::Relaxed),
                total: Some(self.to_load.load(Ordering::Relaxed)).filter(|total| *total != u64::MAX),
            },
        }
    }

    /// Whether the first build is complete.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.reached.borrow().is_some()
    }

    /// For how long the database has not answered; `None` while it does.
    #[must_use]
    pub fn stale_for(&self) -> Option<Duration> {
        let refused = self.away_since.lock().map(|since| since.elapsed());
        refused.or_else(|| self.heard.lock().map(|heard| heard.elapsed()).filter(|silent| *silent > SILENCE))
    }

    /// Waits until the inventory has reached a change, as one who sees these tenants may know it; false when it has not
    /// in time. A change beyond the last one of the scope never arrives, so that nobody learns of others' changes.
    pub async fn wait_for(&self, scope: &Scope, seq: u64, patience: Duration) -> bool {
        let mut reached = self.reached.subscribe();
        let arrived = reached.wait_for(|at| at.is_some() && self.inventory().scope_seq(scope) >= seq);
        matches!(tokio::time::timeout(patience, arrived).await, Ok(Ok(_)))
    }

    /// Tells of every change that the inventory reaches, from now on.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Option<u64>> {
        self.reached.subscribe()
    }

    /// Asks the follower to look at once rather than at its next poll.
    pub fn wake_follower(&self) {
        if let Some(wake) = self.wake.lock().as_ref() {
            // A full channel means that a look is due already.
            let _ = wake.try_send(());
        }
    }

    pub(crate) fn listen_for_wake(&self) -> crossbeam_channel::Receiver<()> {
        let (sender, receiver) = crossbeam_channel::bounded(1);
        *self.wake.lock() = Some(sender);
        receiver
    }

    pub(crate) fn set_reached(&self, seq: u64) {
        self.followed.note_look();
        self.reached.send_replace(Some(seq));
    }

    /// Notes whether the database answered, and says whether it did before.
    pub(crate) fn set_database_answers(&self, answers: bool) -> bool {
        let mut away_since = self.away_since.lock();
        let answered = away_since.is_none();
        if answers {
            *away_since = None;
            self.followed.note_look();
            self.note_heard();
        } else {
            let heard = *self.heard.lock();
            away_since.get_or_insert_with(|| heard.unwrap_or_else(Instant::now));
        }
        answered
    }

    /// Notes that the database said something: from here on its silence counts.
    pub(crate) fn note_heard(&self) {
        *self.heard.lock() = Some(Instant::now());
    }

    /// Notes that nobody listens to the database any longer.
    pub(crate) fn stop_listening(&self) {
        *self.heard.lock() = None;
    }

    pub(crate) fn note_use(&self, token: TokenId, at: Ticks) {
        self.uses.lock().insert(token, at);
    }

    /// When the token was last used, of what is not written down yet.
    pub(crate) fn use_of(&self, token: TokenId) -> Option<Ticks> {
        self.uses.lock().get(&token).copied()
    }

    pub(crate) fn take_uses(&self) -> Vec<(TokenId, Ticks)> {
        self.uses.lock().drain().collect()
    }

    pub(crate) fn watch_jobs(&self, watch: Watch) {
        *self.jobs.lock() = Some(watch);
    }

    /// What the jobs of this node have done.
    #[must_use]
    pub fn job_report(&self) -> JobReport {
        self.jobs.lock().as_ref().map(|watch| watch()).unwrap_or_default()
    }

    pub(crate) fn set_to_load(&self, total: u64) {
        self.to_load.store(total, Ordering::Relaxed);
    }

    pub(crate) fn add_loaded(&self, numbers: u64) {
        self.note_heard();
        self.loaded.fetch_add(numbers, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_counts_as_away_while_somebody_listens() {
        let shared = Shared::new();
        assert_eq!(shared.stale_for(), None, "nobody listens yet");
        shared.note_heard();
        assert_eq!(shared.stale_for(), None);
        let long_ago = Instant::now().checked_sub(SILENCE * 2).unwrap();
        *shared.heard.lock() = Some(long_ago);
        assert!(shared.stale_for().is_some_and(|stale| stale >= SILENCE * 2));
        // The refusal that follows does not make the silence shorter.
        assert!(shared.set_database_answers(false));
        assert!(shared.stale_for().is_some_and(|stale| stale >= SILENCE * 2));
        assert!(!shared.set_database_answers(true));
        assert_eq!(shared.stale_for(), None);
        shared.stop_listening();
        assert_eq!(shared.stale_for(), None);
    }
}
