//! Customers that live by themselves.

use crate::support::{ACCOUNT, PATIENCE, Upstream, phone};
use numberline_simulator::{Life, NewAccount, NewNumber, Simulator};
use std::time::{Duration, Instant};

fn counts(simulator: &Simulator, account: &str) -> (usize, usize) {
    let numbers = simulator.numbers(account);
    (numbers.len(), numbers.iter().filter(|number| number.assignment.is_assigned()).count())
}

#[tokio::test]
async fn a_round_deletes_and_assigns_but_not_where_it_is_spared() {
    let upstream = Upstream::with_numbers(100).await;
    let simulator = upstream.simulator();
    let tenant = simulator.add_account(&NewAccount::new("harbour-ltd")).unwrap();
    simulator.add_numbers("harbour-ltd", (200..300).map(|at| NewNumber::new(phone(at)))).unwrap();
    let life = Life { spared: vec![tenant.to_string()], ..Life::every(Duration::from_secs(5)) };
    for _ in 0..10 {
        simulator.live_once(&life);
    }
    let (left, assigned) = counts(simulator, ACCOUNT);
    assert_eq!(left, 90);
    assert!(assigned > 5, "{assigned}");
    assert_eq!(counts(simulator, "harbour-ltd"), (100, 0));
}

#[tokio::test]
async fn the_same_seed_lives_the_same_life() {
    async fn lived() -> Vec<numberline_simulator::NumberState> {
        let upstream = Upstream::with_numbers(50).await;
        for _ in 0..5 {
            upstream.simulator().live_once(&Life::every(Duration::from_secs(1)));
        }
        upstream.simulator().numbers(ACCOUNT)
    }
    assert_eq!(lived().await, lived().await);
}

#[tokio::test]
async fn a_running_simulator_lives_until_it_rests() {
    let upstream = Upstream::with_numbers(50).await;
    upstream.simulator().live(Some(Life::every(Duration::from_millis(20))));
    let begun = Instant::now();
    while counts(upstream.simulator(), ACCOUNT).0 == 50 {
        assert!(begun.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    upstream.simulator().live(None);
}

#[tokio::test]
async fn where_nothing_is_left_nothing_happens() {
    let upstream = Upstream::start().await;
    upstream.simulator().live_once(&Life::every(Duration::from_secs(1)));
    let spared = Life { spared: vec![ACCOUNT.to_owned()], ..Life::every(Duration::from_secs(1)) };
    upstream.appear(ACCOUNT, 1);
    upstream.simulator().live_once(&spared);
    assert_eq!(counts(upstream.simulator(), ACCOUNT), (1, 0));
}
