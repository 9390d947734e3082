//! Claims about the judgement of what is seen: every verdict is a move that the life of a number knows.

use super::*;

const SIGHTS: [Sight; 4] = [Sight::Ready, Sight::OnItsWay, Sight::Refused, Sight::Absent];

fn works() -> impl Iterator<Item = Option<Work>> {
    let kinds = TaskKind::ALL.iter().copied();
    let all = kinds.flat_map(|kind| {
        let states = EntryState::ALL.iter().copied().filter(|state| !state.is_final());
        states.flat_map(move |state| [false, true].map(|is_overdue| Some(Work { kind, state, is_overdue })))
    });
    std::iter::once(None).chain(all)
}

#[test]
fn every_verdict_is_a_move_that_the_life_of_a_number_knows() {
    let statuses = Status::ALL.into_iter().map(Whereabouts::Here);
    for place in [Whereabouts::Nowhere, Whereabouts::Elsewhere].into_iter().chain(statuses) {
        for sight in SIGHTS {
            for work in works() {
                assert!(is_legal(place, work, judge(place, sight, work)), "{place:?} {sight:?} {work:?}");
            }
        }
    }
}

#[test]
fn a_number_whose_deletion_was_not_taken_yet_does_not_leave() {
    for status in [Status::ReleaseRequested, Status::ReadyForRemoval, Status::PendingFirstSync] {
        for kind in [TaskKind::Release, TaskKind::Removal] {
            for state in [EntryState::Waiting, EntryState::Ordered] {
                let work = Some(Work { kind, state, is_overdue: true });
                assert_eq!(judge(Whereabouts::Here(status), Sight::Absent, work), Verdict::NOTHING);
            }
        }
    }
}

#[test]
fn what_is_under_way_changes_nothing() {
    for status in Status::ALL {
        for work in works() {
            assert_eq!(judge(Whereabouts::Here(status), Sight::OnItsWay, work), Verdict::NOTHING);
        }
    }
}

#[test]
fn a_release_is_refused_only_after_its_time() {
    let work = |is_overdue| Some(Work { kind: TaskKind::Release, state: EntryState::Accepted, is_overdue });
    let released = Whereabouts::Here(Status::ReleaseRequested);
    assert_eq!(judge(released, Sight::Ready, work(false)), Verdict::NOTHING);
    assert_eq!(
        judge(released, Sight::Ready, work(true)),
        Verdict::both(Event::ReleaseRefused, End::Failed(STILL_THERE))
    );
}

#[test]
fn what_microsoft_deleted_on_our_order_leaves_whatever_a_file_says_of_it() {
    for (kind, event) in [(TaskKind::Release, Event::ReleaseCompleted), (TaskKind::Removal, Event::RemovalCompleted)] {
        let work = Some(Work { kind, state: EntryState::Accepted, is_overdue: false });
        for status in [Status::Active, Status::MarkedForRemoval] {
            let verdict = judge(Whereabouts::Here(status), Sight::Absent, work);
            assert_eq!(verdict, Verdict::both(event, End::Done), "{status} {kind}");
        }
        for status in Status::ALL {
            let verdict = judge(Whereabouts::Here(status), Sight::Absent, work);
            assert_eq!(verdict.event.map(Event::aim), Some(Standing::Absent), "{status} {kind}");
        }
    }
}

#[test]
fn a_deletion_that_is_overdue_ends_whatever_a_file_says_of_its_number() {
    for kind in [TaskKind::Release, TaskKind::Removal] {
        let work = |is_overdue| Some(Work { kind, state: EntryState::Accepted, is_overdue });
        for status in Status::ALL {
            for (sight, end) in [(Sight::Ready, End::Failed(STILL_THERE)), (Sight::Refused, End::FailedAsTold)] {
                let place = Whereabouts::Here(status);
                assert_eq!(judge(place, sight, work(true)).end, Some(end), "{status} {sight:?} {kind}");
                assert_eq!(judge(place, sight, work(false)).end, None, "{status} {sight:?} {kind}");
            }
        }
    }
}

#[test]
fn an_unassignment_ends_when_its_number_is_not_there_whatever_a_file_says_of_it() {
    for state in [EntryState::Waiting, EntryState::Ordered, EntryState::Accepted] {
        for status in Status::ALL {
            let work = Some(Work { kind: TaskKind::Unassign, state, is_overdue: false });
            let verdict = judge(Whereabouts::Here(status), Sight::Absent, work);
            assert_eq!(verdict.end, Some(End::Failed(NOT_THERE)), "{status} {state}");
        }
    }
}
