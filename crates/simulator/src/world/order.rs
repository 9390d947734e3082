//! What the operator's orders do. Whether they may is judged before.

use super::account::{Account, AccountStanding};
use super::log::Order;
use super::number::Slot;
use super::schedule::{Due, Event, Refusal, Settlement};
use super::shape::{Assignment, Failure, Key, Standing};
use super::tenant::Tenant;
use super::wish::Wish;
use super::{World, country};
use crate::timepiece::ticks;
use numberline_domain::{Guid, PhoneNumber};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// A number as the operator wrote it.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) phone: PhoneNumber,
    pub(crate) wish: Arc<Wish>,
    /// Whether it says `"assignmentStatus": "unassigned"`, which ends the customer's assignment.
    pub(crate) unassigns: bool,
}

/// Which call ordered something.
#[derive(Debug, Clone)]
pub(crate) struct Ordered {
    pub(crate) operation: &'static str,
    pub(crate) request_id: Option<String>,
}

impl World {
    /// Writes numbers of an account, of which some are to fail.
    pub(crate) fn write_numbers(
        &mut self,
        ordered: Ordered,
        account: &str,
        written: Vec<Written>,
        failing: &HashMap<PhoneNumber, Arc<Failure>>,
    ) -> io::Result<()> {
        let mut order = self.begin(ordered, account);
        for Written { phone, wish, unassigns } in &written {
            match self.numbers.find(*phone) {
                None => order.created.push(*phone),
                Some(slot) if self.is_already(slot, wish, *unassigns) => order.doubled.push(*phone),
                Some(_) => order.updated.push(*phone),
            }
        }
        self.log.note(order)?;
        let write = self.next_write();
        let mut due = Vec::with_capacity(written.len());
        for Written { phone, wish, unassigns } in written {
            let slot = match self.numbers.find(phone) {
                Some(slot) => {
                    self.numbers.change(slot, |key| (key.wish, key.standing) = (wish, Standing::Pending));
                    self.numbers.set_write(slot, write);
                    slot
                }
                None => self.insert(account, phone, wish, write),
            };
            let what = Settlement { unassigns, failure: failing.get(&phone).cloned() };
            due.push(Due { slot, write, what });
        }
        let at = self.now().saturating_add(ticks(self.settings().sync_delay));
        self.schedule.add(at, Event::Settle(due));
        Ok(())
    }

    /// Whether a number already is, or is about to be, as it is written.
    fn is_already(&self, slot: Slot, wish: &Arc<Wish>, unassigns: bool) -> bool {
        let key = &self.numbers.row(slot).shape.key;
        let changes_assignment = unassigns && key.assignment.is_assigned();
        key.wish == *wish
            && match key.standing {
                Standing::Pending => true,
                Standing::Synced => !changes_assignment,
                Standing::Failed(_) | Standing::Releasing { .. } => false,
            }
    }

    fn insert(&mut self, account: &str, phone: PhoneNumber, wish: Arc<Wish>, write: u64) -> Slot {
        let account = self.accounts.get_mut(account).expect("numbers are written to accounts that are there");
        let key = Key {
            account: Arc::clone(&account.name),
            wish,
            standing: Standing::Pending,
            capabilities: None,
            assignment: Assignment::Unassigned,
            country: country::of(phone),
        };
        let slot = self.numbers.insert(phone, key, write);
        account.numbers.push(slot);
        slot
    }

    /// Deletes numbers of an account. Those that are not there are no fault.
    pub(crate) fn delete_numbers(
        &mut self,
        ordered: Ordered,
        account: &str,
        phones: &[PhoneNumber],
        refusal: Refusal,
    ) -> io::Result<()> {
        let mut order = self.begin(ordered, account);
        let mut slots = Vec::new();
        for phone in phones {
            match self.numbers.find(*phone) {
                None => order.absent.push(*phone),
                Some(slot) if self.is_releasing(slot) => order.doubled.push(*phone),
                Some(slot) => {
                    order.deleted.push(*phone);
                    slots.push(slot);
                }
            }
        }
        self.log.note(order)?;
        self.begin_release(slots, refusal);
        Ok(())
    }

