//! Sixteen writers that overlap and pause before their commits, and a follower that compares itself with the tables.

use crate::answers::assert_inventory;
use crate::oracle::Tables;
use crate::records;
use crate::support::{Fixture, assert_checked, author, import, reach, reaches};
use crate::touch::{Log, Touch};
use crossbeam_channel::{Receiver, Sender, bounded};
use numberline_domain::Status;
use numberline_service::{Service, follower};
use numberline_store::{Counter, Database, Error, number};
use numberline_testing::Bare;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

const WRITERS: u64 = 16;
const WRITES: u64 = 6;
/// What a writer that does not hand over does before its commit.
const YIELDS: u32 = 200;

/// A writer's own, repeatable picks (SplitMix64).
struct Picks(u64);

impl Picks {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        usize::try_from((mixed ^ (mixed >> 27)) >> 33).unwrap()
    }
}

/// What stands between the writers and the one who compares.
struct Pause {
    /// A writer has done its work and has not committed.
    paused: Sender<()>,
    /// It may commit now.
    resume: Receiver<()>,
}

fn touches(database: &Database, picks: &mut Picks, writer: u64, write: u64) -> Vec<Touch> {
    let fresh = database.reserve(Counter::Number, 1).unwrap().start;
    let digits = 331_000_000_000 + writer * WRITES + write;
    let status = Status::ALL[picks.next() % Status::COUNT];
    vec![
        Touch::Add(picks.next(), fresh, digits),
        Touch::Status(picks.next(), status),
        Touch::Move(picks.next(), picks.next()),
        Touch::Swap(picks.next(), picks.next()),
        Touch::Remove(picks.next()),
    ]
}

/// One transaction; the pause comes when the work is done and the commit is not.
fn touch(database: &Database, touches: &[Touch], pause: impl FnOnce()) -> u64 {
    let written = database.write(&author(), |tx| {
        // The picks are among all numbers that stand.
        number::lock(tx)?;
        let mut log = Log::default();
        touches.iter().try_for_each(|touch| touch.apply(tx, &mut log))?;
        log.write(tx);
        pause();
        Ok::<_, Error>(())
    });
    written.unwrap().seq.0
}

/// A writer with a service and a handle of its own, as a process has; the numbers of its commits.
fn write(fixture: &Fixture, followed: &Service, writer: u64, pause: &Pause) -> Vec<u64> {
    let (service, database) = (fixture.service(), fixture.database());
    let mut picks = Picks(writer);
    let mut seqs = Vec::new();
    for write in 0..WRITES {
        let kind = (writer + write) % 3;
        if kind == 0 {
            seqs.extend(import(&service, &records::plain_file(writer + write)).seq);
        } else {
            let touches = touches(&database, &mut picks, writer, write);
            seqs.push(touch(&database, &touches, || {
                if kind == 1 {
                    // When nobody compares any more, that test has failed already.
                    let _ = pause
                        .paused
                        .send(())
                        .and_then(|()| pause.resume.recv().map_err(|_| crossbeam_channel::SendError(())));
                } else {
                    (0..YIELDS).for_each(|_| thread::yield_now());
                }
            }));
        }
        followed.shared().wake_follower();
    }
    seqs
}

/// Compares at each pause: nobody can commit, so the follower must reach the head and then equal the tables.
fn compare_at_pauses(fixture: &Fixture, followed: &Service, paused: &Receiver<()>, resume: &Sender<()>) -> usize {
    let mut bare = fixture.bare();
    let mut compared = 0;
    while paused.recv().is_ok() {
        let tables = Tables::read(&mut bare);
        reach(followed, tables.seq);
        assert_inventory(&followed.shared().inventory(), &tables);
        compared += 1;
        let _ = resume.send(());
    }
    compared
}

/// Compares whenever a change is announced. Under the inventory's lock no step goes on, so that a snapshot with the
/// announced number as its head must equal it; when the tables have moved on, the next announcement is waited for.
pub(crate) fn compare_when_announced(bare: &mut Bare, followed: &Service, end: &AtomicU64) -> BTreeSet<u64> {
    let mut compared = BTreeSet::new();
    let mut last = 0;
    while last < end.load(Ordering::Acquire) {
        if !reaches(followed, last + 1, Duration::from_millis(100)) {
            continue;
        }
        let inventory = followed.shared().inventory();
        let tables = Tables::read(bare);
        assert!(
            inventory.seq() >= last && inventory.seq() <= tables.seq,
            "an announced number never runs ahead or back"
        );
        last = inventory.seq();
        if tables.seq == last {
            assert_inventory(&inventory, &tables);
            compared.insert(last);
        }
    }
    compared
}

/// I11: the log has every number once, each with one mark and parts without a gap.
fn assert_log_without_gaps(bare: &mut Bare, end: u64) {
    let rows =
        bare.query("SELECT seq, count(DISTINCT mark), count(*), max(part) + 1 FROM change GROUP BY seq ORDER BY seq");
    let seqs: Vec<u64> = rows.iter().map(|row| row.integer(0).unsigned_abs()).collect();
    assert_eq!(seqs, (1..=end).collect::<Vec<_>>());
    assert!(rows.iter().all(|row| row.integer(1) == 1 && row.integer(2) == row.integer(3)), "{rows:?}");
}

/// I11 (numbers of commits without gaps, in the order of commits) and I12 (followed = tables, at every number seen).
#[test]
fn i12_a_follower_beside_sixteen_overlapping_writers_equals_the_tables_at_every_change() {
    let fixture = Fixture::new();
    let followed = fixture.service();
    let first = import(&followed, &records::plain_file(0)).seq.unwrap();
    let running = follower::start(&followed);
    reach(&followed, first);
    let end = AtomicU64::new(u64::MAX);
    let (mut seqs, at_pauses, announced) = thread::scope(|scope| {
        let (paused, pauses) = bounded(0);
        let (resumes, resume) = bounded(0);
        let writers: Vec<_> = (1..=WRITERS)
            .map(|writer| {
                let pause = Pause { paused: paused.clone(), resume: resume.clone() };
                let (fixture, followed) = (&fixture, &followed);
                scope.spawn(move || write(fixture, followed, writer, &pause))
            })
            .collect();
        drop((paused, resume));
        let announced = scope.spawn(|| compare_when_announced(&mut fixture.bare(), &followed, &end));
        let at_pauses = scope.spawn(|| {
            let (pauses, resumes) = (pauses, resumes);
            compare_at_pauses(&fixture, &followed, &pauses, &resumes)
        });
        let seqs: Vec<Vec<u64>> = writers.into_iter().map(|writer| writer.join().unwrap_or_default()).collect();
        end.store(fixture.tables().seq, Ordering::Release);
        (seqs, at_pauses.join().unwrap(), announced.join().unwrap())
    });

    assert!(seqs.iter().all(|seqs| seqs.is_sorted()), "a writer's own commits are in order");
    let tables = fixture.tables();
    reach(&followed, tables.seq);
    running.stop();
    assert_inventory(&followed.shared().inventory(), &tables);
    let mut all: Vec<u64> = seqs.drain(..).flatten().chain([first]).collect();
    all.sort_unstable();
    assert_eq!(all, (1..=tables.seq).collect::<Vec<_>>());
    assert_log_without_gaps(&mut fixture.bare(), tables.seq);
    assert_checked(&fixture);
    assert!(at_pauses as u64 >= WRITERS * WRITES / 3, "{at_pauses} pauses");
    assert!(announced.contains(&tables.seq), "the last change was announced and compared");
}
