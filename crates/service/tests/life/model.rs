//! Random operations, faults and crashes against an oracle of the life of a number: no illegal move, no lost number, no
//! doubled order, and a failed check changes nothing but its code.
//!
//! `NUMBERLINE_LIFE_SEQUENCES` says how many sequences there are, `NUMBERLINE_LIFE_SEED` where they begin; each one's seed
//! stands in what it fails with.

use crate::oracle::assert_same_check;
use crate::random::Random;
use crate::stage::{Held, Stage};
use crate::upstream::{Fault, State, is_crash};
use numberline_domain::{Guid, PhoneNumber, Status, TaskKind};
use numberline_service::job::Settings;
use numberline_service::job::sync::Depth;
use numberline_upstream::AccountName;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const PHONES: u64 = 6;
const STEPS: u64 = 16;
/// After so many rounds without faults everything must be at rest.
const MOST_ROUNDS: u32 = 5;
const THREADS: usize = 6;
/// Sequences that share a database, each with tenants and numbers of its own.
const TOGETHER: u64 = 40;

/// Something that may change where numbers stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
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

const SEQUENCES: u64 = 2_000;

#[test]
fn the_life_of_a_number_is_as_the_oracle_says() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let sequences: u64 = number("NUMBERLINE_LIFE_SEQUENCES").unwrap_or(SEQUENCES);
    let first: u64 = number("NUMBERLINE_LIFE_SEED").unwrap_or(1);
    // Each thread has its own databases: most of the time goes by in waiting for their disks.
    let next = AtomicU64::new(first);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let from = next.fetch_add(TOGETHER, Ordering::Relaxed);
                    if from >= first + sequences {
                        return;
                    }
                    play_all(from..(first + sequences).min(from + TOGETHER));
                }
            });
        }
    });
}

fn play_all(seeds: Range<u64>) {
    let stage = Stage::with(Settings { lease: Duration::from_secs(600), pause: Duration::ZERO, ..Settings::default() });
    for seed in seeds {
        Play::new(&stage, seed).play();
    }
    stage.assert_checked();
}

pub(crate) struct Play<'s> {
    pub(crate) stage: &'s Stage,
    seed: u64,
    random: Random,
    tenants: [Guid; 2],
    accounts: [AccountName; 2],
    phones: Vec<PhoneNumber>,
    steps: Vec<Step>,
    /// As they stood after the last step.
    rows: BTreeMap<PhoneNumber, Held>,
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
        Self {
            stage,
            seed,
            random: Random::new(seed),
            tenants,
            accounts,
            phones,
            steps: Vec::new(),
            rows: BTreeMap::new(),
            left: 0,
        }
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

    pub(crate) fn account(&self, tenant: Guid) -> &AccountName {
        &self.accounts[usize::from(tenant == self.tenants[1])]
    }

    fn rows(&self) -> BTreeMap<PhoneNumber, Held> {
        self.stage.rows_of(&self.phones)
    }

    fn take(&mut self, step: &Step) {
        let before = std::mem::take(&mut self.rows);
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
                assert_same_check(before, after, || format!("{phone} after {step:?}: {}", self.story()));
            }
            let has_left = before.is_some_and(|before| after.is_none_or(|after| after.tenant != before.tenant));
            self.left += u64::from(has_left);
        }
        self.rows = after;
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

    /// Nothing goes wrong any more: everything ends, and both sides agree.
    fn come_to_rest(&mut self) {
        {
            let mut world = self.stage.upstream.world();
            world.faults.clear();
            world.unlucky.clear();
        }
        let (mut restless, mut rounds) = (self.restless(), 0);
        let mut was_at_rest = false;
        // Once at rest, another round changes nothing.
        while rounds < 2 || !(was_at_rest && restless.is_none()) {
            assert!(rounds < MOST_ROUNDS, "{}: {}", restless.unwrap_or_default(), self.story());
            was_at_rest = restless.is_none();
            let tenants = self.tenants;
            for step in [Step::Orders, Step::Settle, Step::SyncLate(tenants[0]), Step::SyncLate(tenants[1])] {
                self.steps.push(step.clone());
                self.take(&step);
            }
            self.take(&Step::Orders);
            (restless, rounds) = (self.restless(), rounds + 1);
            assert!(!was_at_rest || restless.is_none(), "{restless:?} after it was at rest: {}", self.story());
        }
        self.assert_ordered_once();
        assert_eq!(self.stage.released(&self.phones), self.left, "{}", self.story());
    }

    /// What is not at rest: a task, a hold, or a number about which the two sides do not agree.
    fn restless(&self) -> Option<String> {
        let open = self.stage.open_tasks();
        if !open.is_empty() {
            return Some(format!("{open:?} are open"));
        }
        if self.stage.held() > 0 {
            return Some("numbers are held".to_owned());
        }
        let world = self.stage.upstream.world();
        self.phones.iter().find_map(|phone| {
            let held = self.rows.get(phone).map(|held| (held.tenant, held.status));
            let is_right = match world.numbers.get(phone) {
                // A removal that Microsoft did not carry out waits to be tried again.
                Some(row) if row.state == State::Synced => held.is_some_and(|(tenant, status)| {
                    let is_kept = matches!(status, Status::Active | Status::ReadyForRemoval);
                    *self.account(tenant) == row.account && is_kept
                }),
                Some(_) => true,
                None => matches!(held, None | Some((_, Status::MarkedForRemoval | Status::PendingFirstSync))),
            };
            (!is_right).then(|| format!("{phone} is {held:?}, upstream {:?}", world.numbers.get(phone)))
        })
    }

    /// Every order had its effect once, and no entry more than one.
    fn assert_ordered_once(&self) {
        let effects = self.stage.upstream.world().effects.clone();
        let requests: BTreeSet<Guid> = effects.iter().map(|effect| effect.request).collect();
        assert_eq!(requests.len(), effects.len(), "{}", self.story());
        let mut sent: BTreeMap<(PhoneNumber, bool), usize> = BTreeMap::new();
        for effect in &effects {
            for phone in &effect.phones {
                *sent.entry((*phone, effect.is_deletion)).or_default() += 1;
            }
        }
        for (what, count) in sent {
            // What is written is an upload's or an unassignment's; what is deleted a release's or a removal's.
            let (phone, is_deletion) = what;
            let kinds = if is_deletion {
                [TaskKind::Release, TaskKind::Removal]
            } else {
                [TaskKind::Upload, TaskKind::Unassign]
            };
            let wanted = self.stage.entries_of(phone, kinds);
            assert!(count <= wanted, "{what:?} was ordered {count} times for {wanted} entries: {}", self.story());
        }
    }

    pub(crate) fn story(&self) -> String {
        format!("seed {}, {:#?}", self.seed, self.steps)
    }
}
