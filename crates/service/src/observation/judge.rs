//! What an observation means to a number: which event of its life it is, and how the entry that waits for it ends.

use numberline_domain::{EntryState, Event, Standing, Status, TaskKind};

/// What is seen of a number, apart from its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// It is ready for use.
    Ready,
    /// It is there, and something is under way.
    OnItsWay,
    /// It is there, and what was ordered for it failed.
    Refused,
    /// It is not there.
    Absent,
}

/// An operation that works on the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work {
    /// What it does.
    pub(crate) kind: TaskKind,
    /// How the number's entry stands.
    pub(crate) state: EntryState,
    /// Whether Microsoft took the order longer ago than such an order takes.
    pub(crate) is_overdue: bool,
}

/// Where a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// Not with us.
    Nowhere,
    /// With another tenant than the one in whose account it is seen.
    Elsewhere,
    /// Here, with this status.
    Here(Status),
}

/// How an entry ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// What was asked for is done.
    Done,
    /// It failed; the code says why.
    Failed(&'static str),
    /// It failed with the code that Microsoft gave.
    FailedAsTold,
}

/// What an observation means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Verdict {
    /// What happens to the number.
    pub(crate) event: Option<Event>,
    /// How the entry that works on it ends.
    pub(crate) end: Option<End>,
}

impl Verdict {
    const NOTHING: Self = Self { event: None, end: None };

    const fn event(event: Event) -> Self {
        Self { event: Some(event), end: None }
    }

    const fn end(end: End) -> Self {
        Self { event: None, end: Some(end) }
    }

    const fn both(event: Event, end: End) -> Self {
        Self { event: Some(event), end: Some(end) }
    }
}

/// Microsoft kept the number although it took the order to delete it.
pub(crate) const STILL_THERE: &str = "still-at-microsoft";
/// Microsoft does not have the number although it took the order for it.
pub(crate) const NOT_THERE: &str = "not-at-microsoft";
/// The number is another tenant's now.
pub(crate) const MOVED: &str = "moved-to-another-tenant";

/// Judges. The event is one that the number's life knows: see [`Standing::after`].
pub(crate) fn judge(place: Whereabouts, sight: Sight, work: Option<Work>) -> Verdict {
    let verdict = match place {
        Whereabouts::Nowhere => match sight {
            Sight::Ready => Verdict::event(Event::SeenUpstream),
            Sight::OnItsWay | Sight::Refused | Sight::Absent => Verdict::NOTHING,
        },
        Whereabouts::Elsewhere => match sight {
            Sight::Ready => Verdict { event: Some(Event::SeenElsewhere), end: work.map(|work| moved(work.kind)) },
            Sight::OnItsWay | Sight::Refused | Sight::Absent => Verdict::NOTHING,
        },
        Whereabouts::Here(status) => match sight {
            Sight::Ready => ready(status, work),
            Sight::OnItsWay => Verdict::NOTHING,
            Sight::Refused => refused(status, work),
            Sight::Absent => absent(status, work),
        },
    };
    debug_assert!(is_legal(place, work, verdict), "{place:?} {sight:?} {work:?} leads to {verdict:?}");
    verdict
}

/// What was to be taken away from this tenant is gone; what was to be done with it here cannot be done any longer.
const fn moved(kind: TaskKind) -> End {
    match kind {
        TaskKind::Release | TaskKind::Removal => End::Done,
        TaskKind::Upload | TaskKind::Unassign | TaskKind::Sweep => End::Failed(MOVED),
    }
}

fn ready(status: Status, work: Option<Work>) -> Verdict {
    match status {
        Status::PendingFirstSync => match work {
            Some(Work { kind: TaskKind::Upload, .. }) => Verdict::both(Event::SeenUpstream, End::Done),
            Some(_) if is_refused_deletion(work) => Verdict::end(End::Failed(STILL_THERE)),
            // It is being withdrawn.
            Some(Work { kind: TaskKind::Release, .. }) => Verdict::NOTHING,
            Some(_) | None => Verdict::event(Event::SeenUpstream),
        },
        Status::Active | Status::MarkedForRemoval if is_refused_deletion(work) => {
            Verdict::both(Event::SeenUpstream, End::Failed(STILL_THERE))
        }
        Status::Active | Status::MarkedForRemoval => Verdict::event(Event::SeenUpstream),
        Status::ReleaseRequested if is_refused_deletion(work) => {
            Verdict::both(Event::ReleaseRefused, End::Failed(STILL_THERE))
        }
        Status::ReadyForRemoval if is_refused_deletion(work) => Verdict::end(End::Failed(STILL_THERE)),
        Status::ReleaseRequested | Status::ReadyForRemoval => Verdict::NOTHING,
    }
}

