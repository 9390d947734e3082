//! The rows of numbers.

use crate::support::{Fixture, added, author, guid, id, instant, number, service};
use numberline_domain::{Number, PhoneNumber, Shape, Status};
use numberline_store::{Database, Error, fact, number, shape, tenant};
use numberline_testing::Bare;

fn full(id: i64) -> Number {
    Number {
        entry: Some(90),
        acquired_on: Some(instant(1)),
        aslcht: Some(instant(2)),
        aslsct: Some(instant(3)),
        shape: (1 << 31) - 1,
        place: 5,
        sweep: 6,
        aslv_code: Some(-404),
        assignment: 255,
        status: Status::Active,
        ..number(id)
    }
}

fn write(database: &Database, numbers: &[Number]) -> Result<(), Error> {
    let commit = database.write(&author(), |tx| {
        let mut writer = number::writer(tx)?;
        numbers.iter().try_for_each(|number| writer.upsert(number))
    });
    commit.map(|written| written.value)
}

#[test]
fn numbers_come_back_in_the_order_of_ids() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let numbers = [full(0), number(7), full(9_000_000_000)];
    write(&database, &[numbers[2], numbers[0], numbers[1]]).unwrap();
    let (mut all, mut some) = (Vec::new(), Vec::new());
    database.read(|tx| number::scan(tx, |number| all.push(number))).unwrap();
    database.read(|tx| number::in_range(tx, 1..=i64::MAX, |number| some.push(number))).unwrap();
    assert_eq!(all, numbers);
    assert_eq!(some, numbers[1..]);
    assert_eq!(database.read(|tx| number::by_id(tx, id(7))), Ok(Some(numbers[1])));
    assert_eq!(database.read(|tx| number::by_phone(tx, numbers[2].phone)), Ok(Some(numbers[2])));
    assert_eq!(database.read(number::count), Ok(3));
}

#[test]
fn a_number_written_again_has_its_new_values() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let renumbered = Number { phone: PhoneNumber::parse("+18333998785").unwrap(), ..full(1) };
    write(&database, &[number(1), renumbered]).unwrap();
    assert_eq!(database.read(|tx| number::by_id(tx, id(1))), Ok(Some(renumbered)));
    assert_eq!(database.read(|tx| number::by_phone(tx, number(1).phone)), Ok(None));
}

#[test]
fn one_telephone_number_cannot_be_in_two_rows() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let refusal = write(&database, &[number(1), Number { phone: number(1).phone, ..number(2) }]);
    assert_eq!(refusal, Err(Error::Constraint { name: "number_phone_key".to_owned() }));
    assert_eq!(database.read(number::count), Ok(0));
}

#[test]
fn a_deleted_number_is_gone() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, &[number(1)]).unwrap();
    let deleted =
        database.write(&author(), |tx| Ok::<_, Error>((number::delete(tx, id(1))?, number::delete(tx, id(1))?)));
    assert_eq!(deleted.unwrap().value, (true, false));
    assert_eq!(database.read(|tx| number::by_id(tx, id(1))), Ok(None));
}

#[test]
fn the_status_of_an_absent_number_cannot_be_set() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, &[number(1)]).unwrap();
    let set = |number| database.write(&author(), |tx| number::set_status(tx, id(number), Status::Active)).map(drop);
    assert_eq!(set(1), Ok(()));
    assert_eq!(set(2), Err(Error::RowCount { expected: 1, touched: 0 }));
    assert_eq!(database.read(|tx| number::by_id(tx, id(1))).unwrap().unwrap().status, Status::Active);
}

#[test]
fn a_status_that_cannot_be_names_its_place() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, &[number(1)]).unwrap();
    fixture.bare().execute("UPDATE number SET status = 9");
    assert_eq!(database.read(|tx| number::by_id(tx, id(1))), Err(Error::Corrupt { what: "number.status".to_owned() }));
}

#[test]
fn numbers_are_counted_by_tenant_and_status() {
    let fixture = Fixture::new();
    let database = fixture.open();
    database
        .write(&author(), |tx| {
            for tenant in [1, 2] {
                tenant::intern(tx, guid(tenant.into()), tenant)?;
                fact::service::insert(tx, tenant, &service(guid(tenant.into())))?;
                shape::insert(tx, tenant, Shape { job: 1, service: tenant, sbc: 1, offer: 1 })?;
            }
            for (id, shape, status) in [(1, 1, Status::Active), (2, 1, Status::Active), (3, 2, Status::ReadyForRemoval)]
            {
                number::upsert(tx, &Number { shape, status, ..number(id) })?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
    let mut counts = Vec::new();
    database
        .read(|tx| number::count_by_tenant_and_status(tx, |tenant, status, count| counts.push((tenant, status, count))))
        .unwrap();
    assert_eq!(counts, [(guid(1), Status::Active, 2), (guid(2), Status::ReadyForRemoval, 1)]);
}

/// PostgreSQL keeps 28 bytes of its own with each row, and 8 with each of its two index entries.
#[test]
fn a_number_costs_few_bytes_on_disk_with_its_log() {
    const COUNT: i64 = 50_000;
    let fixture = Fixture::new();
    let database = fixture.open();
    let ids: Vec<i64> = (1..=COUNT).collect();
    database
        .write(&author(), |tx| {
            let mut writer = number::writer(tx)?;
            for id in &ids {
                // Telephone numbers in another order than ids: the worst for their index.
                let phone = PhoneNumber::from_digits(448_000_000_000 + id.unsigned_abs() * 7_919 % 1_000_003).unwrap();
                writer.upsert(&Number { phone, ..full(121_452 + id) })?;
            }
            tx.log(added(1, &ids));
            Ok::<_, Error>(())
        })
        .unwrap();
    // Closing the last connection brings SQLite's write-ahead log into the file.
    drop(database);
    let (bytes, most) = match fixture.bare() {
        Bare::Sqlite(_) => (std::fs::metadata(fixture.file()).unwrap().len(), 130),
        Bare::Postgres(_) => {
            let tables = "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
                WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
            (fixture.bare().query(tables)[0].integer(0).unsigned_abs(), 170)
        }
    };
    let bytes = bytes / COUNT.unsigned_abs();
    assert!(bytes <= most, "{bytes} bytes a number");
}
