//! What is older than it is to be kept.

use crate::support::{Fixture, added, author, guid, id, instant, log, log_only};
use numberline_domain::PhoneNumber;
use numberline_store::released::{self, Leaving, Wanted};
use numberline_store::retention::{self, Forgotten};
use numberline_store::{
    Author, Change, ChangeKind, Counter, Database, Error, Seq, Subject, change, check, head, tenant,
};

fn commit(database: &Database, at: i64, tenant: u32, channels: Option<&[i64]>) {
    let ids = [id(1), id(2)];
    let subject =
        channels.map_or_else(|| Subject::numbers(ids), |channels| Subject::numbers_in(ids, channels.to_vec()));
    let change = Change { subject: subject.unwrap(), ..added(tenant, &[1]) };
    let author = Author { at: instant(at), ..author() };
    let written = database.write(&author, |tx| {
        tx.log(change);
        Ok::<_, Error>(())
    });
    written.unwrap();
}

fn touched(database: &Database) -> Vec<(u32, Option<Vec<i64>>, u64, i64)> {
    let mut touched = Vec::new();
    let each = |tenant, channels: Option<&[i64]>, seq: Seq, mark| {
        touched.push((tenant, channels.map(<[_]>::to_vec), seq.0, mark));
    };
    database.read(|tx| change::last_touched(tx, each)).unwrap();
    // What is kept aside and what stands in the log may both tell of the same: the later one counts.
    touched.sort_unstable();
    touched.dedup_by(|later, earlier| {
        let is_same = (later.0, &later.1) == (earlier.0, &earlier.1);
        if is_same && later.2 > earlier.2 {
            (earlier.2, earlier.3) = (later.2, later.3);
        }
        is_same
    });
    touched
}

fn with_tenants(fixture: &Fixture) -> Database {
    let database = fixture.open();
    database.reserve(Counter::Tenant, 2).unwrap();
    let named = database.write(&author(), |tx| {
        tenant::intern(tx, guid(1), 1)?;
        tenant::intern(tx, guid(2), 2)
    });
    named.unwrap();
    database
}

fn forget(database: &Database, before: i64, most: u32) -> Forgotten {
    database.write(&author(), |tx| retention::forget(tx, instant(before), most)).unwrap().value
}

