//! The oracle: where a step may lead a number, and what a sweep may change, as the contract has it.

use crate::model::{Play, Step};
use crate::stage::Held;
use crate::upstream::{State, our_word};
use numberline_domain::{Guid, PhoneNumber, Status};

impl Play<'_> {
    /// Whether the step may lead a number from here to there, as the contract's graph and the upstream's world have it.
    pub(crate) fn assert_legal(&self, step: &Step, phone: PhoneNumber, before: Option<&Held>, after: Option<&Held>) {
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
    pub(crate) fn assert_checked(
        &self,
        phone: PhoneNumber,
        before: Option<&Held>,
        after: Option<&Held>,
        has_fault: bool,
    ) {
        let (Some(before), Some(after)) = (before, after) else { return };
        let story = || format!("{phone}: {before:?} {after:?}: {}", self.story());
        if before.status != Status::Active {
            assert_same_check(Some(before), Some(after), story);
            return;
        }
        if after.asticks == before.asticks {
            // The sweep broke off before it came to this number.
            assert!(has_fault, "{}", story());
            assert_eq!(after, before, "{}", story());
            return;
        }
        let world = self.stage.upstream.world();
        let there = world.numbers.get(&phone).filter(|row| row.account == *self.account(before.tenant));
        match after.aslv_code {
            Some(200) => {
                let word = our_word(&there.unwrap().assignment).0;
                assert_eq!(after.assignment.as_ref(), Some(&word), "{}", story());
                let is_other = before.assignment.as_ref() != Some(&word);
                assert!(after.aslcht > before.aslcht, "{}", story());
                let aslsct = if is_other { after.aslcht } else { before.aslsct };
                assert_eq!(after.aslsct, aslsct, "{}", story());
            }
            code => {
                assert!(has_fault || code == Some(404) && there.is_none(), "{}", story());
                let (aslv_code, asticks) = (before.aslv_code, before.asticks);
                assert_eq!(Held { aslv_code, asticks, ..after.clone() }, *before, "{}", story());
            }
        }
    }
}

/// Whatever happens besides a check leaves what checks found.
pub(crate) fn assert_same_check(before: Option<&Held>, after: Option<&Held>, story: impl Fn() -> String) {
    let (Some(before), Some(after)) = (before, after) else { return };
    if before.tenant == after.tenant {
        let check = |held: &Held| (held.aslcht, held.aslsct, held.aslv_code, held.asticks, held.assignment.clone());
        assert_eq!(check(before), check(after), "{}", story());
    }
}
