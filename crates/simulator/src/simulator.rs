//! The simulator as its owner holds it: everything that the control API can do, and more quickly.

mod customer;

pub use customer::NumberState;
pub(crate) use customer::word;

use crate::fault::Fault;
use crate::options::{Options, Settings};
use crate::world::World;
use crate::world::life::Life;
use crate::world::log::{Order, OrderCounts};
use parking_lot::{Mutex, MutexGuard};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A simulator. Cheap to clone; clones are the same one.
#[derive(Debug, Clone)]
pub struct Simulator {
    world: Arc<Mutex<World>>,
    life: watch::Sender<Option<Life>>,
    begun_with: Arc<Options>,
}

impl Simulator {
    /// A simulator without customers that nobody can ask yet: see [`Simulator::start`] and [`Simulator::serve`].
    ///
    /// # Errors
    /// When the order log cannot be opened.
    pub fn new(options: Options) -> io::Result<Self> {
        let begun_with = Arc::new(options.clone());
        Ok(Self { world: Arc::new(Mutex::new(World::new(options)?)), life: watch::Sender::new(None), begun_with })
    }

    /// The world as it stands now.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock();
        world.catch_up();
        world
    }

    /// What it was started with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.begun_with
    }

    /// The settings as they stand.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.world().options.settings.clone()
    }

    /// Changes settings. Delays hold for what is ordered from now on.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.world().options.settings);
    }

    /// Moves its time on: what was to happen meanwhile happens.
    pub fn advance(&self, by: Duration) {
        let mut world = self.world();
        world.time.advance(by);
        world.catch_up();
    }

    /// Sets a fault; the answer is its number.
    ///
    /// # Errors
    /// When it could never strike, in words.
    pub fn add_fault(&self, fault: Fault) -> Result<u64, String> {
        match fault.fault() {
            Some(reason) => Err(reason),
            None => Ok(self.world().faults.add(fault)),
        }
    }

    /// How often a fault has struck; `None` when there is none of this number.
    #[must_use]
    pub fn struck(&self, fault: u64) -> Option<u32> {
        self.world().faults.rules().iter().find(|rule| rule.id == fault).map(|rule| rule.struck)
    }

    /// Takes back all faults.
    pub fn clear_faults(&self) {
        self.world().faults.clear();
    }

    /// Every effect of the operator's orders, oldest first.
    #[must_use]
    pub fn orders(&self) -> Vec<Order> {
        self.world().log.orders().to_vec()
    }

    /// How many of what they did.
    #[must_use]
    pub fn order_counts(&self) -> OrderCounts {
        self.world().log.counts()
    }

    /// How often an operation was asked for, by its name in the contract.
    #[must_use]
    pub fn calls(&self, operation: &str) -> u64 {
        self.world().calls.get(operation).copied().unwrap_or_default()
    }

    /// No token is valid any more.
    pub fn revoke_tokens(&self) {
        self.world().tokens.revoke_all();
    }

    /// Lets customers live from now on, while the simulator runs; or no longer.
    pub fn live(&self, life: Option<Life>) {
        self.life.send_replace(life);
    }

    /// One round of life, at once.
    pub fn live_once(&self, life: &Life) {
        self.world().live(life);
    }

    pub(crate) fn watch_life(&self) -> watch::Receiver<Option<Life>> {
        self.life.subscribe()
    }

    /// Begins anew: no customers, numbers, faults, orders; the settings that it was started with.
    ///
    /// # Errors
    /// When the order log cannot be opened again.
    pub fn reset(&self) -> io::Result<()> {
        self.live(None);
        *self.world.lock() = World::new(Options::clone(&self.begun_with))?;
        Ok(())
    }
}