#[test]
fn the_old_end_of_the_log_goes_and_what_touched_each_tenant_last_stays_known() {
    let fixture = Fixture::new();
    let database = with_tenants(&fixture);
    for (at, tenant, channels) in [
        (1, 1, None),
        (2, 1, Some(&[0, 7][..])),
        (3, 2, Some(&[0])),
        (4, 1, Some(&[7])),
        (9, 2, Some(&[0])),
        (9, 1, None),
    ] {
        commit(&database, at, tenant, channels);
    }
    let before = touched(&database);
    assert_eq!(forget(&database, 5, 3), Forgotten { changes: 3, released: 0 });
    assert_eq!(forget(&database, 5, 3), Forgotten { changes: 1, released: 0 });
    assert_eq!(forget(&database, 5, 3), Forgotten::default());
    assert_eq!(log(&database).iter().map(|row| row.seq.0).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(database.read(change::oldest), Ok(Some(Seq(5))));
    assert_eq!(touched(&database), before);
    assert_eq!(database.read(head::read).unwrap().seq, Seq(6));
    let mut faults = Vec::new();
    database.read(|tx| check::tables(tx, |fault| faults.push(fault))).unwrap();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn the_last_commit_stays_however_old_it_is() {
    let fixture = Fixture::new();
    let database = with_tenants(&fixture);
    commit(&database, 1, 1, None);
    commit(&database, 2, 1, None);
    assert_eq!(forget(&database, 1000, 10).changes, 1);
    assert_eq!(forget(&database, 1000, 10), Forgotten::default());
    assert!(database.read(|tx| change::mark_of(tx, Seq(2))).unwrap().is_some());
}

#[test]
fn an_older_clock_does_not_take_what_stands_behind_a_younger_commit() {
    let fixture = Fixture::new();
    let database = with_tenants(&fixture);
    [1, 8, 2, 9].into_iter().for_each(|at| commit(&database, at, 1, None));
    assert_eq!(forget(&database, 5, 10).changes, 1);
    assert_eq!(log(&database).len(), 3);
}

fn leaving(number: i64, tenant: u32, channel: i64) -> Leaving {
    Leaving {
        number: id(number),
        phone: PhoneNumber::from_digits(448_718_943_000 + number.unsigned_abs()).unwrap(),
        tenant,
        kind: ChangeKind::Released,
        task: None,
        record: format!(r#"{{"id":{number},"ovocChannelId":{channel}}}"#),
    }
}

fn keep(database: &Database, at: i64, leaving: &[Leaving]) {
    database.write(&author(), |tx| released::keep_each(tx, leaving, instant(at), "cli:test@here")).unwrap();
}

#[test]
fn what_left_is_found_by_tenant_channel_and_telephone_number() {
    let fixture = Fixture::new();
    let database = with_tenants(&fixture);
    keep(&database, 1, &[leaving(1, 1, 0), leaving(2, 1, 7), leaving(3, 2, 7)]);
    keep(&database, 2, &[leaving(1, 2, 0)]);
    let found = |tenants: Option<&[u32]>, channels: Option<&[i64]>, skip, most| {
        let wanted = Wanted { tenants: tenants.map(<[_]>::to_vec), channels: channels.map(<[_]>::to_vec) };
        let kept = database.read(|tx| released::newest(tx, &wanted, skip, most)).unwrap();
        let numbers: Vec<_> = kept.iter().map(|kept| (kept.number.as_i64(), kept.tenant, kept.channel)).collect();
        (database.read(|tx| released::count(tx, &wanted)).unwrap(), numbers)
    };
    assert_eq!(found(None, None, 0, 9), (4, vec![(1, 2, 0), (3, 2, 7), (2, 1, 7), (1, 1, 0)]));
    assert_eq!(found(None, None, 1, 2), (4, vec![(3, 2, 7), (2, 1, 7)]));
    assert_eq!(found(Some(&[1]), None, 0, 9), (2, vec![(2, 1, 7), (1, 1, 0)]));
    assert_eq!(found(Some(&[1, 2]), Some(&[7]), 0, 9), (2, vec![(3, 2, 7), (2, 1, 7)]));
    assert_eq!(found(None, Some(&[]), 0, 9), (0, vec![]));
    assert_eq!(found(Some(&[]), None, 0, 9), (0, vec![]));
    let times = database.read(|tx| released::of_phone(tx, &Wanted::default(), leaving(1, 1, 0).phone)).unwrap();
    assert_eq!(
        times.iter().map(|kept| (kept.tenant, kept.left_at)).collect::<Vec<_>>(),
        [(1, instant(1)), (2, instant(2))]
    );
    let second = Wanted { tenants: Some(vec![2]), channels: Some(vec![0]) };
    let times = database.read(|tx| released::of_phone(tx, &second, leaving(1, 1, 0).phone)).unwrap();
    assert_eq!(times.iter().map(|kept| kept.tenant).collect::<Vec<_>>(), [2]);

    assert_eq!(forget(&database, 2, 2), Forgotten { changes: 0, released: 2 });
    assert_eq!(forget(&database, 2, 2), Forgotten { changes: 0, released: 1 });
    assert_eq!(found(None, None, 0, 9), (1, vec![(1, 2, 0)]));
}

#[test]
fn a_number_finds_the_changes_that_name_it_among_ranges() {
    let fixture = Fixture::new();
    let database = fixture.open();
    for (tenant, ids) in [(1, &[1, 2, 3][..]), (1, &[1, 3]), (2, &[2]), (1, &[2, 900]), (1, &[4])] {
        log_only(&database, added(tenant, ids));
    }
    let mut seqs = Vec::new();
    database.read(|tx| change::of_number(tx, 1, id(2), |logged| seqs.push(logged.seq.0))).unwrap();
    assert_eq!(seqs, [1, 4]);
}
