//! A task as it goes on: told at once, when it stands differently, and to its end; to those who may see it.

use crate::Stage;
use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use http::Request;
use numberline_domain::Role;
use numberline_service::token;
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;

const TENANT: &str = "3bc57cac-5794-457f-ad36-2c88cade9dbb";
const LONG: Duration = Duration::from_secs(60);

async fn with_an_upload() -> (Stage, String) {
    let stage = Stage::for_operators().await;
    let path = format!("/api/v3/oc/numbers/action/upload?msTenantId={TENANT}");
    let id = stage.post(&path, &json!({ "phoneNumbersList": ["+441632960001"] })).await.json();
    (stage, id.as_str().unwrap().to_owned())
}

async fn follow(stage: &Stage, token: &str, id: &str) -> BodyDataStream {
    let request =
        Request::get(format!("/api/v3/oc/tasks/{id}/events")).header("authorization", format!("Bearer {token}"));
    let reply = stage.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["content-type"], "text/event-stream");
    reply.into_body().into_data_stream()
}

/// The task of the next event; `None` when the stream has ended.
async fn next(events: &mut BodyDataStream) -> Option<Value> {
    let chunk = tokio::time::timeout(LONG, events.next()).await.expect("an event or the end")?;
    let text = String::from_utf8(chunk.unwrap().to_vec()).unwrap();
    let data = text.strip_prefix("event: task\ndata: ").expect(&text);
    Some(serde_json::from_str(data.trim_end()).unwrap())
}

#[tokio::test]
async fn a_task_is_told_as_it_goes_on_and_to_its_end() {
    let (stage, id) = with_an_upload().await;
    let mut events = follow(&stage, &stage.token, &id).await;
    let whole = stage.get(&format!("/api/v2/task/{id}"), &[]).await.json();
    assert_eq!(next(&mut events).await, Some(whole));
    let act = async |action: &str| stage.post(&format!("/api/v3/oc/tasks/{id}/action/{action}"), &Value::Null).await;
    assert_eq!(act("pause").await.status, 200);
    assert_eq!(next(&mut events).await.unwrap()["outputData"]["isPaused"], true);
    assert_eq!(act("abandon").await.status, 200);
    assert_eq!(next(&mut events).await.unwrap()["status"], "Cancelled");
    assert_eq!(next(&mut events).await, None, "nothing follows the end");
    let mut over = follow(&stage, &stage.token, &id).await;
    assert_eq!(next(&mut over).await.unwrap()["status"], "Cancelled");
    assert_eq!(next(&mut over).await, None);
}

#[tokio::test]
async fn a_task_of_another_tenant_is_not_followed() {
    let (stage, id) = with_an_upload().await;
    let other = numberline_domain::Guid::parse("7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3").unwrap();
    let token = stage.known_token(Role::Reader, vec![other]).await;
    let path = format!("/api/v3/oc/tasks/{id}/events");
    let bearer = format!("Bearer {token}");
    let reply = stage.send(http::Method::GET, &path, &[("authorization", &bearer)]).await;
    reply.expect_problem(404, "task-unknown");
    stage.get("/api/v3/oc/tasks/tsk_1/events", &[]).await.expect_problem(404, "task-unknown");
    stage.get(&format!("{path}?x=1"), &[]).await.expect_problem(400, "request-invalid");
}

#[tokio::test]
async fn a_follower_of_a_task_loses_it_with_the_token_or_the_server() {
    let (stage, id) = with_an_upload().await;
    let secret = stage.known_token(Role::Reader, vec![]).await;
    let mut events = follow(&stage, &secret, &id).await;
    next(&mut events).await.unwrap();
    let last = token::list(&stage.service).unwrap().last().unwrap().id;
    token::revoke(&stage.service, last, "test").unwrap();
    assert_eq!(next(&mut events).await, None);
    let mut events = follow(&stage, &stage.token, &id).await;
    next(&mut events).await.unwrap();
    stage.standing.announce_stop();
    assert_eq!(next(&mut events).await, None);
    stage.get(&format!("/api/v3/oc/tasks/{id}/events"), &[]).await.expect_problem(503, "stopping");
}
