//! Leases: one holder at a time, and an old one writes nothing.

use crate::support::{Fixture, author};
use numberline_store::{lease, time};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(3600);

#[test]
fn a_lease_has_one_holder_and_an_old_one_is_fenced_off() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let take =
        |holder: &str, lasts| database.write(&author(), |tx| lease::acquire(tx, "sync", holder, lasts)).unwrap().value;
    let first = take("one", LONG).unwrap();
    assert_eq!(take("two", LONG), None);
    database.write(&author(), |tx| lease::give_back(tx, &first)).unwrap();
    let second = take("two", LONG).unwrap();
    assert!(second.fence > first.fence);
    let kept = |held| database.write(&author(), |tx| lease::keep(tx, held, LONG)).unwrap().value;
    assert!(!kept(&first));
    assert!(kept(&second));
    // What is given back late takes nothing from the new holder.
    database.write(&author(), |tx| lease::give_back(tx, &first)).unwrap();
    assert_eq!(take("three", LONG), None);
    let mut held = Vec::new();
    database.read(|tx| lease::held(tx, |name, holder, _| held.push((name.to_owned(), holder.to_owned())))).unwrap();
    assert_eq!(held, [("sync".to_owned(), "two".to_owned())]);
}

#[test]
fn a_lease_whose_taking_was_lost_is_another_holders() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let take =
        |holder: &str| database.write(&author(), |tx| lease::acquire(tx, "sync", holder, LONG)).unwrap().value.unwrap();
    let first = take("one");
    // A replica without that commit becomes the primary.
    fixture.bare().execute("DELETE FROM lease");
    let second = take("two");
    assert_eq!(first.fence, second.fence);
    let kept = |held| database.write(&author(), |tx| lease::keep(tx, held, LONG)).unwrap().value;
    assert!(!kept(&first));
    assert!(!database.write(&author(), |tx| lease::give_back(tx, &first)).unwrap().value);
    assert!(kept(&second));
}

#[test]
fn the_databases_clock_is_of_this_time() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let now = database.read(time::now).unwrap();
    assert!(now.to_string().starts_with("20"), "{now}");
    let again = database.read(time::now).unwrap();
    assert!(again >= now);
}
