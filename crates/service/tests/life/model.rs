//! Random operations, faults and crashes against an oracle of the life of a number: no illegal move, no lost number, no
//! doubled order, and a failed check changes nothing but its code.
//!
//! `NUMBERLINE_LIFE_SEQUENCES` says how many sequences there are, `NUMBERLINE_LIFE_SEED` where they begin; each one's seed
//! stands in what it fails with.

use crate::random::Random;
use crate::stage::{Held, Stage};
use crate::upstream::{Fault, State, is_crash, our_word};
use numberline_domain::{Guid, PhoneNumber, Status, TaskKind};
use numberline_service::job::Settings;
use numberline_service::job::sync::Depth;
use numberline_upstream::AccountName;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

const PHONES: u64 = 6;
const STEPS: u64 = 16;
/// Sequences that share a database, each with tenants and numbers of its own.
const TOGETHER: u64 = 40;

/// Something that may change where numbers stand.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Upload(Guid, Vec<PhoneNumber>),
    Release(Guid, Vec<PhoneNumber>),
    Unassign(Guid, Vec<PhoneNumber>),
    Approve(Vec<PhoneNumber>),
    Clear(Vec<PhoneNumber>),
    Orders,
    Sync(Guid, Depth),
    SyncLate(Guid),
    Sweep,
    Settle,
    CustomerDeletes(PhoneNumber),
    CustomerAssigns(PhoneNumber),
    Appears(Guid, PhoneNumber),
    Moves(PhoneNumber),
    Unlucky(PhoneNumber),
    Fault(Fault),
}

#[test]
fn the_life_of_a_number_is_as_the_oracle_says() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let sequences: u64 = number("NUMBERLINE_LIFE_SEQUENCES").unwrap_or(2_000);
    let first: u64 = number("NUMBERLINE_LIFE_SEED").unwrap_or(1);
    let mut seeds = first..first + sequences;
    while !seeds.is_empty() {
        let together: Vec<u64> = seeds.by_ref().take(usize::try_from(TOGETHER).unwrap()).collect();
        let stage = Stage::with(Settings {
            lease: Duration::from_secs(600),
            pause: Duration::ZERO,
            deadline: Duration::from_secs(3600),
            ..Settings::default()
        });
        for seed in together {
            Play::new(&stage, seed).play();
        }
        stage.assert_checked();
    }
}

struct Play<'s> {
    stage: &'s Stage,
    seed: u64,
    random: Random,
    tenants: [Guid; 2],
    accounts: [AccountName; 2],
    phones: Vec<PhoneNumber>,
    steps: Vec<Step>,
    left: u64,
}

impl<'s> Play<'s> {
    fn new(stage: &'s Stage, seed: u64) -> Self {
        let tenants = [1, 2].map(|tenant| Guid::from_u128(u128::from(seed) << 8 | tenant));
        let accounts = tenants.map(|tenant| AccountName::parse(&tenant.to_string()).unwrap());
        {
            let mut world = stage.upstream.world();
            world.numbers.clear();
            world.effects.clear();
            world.faults.clear();
            world.unlucky.clear();
            world.accounts.clear();
            world.accounts.extend(accounts.iter().cloned().zip(tenants));
        }
        numberline_service::job::sync::discover_accounts(&stage.jobs).unwrap();
        let phones = (0..PHONES).map(|last| PhoneNumber::from_digits(441_630_000_000 + seed * PHONES + last).unwrap());
        let phones = phones.collect();
        Self { stage, seed, random: Random::new(seed), tenants, accounts, phones, steps: Vec::new(), left: 0 }
    }

    fn play(mut self) {
        for _ in 0..STEPS {
            let step = self.choose();
            self.steps.push(step.clone());
            self.take(&step);
        }
        self.come_to_rest();
    }

    fn phone(&mut self) -> PhoneNumber {
        self.phones[usize::try_from(self.random.below(PHONES)).unwrap()]
    }

    fn some(&mut self) -> Vec<PhoneNumber> {
        let count = 1 + self.random.below(3);
        let some: BTreeSet<PhoneNumber> = (0..count).map(|_| self.phone()).collect();
        some.into_iter().collect()
    }

