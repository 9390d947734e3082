//! The gateway's rate.

use crate::support::{Ask, FIRST, Upstream, upload};
use numberline_simulator::Rate;
use std::time::Duration;

#[tokio::test]
async fn the_call_after_the_hundredth_waits_for_a_minute() {
    let upstream = Upstream::start().await;
    upstream.simulator().set(|settings| settings.rate = Rate::PerMinute(100));
    for _ in 0..99 {
        upstream.call(Ask::get("/accounts")).await.ok();
    }
    // A whole order counts once.
    upstream.call(upload(&[FIRST, "+441632960001"])).await.ok();
    let refused = upstream.call(Ask::get("/accounts")).await;
    assert_eq!((refused.refused(429).as_str(), refused.header("retry-after")), ("TooManyRequests", Some("60")));
    upstream.simulator().advance(Duration::from_secs(60));
    upstream.call(Ask::get("/accounts")).await.ok();
}

#[tokio::test]
async fn graph_and_tokens_are_not_counted() {
    let upstream = Upstream::start().await;
    upstream.simulator().set(|settings| settings.rate = Rate::PerMinute(1));
    let token = upstream.graph_token(crate::support::ACCOUNT).await;
    for _ in 0..3 {
        upstream.call(Ask::graph("", &token)).await.ok();
    }
}
