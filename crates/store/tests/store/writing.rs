//! What a commit is, and what a snapshot sees.

use crate::support::{Fixture, added, author, guid, id, log, log_only, number};
use numberline_store::{ChangeKind, Error, Seq, Subject, Tx, change, head, number, tenant};

#[test]
fn a_commit_and_its_log_rows_bear_one_number() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let written = database
        .write(&author(), |tx| {
            number::upsert(tx, &number(1))?;
            tx.log(added(1, &[1]));
            tx.log(added(2, &[3, 4, 9]));
            Ok::<_, Error>("done")
        })
        .unwrap();
    assert_eq!((written.value, written.seq), ("done", Seq(1)));
    assert_eq!(database.read(head::read).unwrap().seq, Seq(1));

    let rows = log(&database);
    let places: Vec<_> = rows.iter().map(|row| (row.seq, row.part, row.change.tenant)).collect();
    assert_eq!(places, [(Seq(1), 0, Some(1)), (Seq(1), 1, Some(2))]);
    assert_eq!(rows[0].mark, rows[1].mark);
    assert_eq!(rows[0].actor, author().actor);
    assert_eq!(rows[0].at, author().at);
    assert_eq!(rows[0].change.kind, ChangeKind::ImportedAdded);
    let Subject::Numbers { first, last, count, ids, .. } = &rows[1].change.subject else {
        panic!("numbers were logged")
    };
    assert_eq!((*first, *last, *count), (id(3), id(9), 3));
    assert_eq!(ids.ranges().map(Result::unwrap).collect::<Vec<_>>(), [3..=4, 9..=9]);
}

#[test]
fn each_commit_has_a_mark_of_its_own() {
    let fixture = Fixture::new();
    let database = fixture.open();
    for _ in 0..2 {
        log_only(&database, added(1, &[1]));
    }
    let mark = |seq| database.read(|tx| change::mark_of(tx, Seq(seq))).unwrap();
    assert!(mark(1).is_some());
    assert_ne!(mark(1), mark(2));
    assert_eq!(mark(3), None);
}

#[test]
fn a_commit_that_logs_nothing_leaves_the_head() {
    let fixture = Fixture::new();
    let database = fixture.open();
    log_only(&database, added(1, &[1]));
    let written = database.write(&author(), |_| Ok::<_, Error>(())).unwrap();
    assert_eq!(written.seq, Seq(1));
}

#[test]
fn readers_do_not_stand_in_line_with_writers() {
    let fixture = Fixture::new();
    let (database, held) = (fixture.open(), fixture.open());
    let (locked, is_locked) = std::sync::mpsc::channel();
    let (let_go, may_end) = std::sync::mpsc::channel::<()>();
    // More writers than there are connections, and who reads.
    let begun = std::sync::Barrier::new(21);
    let write = || {
        begun.wait();
        database.write(&author(), |tx| number::lock(tx)).unwrap();
    };
    std::thread::scope(|scope| {
        // Dropped with this: whoever waits for it goes on, even where a read fails.
        let let_go = let_go;
        scope.spawn(move || {
            let work = |tx: &mut Tx<'_>| {
                number::lock(tx)?;
                locked.send(()).unwrap();
                may_end.recv().unwrap();
                Ok::<_, Error>(())
            };
            held.write(&author(), work).unwrap();
        });
        is_locked.recv().unwrap();
        (0..20).for_each(|_| drop(scope.spawn(write)));
        begun.wait();
        // Long enough for all of them to have come to where they wait.
        for _ in 0..2_000 {
            database.read(head::read).unwrap();
        }
        let_go.send(()).unwrap();
    });
}

#[test]
fn an_unfinished_write_leaves_nothing() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let refused: Result<_, Error> = database.write(&author(), |tx| {
        number::upsert(tx, &number(1))?;
        tx.log(added(1, &[1]));
        Err::<(), _>(Error::Busy)
    });
    assert_eq!(refused, Err(Error::Busy));
    assert_eq!(database.read(number::count), Ok(0));
    assert_eq!(database.read(head::read).unwrap().seq, Seq(0));
    assert_eq!(log(&database), []);
}

