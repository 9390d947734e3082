//! How fast a tenant's numbers are taken in, and that a pass without news writes nothing. A measurement, for the released
//! program: `cargo test --release -p numberline-app --test crash speed -- --ignored --nocapture`. It says how many numbers
//! with `NUMBERLINE_SPEED_NUMBERS`.

use crate::setting;
use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::PhoneNumber;
use numberline_service::job::sync::{self, Depth};
use numberline_service::job::{Jobs, Settings};
use numberline_simulator::NewNumber;
use std::time::Instant;

#[test]
#[ignore = "a measurement, which says nothing of a debug build"]
fn a_first_sync_takes_in_twenty_thousand_numbers_a_second() {
    let numbers = setting("NUMBERLINE_SPEED_NUMBERS", 100_000);
    let stage = Stage::set();
    let (account, tenant) = ACCOUNTS[0];
    let fresh = (0..numbers).map(|last| NewNumber::new(PhoneNumber::from_digits(441_640_000_000 + last).unwrap()));
    stage.simulator().add_numbers(account, fresh).unwrap();
    let jobs = Jobs::new(&stage.service, Some(stage.client()), Settings::default()).unwrap();
    sync::discover_accounts(&jobs).unwrap();
    stage.service.load().unwrap();
    let standing = sync::standing(&stage.service).unwrap();
    let id = standing.iter().find(|standing| standing.guid == tenant).unwrap().tenant;
    let begun = Instant::now();
    let report = sync::pass(&jobs, id, Depth::Full).unwrap().unwrap();
    let rate = numbers as f64 / begun.elapsed().as_secs_f64();
    assert_eq!((report.seen, report.changed.found), (numbers, numbers));
    stage.service.load().unwrap();
    let begun = Instant::now();
    let again = sync::pass(&jobs, id, Depth::Full).unwrap().unwrap();
    let rate_again = numbers as f64 / begun.elapsed().as_secs_f64();
    assert!(again.changed.is_nothing(), "{again:?}");
    println!("first sync: {rate:.0} numbers/s; without news: {rate_again:.0} numbers/s");
    assert!(rate >= 20_000.0, "{rate:.0} numbers/s");
}
