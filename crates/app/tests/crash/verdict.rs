//! The verdict: both sides, the log of orders, the tasks and the tables, once all has come to rest.

use crate::operator::Operator;
use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::{Guid, Number, PhoneNumber, Scope, Status, StatusFilter, TaskKind, TaskStatus};
use numberline_inventory::Selection;
use numberline_service::task::{self, ListTasks};
use numberline_service::token::Caller;
use numberline_service::{Service, Silent, check, job};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(180);

/// Visits every number in the inventory.
pub(crate) fn each_number(service: &Service, visit: impl FnMut(Guid, Number)) {
    let scope = Scope::All;
    let selection = Selection { scope: &scope, tenant: None, filter: StatusFilter::All };
    service.shared().inventory().numbers(&selection, 0, u64::MAX, visit);
}

/// Waits until no order is open, and both sides show the same.
pub(crate) fn wait_for_rest(stage: &Stage) {
    let begun = Instant::now();
    loop {
        // A mass removal is asked about: the customers of this run mean it.
        for standing in job::sync::standing(&stage.service).unwrap() {
            job::sync::confirm(&stage.service, standing.guid, "cli:crash@here").unwrap();
        }
        let open = open_orders(stage);
        let differing = differing(stage);
        if open == 0 && differing.is_empty() {
            return;
        }
        let first: Vec<_> = differing.iter().take(5).collect();
        assert!(
            begun.elapsed() < PATIENCE,
            "no rest: {open} tasks are open, {} numbers differ: {first:?}",
            differing.len()
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

/// Numbers that the two sides do not agree about.
fn differing(stage: &Stage) -> Vec<String> {
    stage.service.load().unwrap();
    let mut ours: BTreeMap<PhoneNumber, (Guid, Status)> = BTreeMap::new();
    each_number(&stage.service, |tenant, number| {
        ours.insert(number.phone, (tenant, number.status));
    });
    let mut differing = Vec::new();
    for (account, tenant) in ACCOUNTS {
        for theirs in stage.simulator().numbers(account) {
            let held = ours.remove(&theirs.phone);
            // What Microsoft refused to release shows as failed there, and goes on here.
            if held != Some((tenant, Status::Active)) || !matches!(theirs.standing, "synced" | "failed") {
                differing.push(format!("{} is {} there and {held:?} here", theirs.phone, theirs.standing));
            }
        }
    }
    // What a customer deleted waits for an approval, or, when it had not been seen, for its withdrawal.
    let may_be_here = |status| matches!(status, Status::MarkedForRemoval | Status::PendingFirstSync);
    let here = ours.into_iter().filter(|(_, (_, status))| !may_be_here(*status));
    differing.extend(here.map(|(phone, held)| format!("{phone} is not there and {held:?} here")));
    differing
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
    let gone: BTreeSet<PhoneNumber> = operator.released.union(&operator.deleted).copied().collect();
    let is_lost = |phone: &&PhoneNumber| !created.contains_key(*phone) && !gone.contains(*phone);
    let lost: Vec<_> = operator.uploaded.iter().filter(is_lost).collect();
    assert!(lost.is_empty(), "uploads were acknowledged and lost: {lost:?}");
    let unasked: Vec<_> = created.keys().filter(|phone| !operator.uploaded.contains(phone)).collect();
    assert!(unasked.is_empty(), "ordered although nobody asked: {unasked:?}");
    assert_counters(stage);
    let mut lines = Vec::new();
    check::run(&stage.service, &Silent, |line| lines.push(line.to_owned())).unwrap();
    assert_eq!(lines, Vec::<String>::new());
    let (uploaded, released) = (operator.uploaded.len(), operator.released.len());
    format!("{} orders, {uploaded} numbers uploaded, {released} released", counts.orders)
}

/// Every task ended as its entries did, and says so.
fn assert_counters(stage: &Stage) {
    for view in tasks(stage, None).into_iter().filter(|view| view.task.kind != TaskKind::Sweep) {
        let output: serde_json::Value = serde_json::from_str(view.task.output.as_deref().unwrap_or("null")).unwrap();
        assert_eq!(output["total"].as_u64(), Some(view.counts.total()), "{view:?}");
        assert_eq!(view.counts.outcome(), Some(view.task.status), "{view:?}");
    }
}