fn refused(status: Status, work: Option<Work>) -> Verdict {
    match status {
        Status::PendingFirstSync => match work {
            Some(Work { kind: TaskKind::Upload, state: EntryState::Accepted, .. }) => Verdict::end(End::FailedAsTold),
            Some(_) if is_refused_deletion(work) => Verdict::end(End::FailedAsTold),
            Some(_) | None => Verdict::NOTHING,
        },
        Status::ReleaseRequested if is_refused_deletion(work) => {
            Verdict::both(Event::ReleaseRefused, End::FailedAsTold)
        }
        Status::Active | Status::MarkedForRemoval | Status::ReadyForRemoval if is_refused_deletion(work) => {
            Verdict::end(End::FailedAsTold)
        }
        // It keeps serving as it was.
        Status::Active | Status::MarkedForRemoval | Status::ReleaseRequested | Status::ReadyForRemoval => {
            Verdict::NOTHING
        }
    }
}

fn absent(status: Status, work: Option<Work>) -> Verdict {
    let is_deleted = |work: Option<Work>| work.is_none_or(|work| work.state == EntryState::Accepted);
    match (ordered(status, work), work) {
        (Status::Active, Some(Work { kind: TaskKind::Unassign, .. })) => {
            Verdict::both(Event::MissingUpstream, End::Failed(NOT_THERE))
        }
        (_, Some(Work { kind: TaskKind::Unassign, .. })) => Verdict::end(End::Failed(NOT_THERE)),
        (Status::Active, _) => Verdict::event(Event::MissingUpstream),
        (Status::MarkedForRemoval, _) => Verdict::NOTHING,
        (
            Status::PendingFirstSync,
            Some(Work { kind: TaskKind::Release | TaskKind::Removal, state: EntryState::Accepted, .. }),
        ) => Verdict::both(Event::ReleaseCompleted, End::Done),
        (
            Status::PendingFirstSync,
            Some(Work { kind: TaskKind::Upload, state: EntryState::Accepted, is_overdue: true }),
        ) => Verdict::end(End::Failed(NOT_THERE)),
        (Status::PendingFirstSync, _) => Verdict::NOTHING,
        // Without a task of ours it was released, or approved, by another system that the rows came from.
        (Status::ReleaseRequested, _) if is_deleted(work) => {
            Verdict { event: Some(Event::ReleaseCompleted), end: work.map(|_| End::Done) }
        }
        (Status::ReadyForRemoval, _) if is_deleted(work) => {
            Verdict { event: Some(Event::RemovalCompleted), end: work.map(|_| End::Done) }
        }
        (Status::ReleaseRequested | Status::ReadyForRemoval, _) => Verdict::NOTHING,
    }
}

/// The status of a number by what Microsoft was ordered to do with it, and took. A file that was imported since may tell
/// of an earlier one: then the number is as far as the order, not as the file.
const fn ordered(status: Status, work: Option<Work>) -> Status {
    match (status, work) {
        (
            Status::Active | Status::MarkedForRemoval,
            Some(Work { kind: TaskKind::Release, state: EntryState::Accepted, .. }),
        ) => Status::ReleaseRequested,
        (
            Status::Active | Status::MarkedForRemoval,
            Some(Work { kind: TaskKind::Removal, state: EntryState::Accepted, .. }),
        ) => Status::ReadyForRemoval,
        (_, _) => status,
    }
}

/// Whether Microsoft took an order to delete the number so long ago that it must be taken as refused.
fn is_refused_deletion(work: Option<Work>) -> bool {
    work.is_some_and(|work| {
        let is_deletion = matches!(work.kind, TaskKind::Release | TaskKind::Removal);
        is_deletion && work.state == EntryState::Accepted && work.is_overdue
    })
}

fn is_legal(place: Whereabouts, work: Option<Work>, verdict: Verdict) -> bool {
    let standing = match place {
        Whereabouts::Nowhere => Standing::Absent,
        // Which status it has there does not matter to this event.
        Whereabouts::Elsewhere => Standing::Listed(Status::Active),
        Whereabouts::Here(status) => Standing::Listed(ordered(status, work)),
    };
    verdict.event.is_none_or(|event| standing.after(event).is_ok())
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