    fn tenant(&mut self) -> Guid {
        self.tenants[usize::try_from(self.random.below(4) / 3).unwrap()]
    }

    fn choose(&mut self) -> Step {
        match self.random.below(30) {
            0..=4 => Step::Upload(self.tenant(), self.some()),
            5 | 6 => Step::Release(self.tenant(), self.some()),
            7 => Step::Unassign(self.tenant(), self.some()),
            8 => Step::Approve(self.some()),
            9 => Step::Clear(self.some()),
            10..=13 => Step::Orders,
            14..=16 => Step::Sync(self.tenant(), Depth::Full),
            17 | 18 => Step::Sync(self.tenant(), Depth::Awaited),
            19 => Step::Sweep,
            20..=22 => Step::Settle,
            23 | 24 => Step::CustomerDeletes(self.phone()),
            25 => Step::CustomerAssigns(self.phone()),
            26 => Step::Appears(self.tenant(), self.phone()),
            27 => match self.random.below(2) {
                0 => Step::Moves(self.phone()),
                _ => Step::Unlucky(self.phone()),
            },
            _ => Step::Fault(self.fault()),
        }
    }

    fn fault(&mut self) -> Fault {
        const FAULTS: [Fault; 10] = [
            Fault::Unavailable,
            Fault::LostBefore,
            Fault::LostAfter,
            Fault::Broken,
            Fault::Refused,
            Fault::Malformed,
            Fault::HalfPage,
            Fault::RepeatedRow,
            Fault::CrashBefore,
            Fault::CrashAfter,
        ];
        FAULTS[usize::try_from(self.random.below(10)).unwrap()]
    }

    fn account(&self, tenant: Guid) -> &AccountName {
        &self.accounts[usize::from(tenant == self.tenants[1])]
    }

    fn rows(&self) -> BTreeMap<PhoneNumber, Held> {
        let mut rows = self.stage.rows();
        rows.retain(|phone, _| self.phones.contains(phone));
        rows
    }

