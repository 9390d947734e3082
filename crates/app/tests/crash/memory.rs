//! A server that syncs again and again while the upstream does whatever it can do wrong keeps the memory it has.

use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::PhoneNumber;
use numberline_service::job::sync::{self, Depth};
use numberline_simulator::{Fault, NewNumber};
use std::time::{Duration, Instant};

const NUMBERS: u64 = 1_000;
/// Calls for pages of the lists, some ten of which are a pass.
const CALLS: u64 = 1_000;
const LIST: &str = "listAccountNumbers";
const FAULTS: [&str; 12] = [
    "throttle=1",
    "status=500",
    "status=503",
    "hang-up",
    "cut",
    "malformed=truncated",
    "malformed=types",
    "malformed=deep",
    "repeated-page",
    "short-list",
    "lost-page",
    "changing-totals",
];
const PATIENCE: Duration = Duration::from_secs(180);
/// How much more than at half-time may be resident at the end: allocators round, and the log of changes is followed.
const SLACK: u64 = 16 << 20;

#[test]
fn memory_stays_flat_over_many_syncs_with_faults() {
    let stage = Stage::set();
    for ((account, _), first) in ACCOUNTS.into_iter().zip([441_642_000_000, 441_643_000_000]) {
        let fresh = (0..NUMBERS).map(|last| NewNumber::new(PhoneNumber::from_digits(first + last).unwrap()));
        stage.simulator().add_numbers(account, fresh).unwrap();
    }
    for what in FAULTS {
        let fault = Fault::new(what.parse().unwrap()).in_operation(LIST).with_probability(0.01);
        stage.simulator().add_fault(fault).unwrap();
    }
    let server = stage.serve("10s");
    sync_until(&stage, CALLS / 2);
    let at_half = server.resident_memory();
    sync_until(&stage, CALLS);
    let at_end = server.resident_memory();
    println!("{} MiB after {} calls, {} MiB after {CALLS}", at_half >> 20, CALLS / 2, at_end >> 20);
    assert!(at_end <= at_half + at_half / 5 + SLACK, "{at_half} bytes became {at_end}");
}

/// Lets passes be due again and again until so many pages were asked for.
fn sync_until(stage: &Stage, calls: u64) {
    let begun = Instant::now();
    while stage.simulator().calls(LIST) < calls {
        assert!(begun.elapsed() < PATIENCE, "{} calls in {PATIENCE:?}", stage.simulator().calls(LIST));
        sync::ask(&stage.service, None, Depth::Full, "cli:crash@here").unwrap();
        // A mass removal that a fault feigns is asked about, and not answered: the next pass sees the numbers again.
        std::thread::sleep(Duration::from_millis(50));
    }
}
