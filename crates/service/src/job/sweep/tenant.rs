//! The checks of one tenant's numbers.

use super::add;
use crate::job::Interrupted;
use crate::job::context::{Held, Jobs};
use crate::observation::check::{self, Batch};
use hashbrown::HashSet;
use numberline_domain::{Guid, PhoneNumber, Scope, Status, StatusFilter, TaskId, Ticks};
use numberline_inventory::Selection;
use numberline_store::sweep;
use numberline_upstream::{Check, Failure, Lost, Upstream, Walk};

/// Checks written at once.
const TOGETHER: usize = 2_000;
/// Numbers read from the inventory under one lock.
const SLICE: u64 = 20_000;
/// So many numbers are asked for one by one; for more of them the tenant's list is read.
const ONE_BY_ONE: usize = 20;

/// A sweep under way.
pub(super) struct Sweep<'a> {
    pub(super) jobs: &'a Jobs,
    pub(super) held: &'a Held<'a>,
    pub(super) upstream: &'a dyn Upstream,
    pub(super) task: TaskId,
    pub(super) asticks: i64,
    /// Only these; empty for all.
    pub(super) numbers: HashSet<PhoneNumber>,
    /// Only those whose last successful check was before.
    pub(super) checked_before: Option<Ticks>,
}

impl Sweep<'_> {
    /// Checks a tenant's active numbers that this sweep has not checked yet.
    pub(super) fn check(&self, tenant: u32, guid: Guid) -> Result<(), Interrupted> {
        let mut wanted = self.wanted(guid)?;
        let mut waiting: Vec<(PhoneNumber, Check)> = Vec::with_capacity(TOGETHER);
        let are_few = (1..=ONE_BY_ONE).contains(&self.numbers.len());
        let read = if are_few { Ok(()) } else { self.read_list(tenant, guid, &mut wanted, &mut waiting)? };
        let mut left: Vec<PhoneNumber> = wanted.into_iter().collect();
        left.sort_unstable();
        for phone in left {
            self.held.touch()?;
            let check = match &read {
                Err(failure) => Check::Failed(failure.aslv_code()),
                Ok(()) => {
                    let answer = self.upstream.assignment(guid, phone);
                    stop_if_stopped(answer.as_ref().err())?;
                    Check::of(&answer)
                }
            };
            waiting.push((phone, check));
            if waiting.len() >= TOGETHER {
                self.write(tenant, &mut waiting)?;
            }
        }
        self.write(tenant, &mut waiting)
    }

    /// The numbers to be checked, as the inventory has them.
    fn wanted(&self, guid: Guid) -> Result<HashSet<PhoneNumber>, Interrupted> {
        let this = self.jobs.read(|tx| sweep::find_id(tx, self.asticks))?;
        let scope = Scope::All;
        let selection = Selection { scope: &scope, tenant: Some(guid), filter: StatusFilter::Only(Status::Active) };
        let (mut wanted, mut skip) = (HashSet::new(), 0);
        loop {
            self.jobs.go_on()?;
            let visited = self.jobs.service.shared.inventory().numbers(&selection, skip, SLICE, |_, number| {
                let is_this = self.numbers.is_empty() || self.numbers.contains(&number.phone);
                let is_old = self.checked_before.is_none_or(|before| number.aslcht.is_none_or(|at| at < before));
                if is_this && is_old && this.is_none_or(|this| number.sweep != this) {
                    wanted.insert(number.phone);
                }
            });
            skip += visited;
            if visited < SLICE {
                return Ok(wanted);
            }
        }
    }

    /// Checks by the tenant's list, and takes those that it had out of `wanted`. The inner result says why the list could
    /// not be read to its end: then the same can be said of every number that it did not have.
    fn read_list(
        &self,
        tenant: u32,
        guid: Guid,
        wanted: &mut HashSet<PhoneNumber>,
        waiting: &mut Vec<(PhoneNumber, Check)>,
    ) -> Result<Result<(), Failure>, Interrupted> {
        if wanted.is_empty() {
            return Ok(Ok(()));
        }
        let (mut walk, mut link) = (Walk::default(), None);
        loop {
            self.held.touch()?;
            let page = match self.upstream.assignments(guid, link.as_ref()) {
                Ok(page) => page,
                Err(failure) => {
                    stop_if_stopped(Some(&failure))?;
                    return Ok(Err(failure));
                }
            };
            for row in &page.assignments {
                if wanted.remove(&row.phone) {
                    waiting.push((row.phone, row.check()));
                }
            }
            if waiting.len() >= TOGETHER {
                self.write(tenant, waiting)?;
            }
            let Some(next) = page.next else { return Ok(Ok(())) };
            // A list that turns in a circle: what it did not have is asked for one by one.
            if walk.step(&next).is_err() {
                return Ok(Ok(()));
            }
            link = Some(next);
        }
    }

    fn write(&self, tenant: u32, waiting: &mut Vec<(PhoneNumber, Check)>) -> Result<(), Interrupted> {
        if waiting.is_empty() {
            return Ok(());
        }
        let at = self.jobs.now();
        let batch = Batch { tenant, checks: waiting, at, sweep: self.asticks, task: Some(self.task) };
        let counts = self.held.write(|tx| {
            let counts = check::write(tx, &batch)?;
            add(tx, self.task, &counts)?;
            Ok(counts)
        })?;
        self.jobs.figures().checks.add(counts.checked);
        waiting.clear();
        Ok(())
    }
}

/// A check that broke off because the program stops says nothing of the number.
fn stop_if_stopped(failure: Option<&Failure>) -> Result<(), Interrupted> {
    match failure {
        Some(Failure::OutcomeUnknown(Lost::Stopped)) => Err(Interrupted::Stopped),
        Some(_) | None => Ok(()),
    }
}
