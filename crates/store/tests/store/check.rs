//! What `check` finds.

use crate::support::{Fixture, added, author, guid, job, log_only, number, offer, sbc, service};
use numberline_domain::Shape;
use numberline_store::{Counter, Database, Error, check, counter, fact, number, shape, tenant};

/// A database with one number and all that belongs to it.
fn sound(fixture: &Fixture) -> Database {
    let database = fixture.open();
    database
        .write(&author(), |tx| {
            tenant::intern(tx, guid(1), 1)?;
            fact::job::insert(tx, 1, &job())?;
            fact::service::insert(tx, 1, &service(guid(1)))?;
            fact::sbc::insert(tx, 1, &sbc())?;
            fact::offer::insert(tx, 1, &offer())?;
            shape::insert(tx, 1, Shape { job: 1, service: 1, sbc: 1, offer: 1 })?;
            number::upsert(tx, &number(1))?;
            Counter::ALL.into_iter().try_for_each(|each| counter::raise(tx, each, 1))?;
            tx.log(added(1, &[1]));
            Ok::<_, Error>(())
        })
        .unwrap();
    database
}

fn lines(database: &Database) -> Vec<String> {
    let mut lines = Vec::new();
    database
        .read(|tx| {
            check::tables(tx, |line| lines.push(line))?;
            check::digests(tx, |line| lines.push(line))?;
            check::files(tx, |line| lines.push(line))
        })
        .unwrap();
    lines
}

#[test]
fn a_sound_database_has_no_disagreement() {
    let fixture = Fixture::new();
    assert_eq!(lines(&fixture.open()), Vec::<String>::new());
    assert_eq!(lines(&sound(&fixture)), Vec::<String>::new());
}

#[test]
fn each_disagreement_is_one_line() {
    for (damage, line) in [
        ("UPDATE number SET shape = 9", "number 1 names shape 9, which does not exist"),
        ("UPDATE number SET place = 9", "number 1 names place 9, which does not exist"),
        ("UPDATE number SET sweep = 9", "number 1 names sweep 9, which does not exist"),
        ("UPDATE number SET assignment = 9", "number 1 names assignment 9, which does not exist"),
        ("UPDATE number SET phone = 9", "number 1 has status 4 and telephone number 9, one of which cannot be"),
        ("UPDATE shape SET offer = 9", "shape 1 names a job, service, sbc or offer that does not exist"),
        ("UPDATE change SET tenant = 9", "change 1 names tenant 9, which does not exist"),
        ("UPDATE change SET part = 1", "change 1 lacks a part or has several marks"),
        ("UPDATE head SET seq = 2", "head is at 2, the last change at 1"),
        ("UPDATE counter SET next = 1 WHERE name = 'job'", "the next job would get id 1, but 1 is in use"),
        ("UPDATE job_fact SET when_created = 0", "job 1 is kept under the digest of other values"),
    ] {
        let fixture = Fixture::new();
        let database = sound(&fixture);
        fixture.bare().execute(damage);
        assert_eq!(lines(&database), [line], "{damage}");
    }
}

#[test]
fn a_gap_in_the_log_is_found() {
    let fixture = Fixture::new();
    let database = sound(&fixture);
    for _ in 0..2 {
        log_only(&database, added(1, &[1]));
    }
    fixture.bare().execute("DELETE FROM change WHERE seq = 2");
    assert_eq!(lines(&database), ["no changes between 1 and 3"]);
}
