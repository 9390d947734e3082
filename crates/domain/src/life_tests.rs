//! Claims about the life of a number: the documented graph, and nothing else.

use super::*;
use Status::{Active, MarkedForRemoval, PendingFirstSync, ReadyForRemoval, ReleaseRequested};

fn standings() -> impl Iterator<Item = Standing> {
    std::iter::once(Standing::Absent).chain(Status::ALL.map(Standing::Listed))
}

/// The moves that change something, as the documents list them.
const GRAPH: [(Standing, Event, Standing); 17] = [
    (Standing::Absent, Event::Uploaded, Standing::Listed(PendingFirstSync)),
    (Standing::Absent, Event::SeenUpstream, Standing::Listed(Active)),
    (Standing::Listed(PendingFirstSync), Event::SeenUpstream, Standing::Listed(Active)),
    (Standing::Listed(PendingFirstSync), Event::ReleaseCompleted, Standing::Absent),
    (Standing::Listed(PendingFirstSync), Event::SeenElsewhere, Standing::Absent),
    (Standing::Listed(Active), Event::ReleaseRequested, Standing::Listed(ReleaseRequested)),
    (Standing::Listed(Active), Event::MissingUpstream, Standing::Listed(MarkedForRemoval)),
    (Standing::Listed(Active), Event::SeenElsewhere, Standing::Absent),
    (Standing::Listed(ReleaseRequested), Event::ReleaseCompleted, Standing::Absent),
    (Standing::Listed(ReleaseRequested), Event::ReleaseRefused, Standing::Listed(Active)),
    (Standing::Listed(ReleaseRequested), Event::SeenElsewhere, Standing::Absent),
    (Standing::Listed(MarkedForRemoval), Event::RemovalCleared, Standing::Listed(Active)),
    (Standing::Listed(MarkedForRemoval), Event::SeenUpstream, Standing::Listed(Active)),
    (Standing::Listed(MarkedForRemoval), Event::RemovalApproved, Standing::Listed(ReadyForRemoval)),
    (Standing::Listed(MarkedForRemoval), Event::SeenElsewhere, Standing::Absent),
    (Standing::Listed(ReadyForRemoval), Event::RemovalCompleted, Standing::Absent),
    (Standing::Listed(ReadyForRemoval), Event::SeenElsewhere, Standing::Absent),
];

#[test]
fn the_moves_are_those_of_the_documented_graph() {
    let mut moves = Vec::new();
    for standing in standings() {
        for event in Event::ALL {
            match standing.after(event) {
                Ok(next) if next != standing => moves.push((standing, event, next)),
                Ok(_) | Err(_) => {}
            }
        }
    }
    assert_eq!(moves.len(), GRAPH.len());
    for step in GRAPH {
        assert!(moves.contains(&step), "{step:?}");
    }
}

#[test]
fn a_refused_move_names_from_and_to() {
    let refused = Standing::Listed(ReadyForRemoval).after(Event::RemovalCleared).unwrap_err();
    assert_eq!(refused.to_string(), "a number that is ReadyForRemoval cannot become Active");
    let refused = Standing::Absent.after(Event::ReleaseRequested).unwrap_err();
    assert_eq!((refused.from, refused.to), (Standing::Absent, Standing::Listed(ReleaseRequested)));
}

#[test]
fn what_is_repeated_finds_its_work_done() {
    for (event, then) in [
        (Event::RemovalApproved, Standing::Listed(ReadyForRemoval)),
        (Event::RemovalCleared, Standing::Listed(Active)),
        (Event::SeenUpstream, Standing::Listed(Active)),
        (Event::MissingUpstream, Standing::Listed(MarkedForRemoval)),
        (Event::ReleaseCompleted, Standing::Absent),
        (Event::RemovalCompleted, Standing::Absent),
    ] {
        assert_eq!(then.after(event), Ok(then), "{event:?}");
    }
}
