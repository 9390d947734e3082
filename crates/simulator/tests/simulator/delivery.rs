//! Answers that arrive slowly, in part, or not at all.

use crate::support::{Ask, FIRST, PATIENCE, Upstream, upload};
use numberline_simulator::Fault;
use std::time::{Duration, Instant};

async fn with_fault(what: &str) -> Upstream {
    let upstream = Upstream::with_numbers(20).await;
    upstream.simulator().add_fault(Fault::new(what.parse().unwrap()).times(1)).unwrap();
    upstream
}

#[tokio::test]
async fn silence_is_silence() {
    let upstream = with_fault("silence").await;
    let (silent, list) = (upload(&["+441632960900"]), Ask::get("/numbers"));
    tokio::select! {
        answer = upstream.send(&silent) => panic!("{answer:?}"),
        // A later call is answered while the first still waits.
        () = async { while upstream.simulator().struck(1) == Some(0) { tokio::task::yield_now().await; } } => {}
    }
    upstream.call(list).await.ok();
    assert_eq!(upstream.simulator().order_counts().orders, 0);
}

#[tokio::test]
async fn a_hung_up_call_is_not_done() {
    let upstream = with_fault("hang-up").await;
    assert!(upstream.send(&upload(&["+441632960900"])).await.is_err());
    assert_eq!(upstream.simulator().order_counts().orders, 0);
}

#[tokio::test]
async fn a_lost_answer_is_of_an_order_that_was_done() {
    let upstream = with_fault("lost-answer").await;
    // No order: its answer is not lost.
    upstream.call(Ask::get("/numbers")).await.ok();
    let order = upload(&["+441632960900"]).once("u1");
    assert!(upstream.send(&order).await.is_err());
    assert_eq!(upstream.simulator().order_counts().created, 1);
    upstream.call(order).await.ok();
    assert_eq!(upstream.simulator().order_counts().orders, 1);
}

#[tokio::test]
async fn a_cut_answer_has_a_head_and_half_a_body() {
    let upstream = with_fault("cut").await;
    let response = upstream.send(&Ask::get("/numbers")).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap() > 5000);
    assert!(response.bytes().await.is_err());
    upstream.call(Ask::get("/numbers")).await.ok();
}

#[tokio::test]
async fn a_dripping_answer_takes_its_time_and_is_whole() {
    let upstream = with_fault("drip=1").await;
    let begun = Instant::now();
    let path = crate::support::number_path(FIRST);
    let answer = tokio::time::timeout(PATIENCE, upstream.call(Ask::get(&path))).await.unwrap().ok();
    let least = Duration::from_millis(u64::try_from(answer.body.len()).unwrap());
    assert!(begun.elapsed() >= least, "{:?} for {} bytes", begun.elapsed(), answer.body.len());
}
