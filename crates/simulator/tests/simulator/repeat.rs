//! `Repeatability-Request-ID` and `Repeatability-First-Sent`.

use crate::support::{FIRST, START_DATE, Upstream, release, upload};
use numberline_simulator::Options;
use std::time::Duration;

#[tokio::test]
async fn a_repeated_order_gets_its_answer_and_does_nothing() {
    let upstream = Upstream::start().await;
    let first = upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    upstream.simulator().advance(Duration::from_secs(61));
    let again = upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    assert_eq!((first.body, first.status), (again.body, again.status));
    assert_eq!(again.headers.get("repeatability-result").unwrap(), "accepted");
    assert_eq!(upstream.status(FIRST).await, "synced");
    assert_eq!(upstream.simulator().order_counts().orders, 1);
}

#[tokio::test]
async fn one_header_alone_is_refused() {
    let upstream = Upstream::start().await;
    let id = upload(&[FIRST]).header("Repeatability-Request-ID", "u1");
    assert_eq!(upstream.ask(id).await.refused(400), "MissingHeader");
    let sent = upload(&[FIRST]).header("Repeatability-First-Sent", START_DATE);
    assert_eq!(upstream.ask(sent).await.refused(400), "MissingHeader");
    let odd = upload(&[FIRST]).header("Repeatability-Request-ID", "u1").header("Repeatability-First-Sent", "now");
    assert_eq!(upstream.ask(odd).await.refused(400), "InvalidHeader");
    assert_eq!(upstream.simulator().order_counts().orders, 0);
}

#[tokio::test]
async fn a_time_may_be_written_as_it_is_declared() {
    let upstream = Upstream::start().await;
    let declared = |ask: crate::support::Ask| {
        ask.header("Repeatability-Request-ID", "u1").header("Repeatability-First-Sent", "2026-03-02T09:15:00Z")
    };
    upstream.call(declared(upload(&[FIRST]))).await.ok();
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    assert_eq!(upstream.simulator().order_counts().orders, 1);
}

#[tokio::test]
async fn what_is_too_old_is_rejected() {
    let upstream = Upstream::start().await;
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    upstream.simulator().advance(Duration::from_secs(299));
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    upstream.simulator().advance(Duration::from_secs(1));
    let late = upstream.call(upload(&[FIRST]).once("u1")).await;
    assert_eq!(
        (late.refused(412).as_str(), late.header("repeatability-result")),
        ("RepeatabilityTooOld", Some("rejected"))
    );
    assert_eq!(upstream.simulator().order_counts().orders, 1);
}

#[tokio::test]
async fn another_order_under_the_same_id_is_rejected() {
    let upstream = Upstream::start().await;
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    for other in [upload(&["+441632960001"]), release(&[FIRST])] {
        assert_eq!(upstream.call(other.once("u1")).await.refused(412), "RepeatabilityMismatch");
    }
    let elsewhen = upload(&[FIRST])
        .header("Repeatability-Request-ID", "u1")
        .header("Repeatability-First-Sent", "Mon, 02 Mar 2026 09:15:01 GMT");
    assert_eq!(upstream.call(elsewhen).await.refused(412), "RepeatabilityMismatch");
}

#[tokio::test]
async fn a_refused_order_may_be_sent_again_under_its_id() {
    let upstream = Upstream::start_with(|options: &mut Options| options.settings.roles.write = false).await;
    assert_eq!(upstream.call(upload(&[FIRST]).once("u1")).await.refused(403), "Forbidden");
    upstream.simulator().set(|settings| settings.roles.write = true);
    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    assert_eq!(upstream.simulator().order_counts().created, 1);
}
