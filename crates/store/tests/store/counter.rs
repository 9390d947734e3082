//! Ids that are handed out before the work.

use crate::support::{Fixture, author};
use numberline_store::{Counter, Error, counter};

#[test]
fn ids_count_from_one_and_are_handed_out_once() {
    let fixture = Fixture::new();
    let (database, other) = (fixture.open(), fixture.open());
    for counter in Counter::ALL {
        assert_eq!(database.reserve(counter, 3), Ok(1..4));
        assert_eq!(other.reserve(counter, 1), Ok(4..5));
        assert_eq!(database.reserve(counter, 0), Ok(5..5));
    }
}

#[test]
fn ids_that_were_brought_along_are_stepped_over() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let raise = |used| database.write(&author(), |tx| counter::raise(tx, Counter::Number, used)).map(drop);
    raise(121_452).unwrap();
    raise(5).unwrap();
    assert_eq!(database.reserve(Counter::Number, 1), Ok(121_453..121_454));
}

#[test]
fn ids_that_are_never_handed_out_use_up_none() {
    let fixture = Fixture::new();
    let database = fixture.open();
    for used in [Counter::Entry.end(), (1 << 53) - 1, i64::MAX] {
        database.write(&author(), |tx| counter::raise(tx, Counter::Entry, used)).unwrap();
    }
    assert_eq!(database.reserve(Counter::Entry, 1), Ok(1..2));
}

#[test]
fn ids_that_are_used_up_are_said_to_be() {
    let fixture = Fixture::new();
    let database = fixture.open();
    database.write(&author(), |tx| counter::raise(tx, Counter::Number, Counter::Number.end() - 1)).unwrap();
    assert_eq!(database.reserve(Counter::Number, 1), Err(Error::Exhausted { what: "number" }));
    assert_eq!(database.reserve(Counter::Shape, (1 << 31) - 1), Ok(1..1 << 31));
    assert_eq!(database.reserve(Counter::Shape, 1), Err(Error::Exhausted { what: "shape" }));
    assert_eq!(database.reserve(Counter::Token, u64::MAX), Err(Error::Exhausted { what: "token" }));
}
