//! The verdict: both sides, the log of orders, the tasks and the tables, once all has come to rest.

use crate::operator::Operator;
use crate::rest::unsettled;
use crate::stage::Stage;
use numberline_domain::{PhoneNumber, TaskKind, TaskStatus};
use numberline_service::task::{self, ListTasks};
use numberline_service::token::Caller;
use numberline_service::{Silent, check, job};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(180);

/// Waits until no order is open, and every number is where it can stay.
pub(crate) fn wait_for_rest(stage: &Stage, operator: &Operator<'_>) {
    let begun = Instant::now();
    loop {
        // A mass removal is asked about: the customers of this run mean it.
        for standing in job::sync::standing(&stage.service).unwrap() {
            job::sync::confirm(&stage.service, standing.guid, "cli:crash@here").unwrap();
        }
        let open = open_orders(stage);
        let unsettled = unsettled(stage, operator);
        if open == 0 && unsettled.is_empty() {
            return;
        }
        let first: Vec<_> = unsettled.iter().take(5).collect();
        assert!(
            begun.elapsed() < PATIENCE,
            "no rest: {open} tasks are open, {} numbers cannot stay as they are: {first:#?}",
            unsettled.len()
        );
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn open_orders(stage: &Stage) -> usize {
    let tasks = tasks(stage, Some(TaskStatus::InProgress));
    tasks.iter().filter(|task| task.task.kind != TaskKind::Sweep).count()
}

fn tasks(stage: &Stage, status: Option<TaskStatus>) -> Vec<task::TaskView> {
    let query = ListTasks { kind: None, status, tenant: None, page: 1, size: 100_000 };
    task::list(&stage.service, &Caller::of_the_command_line(), &query).unwrap().tasks
}

/// Judges; what there was to judge, in words.
pub(crate) fn judge(stage: &Stage, operator: &Operator<'_>) -> String {
    let orders = stage.simulator().orders();
    let counts = stage.simulator().order_counts();
    assert_eq!(counts.doubled, 0, "numbers were ordered again without need: {orders:#?}");
    let mut created: BTreeMap<PhoneNumber, usize> = BTreeMap::new();
    for phone in orders.iter().flat_map(|order| &order.created) {
        *created.entry(*phone).or_default() += 1;
    }
    let twice: Vec<_> = created.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "ordered more than once: {twice:?}");
    let lost: Vec<_> = operator.uploaded.iter().filter(|phone| !created.contains_key(*phone)).collect();
    assert!(lost.is_empty(), "uploads were acknowledged and never ordered: {lost:?}");
    let unasked: Vec<_> = created.keys().filter(|phone| !operator.uploaded.contains(phone)).collect();
    assert!(unasked.is_empty(), "ordered although nobody asked: {unasked:?}");
    // Still so, after the last server was killed too.
    assert_eq!(unsettled(stage, operator), Vec::<String>::new());
    assert_counters(stage);
    let mut lines = Vec::new();
    check::run(&stage.service, &Silent, |line| lines.push(line.to_owned())).unwrap();
    assert_eq!(lines, Vec::<String>::new());
    let (uploaded, released) = (operator.uploaded.len(), operator.released.len());
    let gone = operator.released.iter().filter(|phone| stage.simulator().number(**phone).is_none()).count();
    let refused = released - gone;
    format!(
        "{} orders, {uploaded} numbers uploaded, {released} released: {gone} gone and {refused} refused as assigned",
        counts.orders
    )
}

/// Every task ended as its entries did, and says so.
fn assert_counters(stage: &Stage) {
    for view in tasks(stage, None).into_iter().filter(|view| view.task.kind != TaskKind::Sweep) {
        let output: serde_json::Value = serde_json::from_str(view.task.output.as_deref().unwrap_or("null")).unwrap();
        assert_eq!(output["total"].as_u64(), Some(view.counts.total()), "{view:?}");
        assert_eq!(view.counts.outcome(), Some(view.task.status), "{view:?}");
    }
}
