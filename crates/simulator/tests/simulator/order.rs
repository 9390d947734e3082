//! The log of orders: what proves that nothing was lost and nothing doubled.

use crate::support::{Ask, FIRST, START_DATE, Upstream, action, number, phone, release, upload};
use numberline_simulator::{Assignment, OrderCounts};
use serde_json::{Value, json};

const SECOND: &str = "+441632960001";

#[tokio::test]
async fn every_effect_is_in_the_log_once() {
    let upstream = Upstream::start().await;
    upstream.call(upload(&[FIRST, SECOND]).once("u1")).await.ok();
    upstream.call(upload(&[FIRST, SECOND]).once("u1")).await.ok();
    assert_eq!(upstream.ask(upload(&[FIRST, FIRST]).once("u2")).await.status, 400);
    upstream.wait();
    upstream.call(release(&[SECOND]).once("d1")).await.ok();
    let orders = upstream.simulator().orders();
    let told: Vec<_> = orders.iter().map(|order| (order.sequence, order.request_id.as_deref().unwrap())).collect();
    assert_eq!(told, [(1, "u1"), (2, "d1")]);
    assert_eq!((&orders[0].created, &orders[1].deleted), (&vec![phone(0), phone(1)], &vec![phone(1)]));
    let counts = OrderCounts { orders: 2, created: 2, deleted: 1, ..OrderCounts::default() };
    assert_eq!(upstream.simulator().order_counts(), counts);
}

#[tokio::test]
async fn what_is_ordered_again_under_another_id_is_doubled() {
    let upstream = Upstream::start().await;
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    upstream.call(upload(&[FIRST]).once("u2")).await.ok();
    assert_eq!(upstream.simulator().order_counts().doubled, 1);
    upstream.wait();
    upstream.call(upload(&[FIRST, SECOND]).once("u3")).await.ok();
    let last = upstream.simulator().orders().pop().unwrap();
    assert_eq!((last.created, last.updated, last.doubled), (vec![phone(1)], vec![], vec![phone(0)]));
    upstream.wait();
    upstream.call(release(&[FIRST]).once("d1")).await.ok();
    upstream.call(release(&[FIRST]).once("d2")).await.ok();
    assert_eq!(upstream.simulator().order_counts().doubled, 3);
}

#[tokio::test]
async fn what_has_a_reason_is_not_doubled() {
    let upstream = Upstream::start().await;
    let doubled = || upstream.simulator().order_counts().doubled;
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    upstream.wait();
    // A change.
    let mut changed = number(FIRST);
    changed["configuration"] = json!({ "customSipHeader": "desk-1" });
    let write = |number: &Value, id: &str| {
        Ask::post(&action("createOrUpdateNumbers"), &json!({ "numbers": [number] })).once(id)
    };
    upstream.call(write(&changed, "u2")).await.ok();
    upstream.wait();
    // The end of an assignment.
    upstream.simulator().assign(&[phone(0)], Assignment::UserAssigned).unwrap();
    changed["serviceDetails"]["teamsOperatorConnect"]["assignmentStatus"] = json!("unassigned");
    upstream.call(write(&changed, "u3")).await.ok();
    upstream.wait();
    assert_eq!((upstream.simulator().order_counts().updated, doubled()), (2, 0));
    // The same end again.
    upstream.simulator().advance(std::time::Duration::from_secs(30));
    upstream.call(write(&changed, "u4")).await.ok();
    assert_eq!(doubled(), 1);
}

#[tokio::test]
async fn a_number_may_come_again_after_it_went_or_failed() {
    let upstream = Upstream::start().await;
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    upstream.wait();
    upstream.call(release(&[FIRST]).once("d1")).await.ok();
    upstream.wait();
    upstream.call(upload(&[FIRST]).once("u2")).await.ok();
    let failure = numberline_simulator::Failure { code: "Busy".to_owned(), message: "Later.".to_owned() };
    upstream.simulator().fail(&[phone(0)], failure);
    let after =
        upload(&[FIRST]).header("Repeatability-Request-ID", "u3").header("Repeatability-First-Sent", START_DATE);
    upstream.call(after).await.ok();
    let counts = OrderCounts { orders: 4, created: 2, updated: 1, deleted: 1, ..OrderCounts::default() };
    assert_eq!(upstream.simulator().order_counts(), counts);
}

#[tokio::test]
async fn deletes_of_what_is_not_there_are_told_apart() {
    let upstream = Upstream::start().await;
    assert_eq!(upstream.call(release(&[FIRST]).once("d1")).await.status, 204);
    let counts = OrderCounts { orders: 1, absent: 1, ..OrderCounts::default() };
    assert_eq!(upstream.simulator().order_counts(), counts);
}

#[tokio::test]
async fn the_file_has_every_order_before_its_answer() {
    let file = std::env::temp_dir().join(format!("numberline-orders-{}.ndjson", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let upstream = Upstream::start_with(|options| options.order_log = Some(file.clone())).await;
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    let lines = std::fs::read_to_string(&file).unwrap();
    let order: Value = serde_json::from_str(lines.trim_end()).unwrap();
    assert_eq!((&order["requestId"], &order["created"]), (&json!("u1"), &json!([FIRST])));
    // A simulator that is started again goes on in it.
    let again = Upstream::start_with(|options| options.order_log = Some(file.clone())).await;
    again.call(upload(&[FIRST]).once("u1")).await.ok();
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 2);
    std::fs::remove_file(&file).unwrap();
}