    fn take(&mut self, step: &Step) {
        let before = self.rows();
        let has_fault = !self.stage.upstream.world().faults.is_empty();
        // A crash is a panic without a word: what it leaves behind is what a kill would.
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| self.act(step))) {
            if !is_crash(&*panic) {
                resume_unwind(panic);
            }
            self.stage.expire_leases();
        }
        let after = self.rows();
        for phone in self.phones.clone() {
            let (before, after) = (before.get(&phone), after.get(&phone));
            self.assert_legal(step, phone, before, after);
            if *step == Step::Sweep {
                self.assert_checked(phone, before, after, has_fault);
            } else if !matches!(step, Step::Orders) {
                assert_same_check(before, after, &format!("{phone} after {step:?}: {}", self.story()));
            }
            let has_left = before.is_some_and(|before| after.is_none_or(|after| after.tenant != before.tenant));
            self.left += u64::from(has_left);
        }
    }

    fn act(&self, step: &Step) {
        let stage = self.stage;
        match step {
            // A refusal is an answer like any other: nothing may have changed, which is looked at.
            Step::Upload(tenant, phones) => drop(stage.upload(*tenant, phones)),
            Step::Release(tenant, phones) => drop(stage.release(*tenant, phones)),
            Step::Unassign(tenant, phones) => drop(stage.unassign(*tenant, phones)),
            Step::Approve(phones) => drop(stage.approve(phones)),
            Step::Clear(phones) => drop(stage.clear(phones)),
            Step::Orders => stage.orders(),
            Step::Sync(tenant, depth) => drop(stage.sync(*tenant, *depth)),
            Step::SyncLate(tenant) => drop(stage.sync_late(*tenant)),
            Step::Sweep => drop(stage.sweep()),
            Step::Settle => stage.upstream.world().settle(),
            Step::CustomerDeletes(phone) => drop(stage.upstream.world().numbers.remove(phone)),
            Step::CustomerAssigns(phone) => {
                if let Some(row) = stage.upstream.world().numbers.get_mut(phone) {
                    row.assignment =
                        if row.assignment == "unassigned" { "userAssigned" } else { "unassigned" }.to_owned();
                }
            }
            Step::Appears(tenant, phone) => {
                let mut world = stage.upstream.world();
                if !world.numbers.contains_key(phone) {
                    world.appear(self.account(*tenant), *phone);
                }
            }
            Step::Moves(phone) => {
                let mut world = stage.upstream.world();
                if let Some(row) = world.numbers.get_mut(phone) {
                    let other = usize::from(row.account == self.accounts[0]);
                    row.account = self.accounts[other].clone();
                }
            }
            Step::Unlucky(phone) => stage.upstream.world().unlucky.push(*phone),
            Step::Fault(fault) => stage.upstream.world().faults.push_back(*fault),
        }
    }

    /// Whether the step may lead a number from here to there, as the contract's graph and the upstream's world have it.
    fn assert_legal(&self, step: &Step, phone: PhoneNumber, before: Option<&Held>, after: Option<&Held>) {
        let at = |held: Option<&Held>| held.map(|held| (held.tenant, held.status));
        let (from, to) = (at(before), at(after));
        if from == to {
            return;
        }
        let world = self.stage.upstream.world();
        let there = world.numbers.get(&phone);
        let is_ready_for =
            |tenant: Guid| there.is_some_and(|row| row.state == State::Synced && row.account == *self.account(tenant));
        let is_absent_for = |tenant: Guid| there.is_none_or(|row| row.account != *self.account(tenant));
        let status = |held: Option<(Guid, Status)>| held.map(|(_, status)| status);
        let is_legal = match step {
            Step::Upload(tenant, phones) => {
                phones.contains(&phone) && from.is_none() && to == Some((*tenant, Status::PendingFirstSync))
            }
            Step::Release(tenant, phones) => {
                let expected =
                    [from, to] == [Status::Active, Status::ReleaseRequested].map(|status| Some((*tenant, status)));
                phones.contains(&phone) && expected
            }
            Step::Approve(phones) => {
                let moved =
                    (status(from), status(to)) == (Some(Status::MarkedForRemoval), Some(Status::ReadyForRemoval));
                phones.contains(&phone) && moved
            }
            Step::Clear(phones) => {
                let moved = (status(from), status(to)) == (Some(Status::MarkedForRemoval), Some(Status::Active));
                phones.contains(&phone) && moved
            }
            Step::Orders => (status(from), status(to)) == (Some(Status::ReleaseRequested), Some(Status::Active)),
            Step::Sync(tenant, _) | Step::SyncLate(tenant) => match (from, to) {
                (None, Some((to, Status::Active))) => to == *tenant && is_ready_for(to),
                (Some((from, Status::PendingFirstSync | Status::MarkedForRemoval)), Some((to, Status::Active)))
                    if from == to =>
                {
                    to == *tenant && is_ready_for(to)
                }
                (Some((from, Status::Active)), Some((to, Status::MarkedForRemoval))) => {
                    from == to && to == *tenant && is_absent_for(to)
                }
                (Some((from, Status::PendingFirstSync | Status::ReleaseRequested | Status::ReadyForRemoval)), None) => {
                    from == *tenant && is_absent_for(from)
                }
                (Some((from, _)), Some((to, Status::Active))) => from != to && to == *tenant && is_ready_for(to),
                _ => false,
            },
            Step::Unassign(..)
            | Step::Sweep
            | Step::Settle
            | Step::CustomerDeletes(_)
            | Step::CustomerAssigns(_)
            | Step::Appears(..)
            | Step::Moves(_)
            | Step::Unlucky(_)
            | Step::Fault(_) => false,
        };
        assert!(is_legal, "{phone} went from {from:?} to {to:?} by {step:?}; upstream {there:?}: {}", self.story());
    }

    /// What a sweep says of a number: what its customer's directory says, or that it failed and nothing more.
    fn assert_checked(&self, phone: PhoneNumber, before: Option<&Held>, after: Option<&Held>, has_fault: bool) {
        let (Some(before), Some(after)) = (before, after) else { return };
        let story = || format!("{phone}: {before:?} {after:?}: {}", self.story());
        if before.status != Status::Active {
            assert_same_check(Some(before), Some(after), &story());
            return;
        }
        let world = self.stage.upstream.world();
        let there = world.numbers.get(&phone).filter(|row| row.account == *self.account(before.tenant));
        match after.aslv_code {
            Some(200) => {
                let word = our_word(&there.unwrap().assignment).0;
                assert_eq!(after.assignment.as_ref(), Some(&word), "{}", story());
                let is_other = before.assignment.as_ref() != Some(&word);
                if after.asticks != before.asticks {
                    assert!(after.aslcht > before.aslcht, "{}", story());
                    let aslsct = if is_other { after.aslcht } else { before.aslsct };
                    assert_eq!(after.aslsct, aslsct, "{}", story());
                }
            }
            code => {
                assert!(has_fault || code == Some(404) && there.is_none(), "{}", story());
                let (aslv_code, asticks) = (before.aslv_code, before.asticks);
                assert_eq!(Held { aslv_code, asticks, ..after.clone() }, *before, "{}", story());
            }
        }
    }

    /// Nothing goes wrong any more: everything ends, and both sides agree.
    fn come_to_rest(&mut self) {
        {
            let mut world = self.stage.upstream.world();
            world.faults.clear();
            world.unlucky.clear();
        }
        for _ in 0..5 {
            let tenants = self.tenants;
            for step in [Step::Orders, Step::Settle, Step::SyncLate(tenants[0]), Step::SyncLate(tenants[1])] {
                self.steps.push(step.clone());
                self.take(&step);
            }
            self.take(&Step::Orders);
        }
        let rows = self.rows();
        let (world, stage) = (self.stage.upstream.world(), self.stage);
        assert_eq!((stage.open_tasks(), stage.held()), (Vec::new(), 0), "{}", self.story());
        for phone in &self.phones {
            let held = rows.get(phone).map(|held| (held.tenant, held.status));
            let is_right = match world.numbers.get(phone) {
                Some(row) if row.state == State::Synced => held
                    .is_some_and(|(tenant, status)| *self.account(tenant) == row.account && status == Status::Active),
                Some(_) => held.is_some(),
                None => matches!(held, None | Some((_, Status::MarkedForRemoval | Status::PendingFirstSync))),
            };
            assert!(is_right, "{phone} is {held:?}, upstream {:?}: {}", world.numbers.get(phone), self.story());
        }
        drop(world);
        self.assert_ordered_once();
        assert_eq!(stage.released(&self.phones), self.left, "{}", self.story());
    }

    /// Every order had its effect once, and no entry more than one.
    fn assert_ordered_once(&self) {
        let effects = self.stage.upstream.world().effects.clone();
        let requests: BTreeSet<Guid> = effects.iter().map(|effect| effect.request).collect();
        assert_eq!(requests.len(), effects.len(), "{}", self.story());
        let mut wanted: BTreeMap<(PhoneNumber, bool), usize> = BTreeMap::new();
        for task in self.stage.tasks(None) {
            let is_deletion = matches!(task.kind, TaskKind::Release | TaskKind::Removal);
            for entry in self.stage.entries(task.id) {
                *wanted.entry((entry.phone, is_deletion)).or_default() += 1;
            }
        }
        let mut sent: BTreeMap<(PhoneNumber, bool), usize> = BTreeMap::new();
        for effect in &effects {
            for phone in &effect.phones {
                *sent.entry((*phone, effect.is_deletion)).or_default() += 1;
            }
        }
        for (what, count) in sent {
            let wanted = wanted.get(&what).copied().unwrap_or_default();
            assert!(count <= wanted, "{what:?} was ordered {count} times for {wanted} entries: {}", self.story());
        }
    }

    fn story(&self) -> String {
        format!("seed {}, {:#?}", self.seed, self.steps)
    }
}

/// Whatever happens besides a check leaves what checks found.
fn assert_same_check(before: Option<&Held>, after: Option<&Held>, story: &str) {
    let (Some(before), Some(after)) = (before, after) else { return };
    if before.tenant == after.tenant {
        let check = |held: &Held| (held.aslcht, held.aslsct, held.aslv_code, held.asticks, held.assignment.clone());
        assert_eq!(check(before), check(after), "{story}");
    }
}
