//! Every fault of the list, through the real client: a pass ends right or breaks off and waits; a failed check moves its
//! code and the sweep alone; a truncated or repeated page never removes a number.

use crate::rest::each_number;
use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::{Number, PhoneNumber};
use numberline_service::job::sync::{self, Depth};
use numberline_service::job::{Jobs, Settings, sweep};
use numberline_simulator::{Fault, NewNumber};
use numberline_upstream::Deadlines;
use std::collections::BTreeMap;
use std::time::Duration;

/// More than a page.
const NUMBERS: u64 = 700;

const CALLS: [&str; 15] = [
    "throttle=1",
    "throttle=1000000000",
    "throttle=-5",
    "throttle=none",
    "status=500",
    "status=502",
    "status=503",
    "status=504",
    "status=401",
    "status=403",
    "silence",
    "hang-up",
    "drip=50",
    "cut",
    "content-type",
];
const MALFORMED: [&str; 12] =
    ["html", "empty", "null", "list", "truncated", "types", "utf16", "bom", "nan", "doubled", "deep", "huge"];
const LISTS: [&str; 6] = ["repeated-page", "short-list", "lost-page", "endless-link", "shuffled", "changing-totals"];

/// A stage whose first tenant has numbers that were synced and checked, and its jobs.
fn stage() -> (Stage, Jobs, u32) {
    let stage = Stage::set();
    let fresh = (0..NUMBERS).map(|last| NewNumber::new(PhoneNumber::from_digits(441_641_000_000 + last).unwrap()));
    stage.simulator().add_numbers(ACCOUNTS[0].0, fresh).unwrap();
    let [connect, first_byte, whole, patience] = [200, 300, 600, 1].map(Duration::from_millis);
    let client = stage.client_with(Deadlines { connect, first_byte, whole, patience });
    let jobs = Jobs::new(&stage.service, Some(client), Settings::default()).unwrap();
    sync::discover_accounts(&jobs).unwrap();
    let standing = sync::standing(&stage.service).unwrap();
    let tenant = standing.iter().find(|standing| standing.guid == ACCOUNTS[0].1).unwrap().tenant;
    stage.service.load().unwrap();
    sync::pass(&jobs, tenant, Depth::Full).unwrap().unwrap();
    sweep_all(&stage, &jobs);
    (stage, jobs, tenant)
}

fn sweep_all(stage: &Stage, jobs: &Jobs) {
    stage.service.load().unwrap();
    let id = sweep::order(&stage.service, &sweep::Extent::default(), "cli:test@here").unwrap();
    sweep::run_now(jobs, id).unwrap();
    stage.service.load().unwrap();
}

fn numbers(stage: &Stage) -> BTreeMap<PhoneNumber, Number> {
    stage.service.load().unwrap();
    let mut numbers = BTreeMap::new();
    each_number(&stage.service, |_, number| {
        numbers.insert(number.phone, number);
    });
    numbers
}

fn add(stage: &Stage, what: &str, operation: &str) {
    let what = what.parse().unwrap_or_else(|error| panic!("{what}: {error}"));
    stage.simulator().add_fault(Fault::new(what).in_operation(operation)).unwrap();
}

#[test]
fn whatever_goes_wrong_with_a_list_no_number_changes() {
    let (stage, _, tenant) = stage();
    let before = numbers(&stage);
    let malformed = MALFORMED.map(|how| format!("malformed={how}"));
    let all = CALLS.iter().chain(&LISTS).map(|what| (*what).to_owned()).chain(malformed);
    for what in all {
        // A client of its own for each, whose breaker does not know of the others.
        let [connect, first_byte, whole, patience] = [200, 300, 600, 1].map(Duration::from_millis);
        let client = stage.client_with(Deadlines { connect, first_byte, whole, patience });
        let jobs = Jobs::new(&stage.service, Some(client), Settings::default()).unwrap();
        add(&stage, &what, "listAccountNumbers");
        let ended = sync::pass(&jobs, tenant, Depth::Full);
        assert_eq!(numbers(&stage), before, "{what}: {ended:?}");
        stage.simulator().clear_faults();
    }
    assert!(numbers(&stage).len() as u64 == NUMBERS);
}

#[test]
fn whatever_goes_wrong_with_a_check_only_its_code_and_sweep_move() {
    let (stage, _, _) = stage();
    let mut before = numbers(&stage);
    let malformed = MALFORMED.map(|how| format!("malformed={how}"));
    for what in CALLS.iter().map(|what| (*what).to_owned()).chain(malformed) {
        let [connect, first_byte, whole, patience] = [200, 300, 600, 1].map(Duration::from_millis);
        let client = stage.client_with(Deadlines { connect, first_byte, whole, patience });
        let jobs = Jobs::new(&stage.service, Some(client), Settings::default()).unwrap();
        add(&stage, &what, "graphListNumberAssignments");
        sweep_all(&stage, &jobs);
        let swept = numbers(&stage);
        for (phone, after) in &swept {
            let before = before[phone];
            let (aslv_code, sweep) = (after.aslv_code, after.sweep);
            if aslv_code == Some(200) {
                // What arrived was whole after all: a byte order mark, say.
                assert_eq!((after.status, after.assignment), (before.status, before.assignment), "{what}");
            } else {
                assert_eq!(*after, Number { aslv_code, sweep, ..before }, "{what}");
            }
        }
        before = swept;
        stage.simulator().clear_faults();
    }
}
