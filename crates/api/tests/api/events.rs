//! `/api/v3/inventory/events`: changes as they happen, to those who may know of them, for as long as they may.

use crate::Stage;
use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use http::Request;
use numberline_domain::Role;
use numberline_service::generate::{self, DOCUMENT_TENANT, Plan, Profile};
use numberline_service::token;
use std::time::Duration;
use tower::ServiceExt;

const EVENTS: &str = "/api/v3/inventory/events";
const LONG: Duration = Duration::from_secs(60);

async fn follow(stage: &Stage, token: &str) -> BodyDataStream {
    let request = Request::get(EVENTS).header("authorization", format!("Bearer {token}"));
    let reply = stage.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(
        (reply.status().as_u16(), &reply.headers()["content-type"]),
        (200, &"text/event-stream".parse().unwrap())
    );
    reply.into_body().into_data_stream()
}

/// The next event; `None` when the stream has ended.
async fn next(events: &mut BodyDataStream) -> Option<String> {
    let next = tokio::time::timeout(LONG, events.next()).await.expect("an event or the end");
    next.map(|chunk| String::from_utf8(chunk.unwrap().to_vec()).unwrap())
}

fn change(stage: &Stage) -> u64 {
    let plan = Plan { numbers: 10, tenants: 1, seed: 3, profile: Profile::Even };
    generate::run(&stage.service, &plan, "test", &numberline_service::Silent).unwrap().seq
}

#[tokio::test]
async fn a_change_is_told_with_its_number() {
    let stage = Stage::ready().await;
    let mut events = follow(&stage, &stage.token).await;
    let before = stage.service.shared().inventory().seq();
    assert_eq!(next(&mut events).await.unwrap(), format!("event: change\ndata: {{\"seq\":{before}}}\n\n"));
    let seq = change(&stage);
    assert_eq!(next(&mut events).await.unwrap(), format!("event: change\ndata: {{\"seq\":{seq}}}\n\n"));
}

#[tokio::test]
async fn a_stream_ends_when_its_token_is_revoked() {
    let stage = Stage::ready().await;
    let secret = stage.known_token(Role::Reader, vec![DOCUMENT_TENANT]).await;
    let mut events = follow(&stage, &secret).await;
    next(&mut events).await.unwrap();
    let id = token::list(&stage.service).unwrap().last().unwrap().id;
    token::revoke(&stage.service, id, "test").unwrap();
    assert_eq!(next(&mut events).await, None);
}

#[tokio::test]
async fn a_stream_ends_when_the_server_is_about_to_stop() {
    let stage = Stage::ready().await;
    let mut events = follow(&stage, &stage.token).await;
    next(&mut events).await.unwrap();
    stage.standing.announce_stop();
    assert_eq!(next(&mut events).await, None);
    stage.get(EVENTS, &[]).await.expect_problem(503, "stopping");
}

#[tokio::test]
async fn changes_of_other_tenants_are_not_told() {
    let stage = Stage::ready().await;
    let secret = stage.known_token(Role::Reader, vec![DOCUMENT_TENANT]).await;
    let mut events = follow(&stage, &secret).await;
    let first = next(&mut events).await.unwrap();
    change(&stage);
    // The next news of this stream is its end, so the change was none.
    stage.standing.announce_stop();
    assert_eq!(next(&mut events).await, None, "after {first}");
}
