//! A node that is held up between an order's being written down and its arrival, past its lease: another one takes over,
//! and when the first goes on there is still one order.

use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::{PhoneNumber, TaskStatus, Wanted};
use numberline_service::order::Origin;
use numberline_service::token::Caller;
use numberline_service::upload::{self, Terms};
use numberline_service::{job, task};
use numberline_simulator::Fault;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);
/// The upstream lets the first try wait so long: time enough to hold its sender up.
const THROTTLE: &str = "throttle=4";
/// Longer than that: by then the first node has done whatever it would.
const AFTERWARDS: Duration = Duration::from_secs(6);
const CREATE: &str = "createOrUpdateNumbers";

#[test]
fn a_node_that_is_held_up_past_its_lease_with_an_order_on_its_way_orders_nothing_twice() {
    let stage = Stage::set();
    let first = stage.serve("1s");
    wait(|| job::sync::standing(&stage.service).unwrap().len() == ACCOUNTS.len());
    stage.simulator().add_fault(Fault::new(THROTTLE.parse().unwrap()).in_operation(CREATE).times(1)).unwrap();
    let phones = (0..10).map(|last| PhoneNumber::from_digits(441_632_999_000 + last).unwrap()).collect();
    let terms = Terms {
        source: "webapi".to_owned(),
        calling_profile: None,
        usage: Terms::USAGE.to_owned(),
        additional_usage: None,
        capabilities: Terms::CAPABILITIES.map(str::to_owned).to_vec(),
        ticket_id: None,
        workflow_version: 3,
    };
    let wanted = Wanted { numbers: phones, ranges: Vec::new() };
    let order = upload::Upload { tenant: ACCOUNTS[0].1, wanted, limit: 100, terms };
    let caller = Caller::of_the_command_line();
    let origin = Origin { caller: &caller, actor: "cli:crash@here", key: None };
    let ordered = upload::order(&stage.service, origin, &order).unwrap();
    // The order is written down, and its first try was told to wait.
    wait(|| stage.simulator().calls(CREATE) > 0);
    first.set_paused(true);
    let second = stage.serve("1s");
    wait(|| task::find(&stage.service, &caller, ordered.task).unwrap().task.status == TaskStatus::CompletedSuccess);
    first.set_paused(false);
    std::thread::sleep(AFTERWARDS);
    let orders = stage.simulator().orders();
    let creating = orders.iter().filter(|order| order.operation == CREATE).count();
    let counts = stage.simulator().order_counts();
    assert_eq!((creating, counts.created, counts.doubled), (1, 10, 0), "{orders:#?}");
    drop((first, second));
}

fn wait(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "it did not happen in {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
