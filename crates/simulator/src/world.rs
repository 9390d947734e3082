//! The state behind both contracts, and what moves it: the operator's orders, the customers, and time.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`account`], [`tenant`] | what the gateway and the customers keep besides numbers |
//! | [`number`], [`shape`], [`wish`], [`capability`], [`country`] | numbers, small, and rendered by what they share |
//! | [`schedule`] | what will happen by itself |
//! | [`order`] | what the operator does |
//! | [`customer`], [`life`] | what customers do |
//! | [`log`] | what happened by order |

pub(crate) mod account;
pub(crate) mod capability;
pub(crate) mod country;
pub(crate) mod customer;
pub(crate) mod life;
pub(crate) mod log;
pub(crate) mod number;
pub(crate) mod order;
pub(crate) mod schedule;
pub(crate) mod shape;
pub(crate) mod tenant;
pub(crate) mod wish;

use crate::fault::Faults;
use crate::options::{Options, Settings};
use crate::random::Random;
use crate::rate::Window;
use crate::repeat::Memory;
use crate::timepiece::Timepiece;
use crate::token::Tokens;
use account::{Account, AccountStanding};
use log::Log;
use number::{Numbers, Slot};
use numberline_domain::{Guid, PhoneNumber, Ticks};
use schedule::{Due, Event, Refusal, Schedule, Settlement};
use shape::{Assignment, Failure, Standing};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tenant::Tenant;

/// Everything.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) options: Options,
    pub(crate) time: Timepiece,
    pub(crate) random: Random,
    pub(crate) accounts: BTreeMap<Arc<str>, Account>,
    pub(crate) tenants: BTreeMap<Guid, Tenant>,
    pub(crate) numbers: Numbers,
    pub(crate) schedule: Schedule,
    /// Numbers whose writes will fail.
    pub(crate) doomed: HashMap<PhoneNumber, Arc<Failure>>,
    pub(crate) log: Log,
    pub(crate) tokens: Tokens,
    pub(crate) window: Window,
    pub(crate) memory: Memory,
    pub(crate) faults: Faults,
    /// How often each operation was asked for.
    pub(crate) calls: BTreeMap<&'static str, u64>,
    /// What customers see of their numbers, as long as no number changes.
    seen: HashMap<Guid, (u64, Vec<Slot>)>,
    writes: u64,
}

impl World {
    /// A world without customers.
    pub(crate) fn new(options: Options) -> std::io::Result<Self> {
        Ok(Self {
            time: Timepiece::new(options.clock),
            random: Random::new(options.seed),
            accounts: BTreeMap::new(),
            tenants: BTreeMap::new(),
            numbers: Numbers::new(options.operator_id),
            schedule: Schedule::default(),
            doomed: HashMap::new(),
            log: Log::open(options.order_log.as_deref())?,
            tokens: Tokens::default(),
            window: Window::default(),
            memory: Memory::default(),
            faults: Faults::default(),
            calls: BTreeMap::new(),
            seen: HashMap::new(),
            writes: 0,
            options,
        })
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.options.settings
    }

    pub(crate) fn now(&self) -> Ticks {
        self.time.now()
    }

    /// A number that no other write has.
    pub(crate) fn next_write(&mut self) -> u64 {
        self.writes += 1;
        self.writes
    }

    /// Lets happen what should have happened by now.
    pub(crate) fn catch_up(&mut self) {
        let now = self.now();
        while let Some(event) = self.schedule.take_due(now) {
            match event {
                Event::Settle(due) => due.into_iter().for_each(|due| self.settle(due)),
                Event::Release(due) => self.release(due),
                Event::SettleAccount(name, write) => self.settle_account(&name, write),
                Event::ReleaseAccount(name, write) => self.release_account(&name, write),
            }
        }
    }

    fn settle(&mut self, due: Due<Settlement>) {
        let Some(row) = self.numbers.find_row(due.slot).filter(|row| row.write == due.write) else { return };
        let failure = due.what.failure.or_else(|| self.doomed.get(&row.phone).cloned());
        let capabilities = row.shape.key.wish.capabilities(row.phone);
        let passes = self.accounts.get(&row.shape.key.account).is_some_and(Account::is_passed_on);
        // An account that passes nothing on keeps its numbers waiting.
        if row.shape.is_for_teams && !passes {
            return;
        }
        self.numbers.change(due.slot, |key| {
            if let Some(failure) = failure {
                key.standing = Standing::Failed(failure);
                return;
            }
            key.standing = Standing::Synced;
            key.capabilities = Some(Arc::new(capabilities));
            if due.what.unassigns {
                key.assignment = Assignment::Unassigned;
            }
        });
    }

    fn release(&mut self, due: Vec<Due<Refusal>>) {
        let mut gone = Vec::new();
        for Due { slot, write, what } in due {
            let Some(row) = self.numbers.find_row(slot).filter(|row| row.write == write) else { continue };
            let refusal = match what {
                Refusal::None if row.shape.key.assignment.is_assigned() => Refusal::Failed,
                refusal => refusal,
            };
            match refusal {
                Refusal::None => gone.push(slot),
                Refusal::Failed => {
                    let message = "The customer still uses the number.".to_owned();
                    let failure = Failure { code: "NumberAssigned".to_owned(), message };
                    self.numbers.change(slot, |key| key.standing = Standing::Failed(Arc::new(failure)));
                }
                Refusal::Silent => self.numbers.change(slot, |key| {
                    if let Standing::Releasing { before, .. } = &key.standing {
                        key.standing = *before.clone();
                    }
                }),
            }
        }
        self.remove(&gone);
    }

    fn settle_account(&mut self, name: &str, write: u64) {
        let Some(account) = self.accounts.get_mut(name).filter(|account| account.write == write) else { return };
        account.standing = AccountStanding::Synced;
    }

    fn release_account(&mut self, name: &str, write: u64) {
        let Some(account) = self.accounts.get_mut(name).filter(|account| account.write == write) else { return };
        if account.numbers.is_empty() {
            self.accounts.remove(name);
        } else {
            account.standing = AccountStanding::NotEmpty;
        }
    }

    /// Removes numbers at once, wherever they are listed.
    pub(crate) fn remove(&mut self, slots: &[Slot]) {
        if slots.is_empty() {
            return;
        }
        let mut by_account: HashMap<Arc<str>, Vec<Slot>> = HashMap::new();
        for slot in slots {
            let account = &self.numbers.row(*slot).shape.key.account;
            by_account.entry(Arc::clone(account)).or_default().push(*slot);
        }
        for (name, mut gone) in by_account {
            gone.sort_unstable();
            let account = self.accounts.get_mut(&name).expect("an account outlives its numbers");
            account.numbers.retain(|slot| gone.binary_search(slot).is_err());
        }
        self.numbers.remove(slots);
    }

    /// What the customer of a directory sees of its numbers, in the order of arrival.
    pub(crate) fn seen_by(&mut self, tenant: Guid) -> &[Slot] {
        let version = self.numbers.version();
        let entry = self.seen.entry(tenant).or_insert((u64::MAX, Vec::new()));
        if entry.0 != version {
            let accounts = self.accounts.values().filter(|account| account.tenant() == Some(tenant));
            let slots = accounts.filter(|account| account.is_passed_on()).flat_map(|account| &account.numbers);
            let is_seen = |slot: &&Slot| {
                let shape = &self.numbers.row(**slot).shape;
                shape.is_for_teams && shape.key.capabilities.is_some()
            };
            entry.1 = slots.filter(is_seen).copied().collect();
            entry.0 = version;
        }
        &entry.1
    }
}
