//! How fast a tenant's numbers are taken in, that a pass without news writes nothing, and how many pages a server answers
//! beside a first sync. Measurements, for the released
//! program: `cargo test --release -p numberline-app --test crash speed -- --ignored --nocapture`. It says how many numbers
//! with `NUMBERLINE_SPEED_NUMBERS`.

use crate::pages::Pages;
use crate::setting;
use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::PhoneNumber;
use numberline_service::job::sync::{self, Depth};
use numberline_service::job::{Jobs, Settings};
use numberline_simulator::NewNumber;
use std::time::{Duration, Instant};

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
    // Whatever writes to the table of numbers from here on fails.
    stage.forbid_writes_to_numbers();
    let begun = Instant::now();
    let again = sync::pass(&jobs, id, Depth::Full).unwrap().unwrap();
    let rate_again = numbers as f64 / begun.elapsed().as_secs_f64();
    assert!(again.changed.is_nothing(), "{again:?}");
    println!("first sync: {rate:.0} numbers/s; without news: {rate_again:.0} numbers/s");
    assert!(rate >= 20_000.0, "{rate:.0} numbers/s");
}

#[test]
#[ignore = "a measurement, which says nothing of a debug build"]
fn pages_are_read_beside_a_first_sync() {
    const READ: u64 = 20_000;
    let numbers = setting("NUMBERLINE_SPEED_NUMBERS", 100_000) * 5;
    let stage = Stage::set();
    let [(large, synced), (small, tenant)] = ACCOUNTS;
    let fresh = (0..READ).map(|last| NewNumber::new(PhoneNumber::from_digits(441_640_000_000 + last).unwrap()));
    stage.simulator().add_numbers(small, fresh).unwrap();
    let jobs = Jobs::new(&stage.service, Some(stage.client()), Settings::default()).unwrap();
    sync::discover_accounts(&jobs).unwrap();
    let of = |guid| sync::standing(&stage.service).unwrap().into_iter().find(|known| known.guid == guid).unwrap();
    stage.service.load().unwrap();
    sync::pass(&jobs, of(tenant).tenant, Depth::Full).unwrap().unwrap();
    let alone = stage.serve_alone();
    let mut pages = Pages::of(&stage.service, &alone.address, tenant, READ);
    pages.wait_for_admission();
    let begun = Instant::now();
    let quiet = pages.rate_until(|| begun.elapsed() > Duration::from_secs(4));
    drop((pages, alone));
    let fresh = (0..numbers).map(|last| NewNumber::new(PhoneNumber::from_digits(441_650_000_000 + last).unwrap()));
    stage.simulator().add_numbers(large, fresh).unwrap();
    let server = stage.serve("30s");
    let mut pages = Pages::of(&stage.service, &server.address, tenant, READ);
    pages.wait_for_admission();
    let (begun, beside) = (Instant::now(), pages.rate_until(|| of(synced).succeeded_at.is_some()));
    let took = begun.elapsed();
    println!(
        "{quiet:.0} pages/s quiet, {beside:.0} beside a sync of {numbers} numbers ({took:?}): {:.2}",
        beside / quiet
    );
    assert!(beside >= 0.65 * quiet, "{:.2}", beside / quiet);
}
