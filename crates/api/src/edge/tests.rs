//! Claims about what the edge makes of handlers that fail. Their paths are public ones, so that no token is needed.

use super::*;
use crate::settings::Settings;
use crate::standing::Standing;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use http::Method;
use numberline_domain::Clock;
use numberline_service::{Location, OpenOptions, Service};
use std::time::Duration;
use tower::ServiceExt;

const QUICK: Duration = Duration::from_millis(50);

async fn ask(method: Method, path: &str, body: Body) -> (u16, serde_json::Value) {
    let database = numberline_testing::TestDatabase::new();
    let location = Location::parse(&database.address()).unwrap();
    let service = Service::open(&location, OpenOptions::default(), Clock::System).unwrap();
    let api =
        Api::new(service, Settings { max_body: 10, body_time: QUICK, ..Settings::default() }, &Standing::default());
    let router = Router::new()
        .route("/docs/panic", get(async || -> () { panic!("the secret of the inside") }))
        .route("/docs/echo", post(async |body: Bytes| body))
        .fallback(no_such_path)
        .layer(Edge { api, admission: Admission::Known });
    let request = Request::builder().method(method).uri(path).body(body).unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

/// A body of the given chunks that never ends.
fn endless(chunk: &'static [u8]) -> Body {
    struct Endless(Option<Bytes>);
    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = Infallible;
        fn poll_frame(
            mut self: Pin<&mut Self>,
            _context: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
            match self.0.take() {
                Some(chunk) => Poll::Ready(Some(Ok(http_body::Frame::data(chunk)))),
                None => Poll::Pending,
            }
        }
    }
    Body::new(Endless(Some(Bytes::from_static(chunk))))
}

#[tokio::test]
async fn a_panic_is_a_500_that_tells_nothing() {
    let (status, problem) = ask(Method::GET, "/docs/panic", Body::empty()).await;
    assert_eq!((status, problem["errorCode"].as_str()), (500, Some("internal-error")));
    assert!(!problem.to_string().contains("secret"));
}

#[tokio::test]
async fn a_body_within_its_bounds_arrives() {
    assert_eq!(ask(Method::POST, "/docs/echo", Body::from("1234567890")).await.0, 200);
}

#[tokio::test]
async fn a_body_over_its_size_is_refused_before_it_is_read_and_while_it_is() {
    for body in [Body::from("12345678901"), endless(b"12345678901")] {
        let (status, problem) = ask(Method::POST, "/docs/echo", body).await;
        assert_eq!((status, problem["errorCode"].as_str()), (413, Some("body-too-large")));
    }
}

#[tokio::test]
async fn a_body_that_does_not_end_in_time_is_refused() {
    let (status, problem) = ask(Method::POST, "/docs/echo", endless(b"123")).await;
    assert_eq!((status, problem["errorCode"].as_str()), (408, Some("request-timeout")));
}
