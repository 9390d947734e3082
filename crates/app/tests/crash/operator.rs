//! What operators and customers do while servers come and go. What is acknowledged is remembered.

use crate::rest::each_number;
use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::{Guid, PhoneNumber, Status, Wanted};
use numberline_service::order::{Origin, Refusal};
use numberline_service::token::Caller;
use numberline_service::upload::Terms;
use numberline_service::{job, release, removal, upload};
use numberline_simulator::Assignment;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

pub(crate) struct Operator<'s> {
    stage: &'s Stage,
    random: u64,
    next_phone: u64,
    /// Numbers whose upload was acknowledged.
    pub(crate) uploaded: BTreeSet<PhoneNumber>,
    /// Numbers whose release was acknowledged.
    pub(crate) released: BTreeSet<PhoneNumber>,
    /// Numbers that customers deleted.
    pub(crate) deleted: BTreeSet<PhoneNumber>,
}

impl<'s> Operator<'s> {
    pub(crate) fn new(stage: &'s Stage, seed: u64) -> Self {
        // The first server makes the tenants known, by their accounts.
        let server = stage.serve("2s");
        let begun = Instant::now();
        while job::sync::standing(&stage.service).unwrap().len() < ACCOUNTS.len() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the accounts were not found");
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(server);
        let random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let (uploaded, released, deleted) = Default::default();
        Self { stage, random, next_phone: 441_632_000_000, uploaded, released, deleted }
    }

    /// Less than `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 20) % limit
    }

    /// How long a server of a round lives.
    pub(crate) fn some_time(&mut self) -> Duration {
        Duration::from_millis(self.below(1_500))
    }

    /// Works until the time is over.
    pub(crate) fn work_for(&mut self, time: Duration) {
        let begun = Instant::now();
        loop {
            self.act();
            if begun.elapsed() >= time {
                return;
            }
            std::thread::sleep(Duration::from_millis(40).min(time.saturating_sub(begun.elapsed())));
        }
    }

    fn act(&mut self) {
        let (_, tenant) = ACCOUNTS[usize::try_from(self.below(2)).unwrap()];
        match self.below(8) {
            0..=2 => self.upload(tenant),
            3 | 4 => self.release(tenant),
            5 => self.customer_deletes(),
            6 => self.customer_assigns(),
            _ => self.approve(),
        }
    }

    fn upload(&mut self, tenant: Guid) {
        let count = 1 + self.below(150);
        let phones: Vec<PhoneNumber> =
            (0..count).filter_map(|last| PhoneNumber::from_digits(self.next_phone + last).ok()).collect();
        self.next_phone += count;
        let terms = Terms {
            source: "webapi".to_owned(),
            calling_profile: None,
            usage: Terms::USAGE.to_owned(),
            additional_usage: None,
            capabilities: Terms::CAPABILITIES.map(str::to_owned).to_vec(),
            ticket_id: None,
            workflow_version: 3,
        };
        let order = upload::Upload { tenant, wanted: wanted(&phones), limit: 10_000, terms };
        let ordered = upload::order(&self.stage.service, origin(&Caller::of_the_command_line()), &order);
        if is_taken(ordered) {
            self.uploaded.extend(phones);
        }
    }

    fn release(&mut self, tenant: Guid) {
        let phones = self.some(|number| number == Status::Active, 20);
        let phones: Vec<PhoneNumber> =
            phones.into_iter().filter(|(of, _)| *of == tenant).map(|(_, phone)| phone).collect();
        if phones.is_empty() {
            return;
        }
        let order = release::Release { tenant, wanted: wanted(&phones), limit: 10_000 };
        let ordered = release::order(&self.stage.service, origin(&Caller::of_the_command_line()), &order);
        if is_taken(ordered) {
            self.released.extend(phones);
        }
    }

    fn customer_deletes(&mut self) {
        let count = usize::try_from(self.below(4)).unwrap();
        for (name, _) in ACCOUNTS {
            let phones = self.stage.simulator().choose(name, count, numberline_simulator::Among::Any);
            // One that is going already cannot be deleted again.
            if self.stage.simulator().customer_deletes(&phones).is_ok() {
                self.deleted.extend(phones);
            }
        }
    }

    fn customer_assigns(&mut self) {
        let count = usize::try_from(self.below(6)).unwrap();
        for (name, _) in ACCOUNTS {
            let phones = self.stage.simulator().choose(name, count, numberline_simulator::Among::Unassigned);
            // What is gone meanwhile is not assigned.
            let _ = self.stage.simulator().assign(&phones, Assignment::UserAssigned);
        }
    }

    fn approve(&mut self) {
        let phones: Vec<PhoneNumber> =
            self.some(|status| status == Status::MarkedForRemoval, 50).into_iter().map(|(_, phone)| phone).collect();
        if !phones.is_empty() {
            let caller = Caller::of_the_command_line();
            removal::approve(&self.stage.service, origin(&caller), &phones).unwrap();
        }
    }

    /// Some of the numbers with this status, with their tenants.
    fn some(&mut self, admits: impl Fn(Status) -> bool, most: usize) -> Vec<(Guid, PhoneNumber)> {
        self.stage.service.load().unwrap();
        let mut all = Vec::new();
        each_number(&self.stage.service, |tenant, number| {
            if admits(number.status) {
                all.push((tenant, number.phone));
            }
        });
        let skip = if all.is_empty() { 0 } else { usize::try_from(self.below(all.len() as u64)).unwrap() };
        let count = 1 + usize::try_from(self.below(most as u64)).unwrap();
        all.into_iter().skip(skip).take(count).collect()
    }
}

const fn origin(caller: &Caller) -> Origin<'_> {
    Origin { caller, actor: "cli:crash@here", key: None }
}

fn wanted(phones: &[PhoneNumber]) -> Wanted {
    Wanted { numbers: phones.to_vec(), ranges: Vec::new() }
}

/// Whether an order was acknowledged. What the rules refuse is refused; anything else must not happen.
fn is_taken<T>(ordered: Result<T, Refusal>) -> bool {
    match ordered {
        Ok(_) => true,
        Err(Refusal::Items(_)) => false,
        Err(refusal) => panic!("an order was not taken: {refusal}"),
    }
}