#[test]
fn a_panic_inside_a_write_leaves_nothing_and_frees_the_writer() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let work = || {
        database.write(&author(), |tx| -> Result<(), Error> {
            number::upsert(tx, &number(1))?;
            panic!("the work is broken off");
        })
    };
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).is_err());
    assert_eq!(database.read(number::count), Ok(0));
    assert!(fixture.open_impatient().write(&author(), |_| Ok::<_, Error>(())).is_ok());
}

#[test]
fn a_snapshot_does_not_see_a_later_commit() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let counts = database
        .read(|tx| {
            database.write(&author(), |tx| number::upsert(tx, &number(1)))?;
            Ok::<_, Error>((number::count(tx)?, database.read(number::count)?))
        })
        .unwrap();
    assert_eq!(counts, (0, 1));
}

#[test]
fn readers_go_on_beside_a_writer_and_see_nothing_of_it() {
    let fixture = Fixture::new();
    let (database, other) = (fixture.open(), fixture.open_impatient());
    let seen = database
        .write(&author(), |tx| {
            number::upsert(tx, &number(1))?;
            other.read(number::count)
        })
        .unwrap();
    assert_eq!(seen.value, 0);
}

#[test]
fn a_reader_cannot_write() {
    let fixture = Fixture::new();
    let database = fixture.open();
    assert!(matches!(database.read(|tx| number::upsert(tx, &number(1))), Err(Error::Away { .. })));
}

#[test]
fn a_writer_that_waits_too_long_is_told_that_another_is_at_work() {
    let fixture = Fixture::new();
    let (database, other) = (fixture.open(), fixture.open_impatient());
    let outcome = database.write(&author(), |tx| {
        number::lock(tx)?;
        Ok::<_, Error>(other.write(&author(), |tx| number::lock(tx)).map(|written| written.seq))
    });
    assert_eq!(outcome.unwrap().value, Err(Error::Busy));
}

#[test]
fn staging_leaves_other_writers_alone_and_sees_one_state() {
    let fixture = Fixture::new();
    let (database, other) = (fixture.open(), fixture.open_impatient());
    let mut session = database.session().unwrap();
    let counts = session.stage(|tx| {
        other.write(&author(), |tx| number::upsert(tx, &number(1)))?;
        Ok::<_, Error>((number::count(tx)?, other.read(number::count)?))
    });
    assert_eq!(counts, Ok((0, 1)));
    assert_eq!(session.write(&author(), |tx| number::count(tx)).unwrap().value, 1);
}

#[test]
fn the_log_knows_its_ends_and_each_tenants_last_commit() {
    let fixture = Fixture::new();
    let database = fixture.open();
    assert_eq!(database.read(change::oldest), Ok(None));
    for tenants in [&[1, 2][..], &[2], &[3]] {
        database
            .write(&author(), |tx| {
                tenants.iter().for_each(|tenant| tx.log(added(*tenant, &[1])));
                Ok::<_, Error>(())
            })
            .unwrap();
    }
    let mut last = Vec::new();
    database.read(|tx| change::last_touched(tx, |tenant, _, seq, _| last.push((tenant, seq.0)))).unwrap();
    last.sort_unstable();
    assert_eq!(last, [(1, 1), (2, 2), (3, 3)]);
    assert_eq!(database.read(change::oldest), Ok(Some(Seq(1))));
}

#[test]
fn a_tenant_is_interned_once() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let ids = database.write(&author(), |tx| {
        Ok::<_, Error>((
            tenant::intern(tx, guid(1), 5)?,
            tenant::intern(tx, guid(1), 6)?,
            tenant::intern(tx, guid(2), 6)?,
        ))
    });
    assert_eq!(ids.unwrap().value, (5, 5, 6));
    assert_eq!(database.read(|tx| tenant::find(tx, guid(2))), Ok(Some(6)));
    assert_eq!(database.read(|tx| tenant::find(tx, guid(3))), Ok(None));
}
