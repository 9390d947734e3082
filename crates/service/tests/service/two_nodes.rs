//! Two nodes beside sixteen writers whose transactions overlap as far as the database lets them: on PostgreSQL, where
//! each touches rows of its own, to the very commit.

use crate::answers::assert_inventory;
use crate::overlapping_writers::compare_when_announced;
use crate::records;
use crate::support::{Fixture, assert_checked, author, import, reach};
use crate::touch::{Log, tenant_of};
use numberline_domain::{Number, NumberId, PhoneNumber, Status};
use numberline_service::{Service, follower};
use numberline_store::{ChangeKind, Counter, Database, Error, number};
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

const WRITERS: u64 = 16;
const COMMITS: u64 = 12;
/// What a writer does between its work and its commit.
const YIELDS: u32 = 300;

/// One commit on the writer's own numbers: a new one comes, the one before changes its status, the one before that goes.
fn commit(database: &Database, like: Number, own: &mut Vec<Number>, digits: u64) -> u64 {
    let id = database.reserve(Counter::Number, 1).unwrap().start;
    let added = Number {
        id: NumberId::from_i64(id).unwrap(),
        phone: PhoneNumber::from_digits(digits).unwrap(),
        status: Status::PendingFirstSync,
        ..like
    };
    let (changed, removed) = (own.last().copied(), (own.len() > 1).then(|| own[0]));
    let written = database.write(&author(), |tx| {
        let mut log = Log::default();
        number::upsert(tx, &added)?;
        log.note(tx, &added, ChangeKind::ImportedAdded)?;
        if let Some(changed) = changed {
            number::set_status(tx, changed.id, Status::Active)?;
            log.note(tx, &changed, ChangeKind::StatusChanged)?;
        }
        if let Some(removed) = removed {
            assert!(number::delete(tx, removed.id)?);
            log.note(tx, &removed, ChangeKind::Removed)?;
        }
        log.write(tx);
        (0..YIELDS).for_each(|_| thread::yield_now());
        Ok::<_, Error>(())
    });
    if removed.is_some() {
        own.remove(0);
    }
    own.push(added);
    written.unwrap().seq.0
}

fn write(fixture: &Fixture, writer: u64, start: &Barrier) -> Vec<u64> {
    let database = fixture.database();
    let mut like = None;
    database.read(|tx| number::scan(tx, |number| like = like.or(Some(number)))).unwrap();
    let like = like.expect("the first import brought numbers");
    database.read(|tx| tenant_of(tx, &like)).unwrap();
    let mut own = Vec::new();
    start.wait();
    (0..COMMITS).map(|turn| commit(&database, like, &mut own, 331_000_000_000 + writer * 1_000 + turn)).collect()
}

/// I12, twice: both inventories equal the tables at every sequence that they announce and the tables still have.
#[test]
fn i12_two_nodes_beside_sixteen_overlapping_writers_equal_the_tables_at_what_they_announce() {
    let fixture = Fixture::new();
    let nodes: [Service; 2] = [fixture.service(), fixture.service()];
    let first = import(&nodes[0], &records::plain_file(0)).seq.unwrap();
    let running = nodes.each_ref().map(follower::start);
    nodes.iter().for_each(|node| reach(node, first));
    let (end, start) = (AtomicU64::new(u64::MAX), Barrier::new(usize::try_from(WRITERS).unwrap()));
    let (mut seqs, compared) = thread::scope(|scope| {
        let writers: Vec<_> = (1..=WRITERS)
            .map(|writer| {
                scope.spawn({
                    let (fixture, start) = (&fixture, &start);
                    move || write(fixture, writer, start)
                })
            })
            .collect();
        let comparing = nodes.each_ref().map(|node| {
            let (fixture, end) = (&fixture, &end);
            scope.spawn(move || compare_when_announced(&mut fixture.bare(), node, end))
        });
        let seqs: Vec<u64> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        end.store(fixture.tables().seq, Ordering::Release);
        (seqs, comparing.map(|comparing| comparing.join().unwrap()))
    });
    seqs.push(first);
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=1 + WRITERS * COMMITS).collect::<Vec<_>>(), "no gap, none twice");
    let tables = fixture.tables();
    for ((node, running), compared) in nodes.iter().zip(running).zip(compared) {
        reach(node, tables.seq);
        running.stop();
        assert_inventory(&node.shared().inventory(), &tables);
        assert!(compared.contains(&tables.seq), "the last change was announced and compared");
    }
    assert_checked(&fixture);
}
