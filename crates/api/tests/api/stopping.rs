//! A server that is about to stop answers as before, and says so to those who choose where requests go.

use crate::{LIST, Stage};
use axum::body::Body;
use http::{Method, Request, Version};
use tower::ServiceExt;

#[tokio::test]
async fn only_readiness_is_refused_and_every_connection_is_asked_to_close() {
    let stage = Stage::ready().await;
    for path in ["/readyz", "/healthz", LIST] {
        let before = stage.get(path, &[]).await;
        assert!(before.status == 200 && !before.headers.contains_key("connection"), "{path}");
    }
    stage.standing.announce_stop();
    let ready = stage.send(Method::GET, "/readyz", &[]).await;
    ready.expect_problem(503, "stopping");
    assert_eq!((ready.header("retry-after"), ready.header("connection")), ("1", "close"));
    for (path, expected) in [("/healthz", 200), (LIST, 200), ("/api/v3/oc/numbers/448718943000", 200), ("/nope", 404)] {
        let reply = stage.get(path, &[]).await;
        assert_eq!((reply.status.as_u16(), reply.header("connection")), (expected, "close"), "{path}");
    }
    let metrics = stage.get("/metrics", &[]).await;
    assert!(String::from_utf8(metrics.body.to_vec()).unwrap().contains("numberline_ready 0\n"));
}

#[tokio::test]
async fn http2_knows_no_header_about_its_connection() {
    let stage = Stage::ready().await;
    stage.standing.announce_stop();
    let request = Request::get("/healthz").version(Version::HTTP_2).body(Body::empty()).unwrap();
    let response = stage.router.clone().oneshot(request).await.unwrap();
    assert!(response.status() == 200 && !response.headers().contains_key("connection"));
}
