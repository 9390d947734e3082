//! Writers that overlap: the number of a commit has no gaps and is the order of the commits.

use crate::support::{Fixture, added, author, log, log_only};
use numberline_store::{Error, Seq, change, check, head};
use std::sync::Barrier;
use std::thread;

const WRITERS: u32 = 16;
const COMMITS: i64 = 8;

#[test]
fn the_log_of_sixteen_overlapping_writers_has_no_gap() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let start = Barrier::new(usize::try_from(WRITERS).unwrap());
    let written: Vec<Vec<Seq>> = thread::scope(|scope| {
        let writers: Vec<_> = (1..=WRITERS)
            .map(|writer| {
                scope.spawn({
                    let (fixture, start) = (&fixture, &start);
                    move || {
                        // Each has a handle of its own, as processes would: only the file is between them.
                        let database = fixture.open();
                        start.wait();
                        (0..COMMITS)
                            .map(|id| {
                                let commit = database.write(&author(), |tx| {
                                    (0..100).for_each(|_| thread::yield_now());
                                    tx.log(added(writer, &[id]));
                                    Ok::<_, Error>(())
                                });
                                commit.unwrap().seq
                            })
                            .collect()
                    }
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });

    assert!(written.iter().all(|seqs| seqs.is_sorted()), "a writer's own commits are in order");
    let mut all: Vec<u64> = written.iter().flatten().map(|seq| seq.0).collect();
    all.sort_unstable();
    let expected: Vec<u64> = (1..=u64::from(WRITERS) * COMMITS.unsigned_abs()).collect();
    assert_eq!(all, expected);
    assert_eq!(log(&database).iter().map(|row| row.seq.0).collect::<Vec<_>>(), expected);
    assert_eq!(database.read(head::read).unwrap().seq.0, *expected.last().unwrap());
    let mut faults = Vec::new();
    database.read(|tx| check::files(tx, |fault| faults.push(fault))).unwrap();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_follower_beside_the_writers_never_misses_a_commit() {
    let fixture = Fixture::new();
    drop(fixture.open());
    thread::scope(|scope| {
        for writer in 1..=4 {
            let fixture = &fixture;
            scope.spawn(move || {
                let database = fixture.open();
                for id in 0..COMMITS {
                    log_only(&database, added(writer, &[id]));
                }
            });
        }
        let follower = fixture.open();
        let mut seen = Seq(0);
        while seen.0 < 4 * COMMITS.unsigned_abs() {
            let head = follower
                .read(|tx| {
                    change::since(tx, seen, |row| {
                        assert_eq!(row.seq.0, seen.0 + 1);
                        seen = row.seq;
                    })?;
                    head::read(tx)
                })
                .unwrap();
            assert_eq!(seen, head.seq);
        }
    });
}
