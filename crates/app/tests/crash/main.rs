//! What the life of numbers must outlive: a server that is killed at random moments while it orders, syncs and sweeps
//! against the simulator, whose log of orders says whether any was lost or doubled; and one that is held up past its lease
//! with an order on its way.
//!
//! `NUMBERLINE_CRASH_ROUNDS` says how often the server is killed, `NUMBERLINE_CRASH_SEED` at which moments.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its ground has failed")]

mod faults;
mod memory;
mod operator;
mod pages;
mod pause;
mod records;
mod rest;
mod server;
mod speed;
mod stage;
mod verdict;

use operator::Operator;
use stage::Stage;
use std::time::Duration;

/// A killed server must be ready again so soon.
const READY_AGAIN: Duration = Duration::from_secs(5);

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn a_server_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let rounds = setting("NUMBERLINE_CRASH_ROUNDS", 20);
    let stage = Stage::set();
    let mut operator = Operator::new(&stage, setting("NUMBERLINE_CRASH_SEED", 1));
    let mut slowest = Duration::ZERO;
    for _ in 0..rounds {
        let server = stage.serve("2s");
        slowest = slowest.max(server.ready_after);
        let time = operator.some_time();
        operator.work_for(time);
        // Dropping the handle is a SIGKILL.
        drop(server);
    }
    assert!(slowest < READY_AGAIN, "ready again after {slowest:?}");
    let server = stage.serve("2s");
    verdict::wait_for_rest(&stage, &operator);
    drop(server);
    let told = verdict::judge(&stage, &operator);
    println!("{rounds} kills, ready again after {slowest:?} at most; {told}");
}