    fn begin_release(&mut self, slots: Vec<Slot>, refusal: Refusal) {
        let (write, shows) = (self.next_write(), self.settings().while_releasing);
        let mut due = Vec::with_capacity(slots.len());
        for slot in slots {
            self.numbers.set_write(slot, write);
            self.numbers.change(slot, |key| {
                let before = Box::new(key.standing.clone());
                key.standing = Standing::Releasing { before, shows };
            });
            due.push(Due { slot, write, what: refusal });
        }
        let at = self.now().saturating_add(ticks(self.settings().release_delay));
        self.schedule.add(at, Event::Release(due));
    }

    /// Whether a number's delete was accepted.
    pub(crate) fn is_releasing(&self, slot: Slot) -> bool {
        matches!(self.numbers.row(slot).shape.key.standing, Standing::Releasing { .. })
    }

    /// Writes an account.
    pub(crate) fn put_account(
        &mut self,
        ordered: Ordered,
        name: &str,
        correlation_id: Option<String>,
        services: Map<String, Value>,
    ) -> io::Result<()> {
        let order = self.begin(ordered, name);
        self.log.note(order)?;
        let write = self.next_write();
        let name: Arc<str> = Arc::from(name);
        let account = self.accounts.entry(Arc::clone(&name)).or_insert_with(|| Account {
            name: Arc::clone(&name),
            correlation_id: None,
            services: Map::new(),
            standing: AccountStanding::Pending,
            numbers: Vec::new(),
            write,
        });
        let passed_on = account.is_passed_on();
        (account.correlation_id, account.services) = (correlation_id, services);
        (account.standing, account.write) = (AccountStanding::Pending, write);
        let begins = !passed_on && account.is_passed_on();
        if let Some(tenant) = account.tenant() {
            self.tenants.entry(tenant).or_insert_with(|| Tenant { trusts_us: true, ..Tenant::default() });
        }
        let at = self.now().saturating_add(ticks(self.settings().sync_delay));
        self.schedule.add(at, Event::SettleAccount(Arc::clone(&name), write));
        if begins {
            let waiting = self.waiting(&name);
            self.schedule.add(at, Event::Settle(waiting));
        }
        self.numbers.touch();
        Ok(())
    }

    /// What waits for its account to pass it on.
    fn waiting(&self, account: &str) -> Vec<Due<Settlement>> {
        let slots = self.accounts[account].numbers.iter();
        let waiting = slots.filter(|slot| self.numbers.row(**slot).shape.key.standing == Standing::Pending);
        let due = waiting.map(|slot| Due {
            slot: *slot,
            write: self.numbers.row(*slot).write,
            what: Settlement { unassigns: false, failure: None },
        });
        due.collect()
    }

    /// Deletes an account and its numbers.
    pub(crate) fn delete_account(&mut self, ordered: Ordered, name: &str) -> io::Result<()> {
        let mut order = self.begin(ordered, name);
        let numbers = &self.accounts[name].numbers;
        let slots: Vec<_> = numbers.iter().filter(|slot| !self.is_releasing(**slot)).copied().collect();
        order.deleted = slots.iter().map(|slot| self.numbers.row(*slot).phone).collect();
        self.log.note(order)?;
        self.begin_release(slots, Refusal::None);
        let write = self.next_write();
        let at = self.now().saturating_add(ticks(self.settings().release_delay));
        if let Some(account) = self.accounts.get_mut(name) {
            (account.standing, account.write) = (AccountStanding::Releasing, write);
            self.schedule.add(at, Event::ReleaseAccount(Arc::clone(&account.name), write));
        }
        Ok(())
    }

    /// Writes what the operator says of a consent that is there.
    pub(crate) fn patch_consent(
        &mut self,
        ordered: Ordered,
        tenant: Guid,
        relationship: Map<String, Value>,
    ) -> io::Result<()> {
        let order = self.begin(ordered, &tenant.to_string());
        self.log.note(order)?;
        let now = self.now();
        if let Some(consent) = self.tenants.get_mut(&tenant).and_then(|tenant| tenant.consent.as_mut()) {
            consent.relationship = relationship;
            consent.relationship.insert("lastModifiedOn".to_owned(), now.to_string().into());
            consent.modified_on = now;
        }
        Ok(())
    }

    fn begin(&self, ordered: Ordered, account: &str) -> Order {
        Order {
            at: Some(self.now()),
            request_id: ordered.request_id,
            operation: ordered.operation,
            account: account.to_owned(),
            ..Order::default()
        }
    }
}
