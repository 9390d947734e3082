//! Tasks: looked at, listed, acted on; and the published schemas of what writes.

use crate::Stage;
use serde_json::{Value, json};

const TENANT: &str = "3bc57cac-5794-457f-ad36-2c88cade9dbb";

async fn with_an_upload() -> (Stage, String) {
    let stage = Stage::for_operators().await;
    let path = format!("/api/v3/oc/numbers/action/upload?msTenantId={TENANT}");
    let body = json!({ "phoneNumberRanges": [{ "start": "+441632960000", "end": "+441632960004" }] });
    let id = stage.post(&path, &body).await.json().as_str().unwrap().to_owned();
    (stage, id)
}

#[tokio::test]
async fn a_task_tells_how_it_stands() {
    let (stage, id) = with_an_upload().await;
    let task = stage.get(&format!("/api/v2/task/{id}"), &[]).await.json();
    let members: Vec<_> = task.as_object().unwrap().keys().cloned().collect();
    let mut expected = ["id", "status", "details", "totalNumbersCount", "executionMessages", "outputData"];
    expected.sort_unstable();
    let mut members_sorted = members;
    members_sorted.sort();
    assert_eq!(members_sorted, expected);
    assert_eq!((&task["totalNumbersCount"], &task["details"]), (&json!(5), &json!([])));
    assert_eq!(task["executionMessages"][0]["level"], "Information");
    let output = &task["outputData"];
    assert_eq!((&output["NumbersUploaded"], &output["WorkflowVersion"]), (&json!(0), &json!(3)));
    assert_eq!((&output["msTenantId"], &output["entries"]["waiting"]), (&json!(TENANT), &json!(5)));
    for unknown in ["tsk_185510", "x", "3bc57cac-5794-457f-ad36-2c88cade9dbb"] {
        stage.get(&format!("/api/v2/task/{unknown}"), &[]).await.expect_problem(404, "task-unknown");
    }
}

#[tokio::test]
async fn tasks_are_listed_as_they_are_asked_for() {
    let (stage, id) = with_an_upload().await;
    for (query, total) in [
        ("", 1),
        ("?kind=UPLOAD&status=In+Progress", 1),
        ("?kind=release", 0),
        ("?status=Failed", 0),
        (&format!("?msTenantId={TENANT}&pageNumber=2&pageSize=1"), 1),
    ] {
        let page = stage.get(&format!("/api/v3/oc/tasks{query}"), &[]).await.json();
        assert_eq!(page["totalRecords"], total, "{query}");
    }
    let page = stage.get("/api/v3/oc/tasks", &[]).await.json();
    let record = &page["data"][0];
    assert_eq!((&record["id"], &record["kind"]), (&json!(id), &json!("upload")));
    assert_eq!((&record["msTenantId"], &record["isPaused"]), (&json!(TENANT), &json!(false)));
    assert_eq!((&page["currentPage"], &page["pageSize"], &page["totalPages"]), (&json!(1), &json!(50), &json!(1)));
    stage.get("/api/v3/oc/tasks?kind=x&pageSize=501", &[]).await.expect_problem(400, "request-invalid");
    let other = "/api/v3/oc/tasks?msTenantId=7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3";
    stage.get(other, &[]).await.expect_problem(404, "tenant-unknown");
}

#[tokio::test]
async fn an_operator_pauses_resumes_and_abandons() {
    let (stage, id) = with_an_upload().await;
    let act = async |action: &str| stage.post(&format!("/api/v3/oc/tasks/{id}/action/{action}"), &Value::Null).await;
    for _ in 0..2 {
        assert_eq!(act("pause").await.json()["outputData"]["isPaused"], true);
    }
    assert_eq!(act("resume").await.json()["outputData"]["isPaused"], false);
    assert_eq!(act("retry").await.status, 200, "what waits is tried at once");
    let abandoned = act("abandon").await.json();
    assert_eq!((&abandoned["status"], abandoned["details"].as_array().unwrap().len()), (&json!("Cancelled"), 5));
    assert_eq!(abandoned["details"][0]["state"], "abandoned");
    for action in ["retry", "pause", "resume", "abandon"] {
        let problem = act(action).await.expect_problem(409, "task-state-conflict");
        assert!(problem["detail"].as_str().unwrap().contains("Cancelled"));
    }
    act("nope").await.expect_problem(404, "path-unknown");
}

#[tokio::test]
async fn what_writes_answers_as_the_published_schema_says() {
    let (stage, id) = with_an_upload().await;
    let document: Value = serde_json::from_str(&numberline_api::openapi_json()).unwrap();
    stage.observe(&[json!({ "telephoneNumber": "+448718943000", "acquiredNumberStatus": 2 })]).await;
    let numbers = json!({ "telephoneNumbers": ["+448718943000", "+448718943001"] });
    let refused = stage.post(&format!("/api/v2/oc/numbers/action/release?msTenantId={TENANT}"), &json!([])).await;
    for (name, answer) in [
        ("TaskBody", stage.get(&format!("/api/v2/task/{id}"), &[]).await),
        ("TaskPage", stage.get("/api/v3/oc/tasks", &[]).await),
        ("RemovalAnswer", stage.post("/api/v3/oc/numbers/action/ready-for-removal", &numbers).await),
        ("Problem", refused),
    ] {
        let schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": document["components"]});
        let validator = jsonschema::validator_for(&schema).unwrap();
        let answer = answer.json();
        let faults: Vec<_> = validator.iter_errors(&answer).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?} in {answer}");
    }
}

/// What the published schemas of bodies admit is read, and what they do not is a 400.
#[tokio::test]
async fn the_published_bodies_are_what_is_read() {
    let (stage, _) = with_an_upload().await;
    let document: Value = serde_json::from_str(&numberline_api::openapi_json()).unwrap();
    let bodies = [
        json!(null),
        json!([]),
        json!({}),
        json!(7),
        json!("x"),
        json!(["+441632960001"]),
        json!(["441632960001"]),
        json!([null]),
        json!({ "phoneNumberRanges": [] }),
        json!({ "phoneNumberRanges": null }),
        json!({ "phoneNumberRanges": [{ "start": "+441632960001", "end": "+441632960002" }] }),
        json!({ "phoneNumberRanges": [{ "start": "+441632960001" }] }),
        json!({ "phoneNumberRanges": [{ "start": "+441632960001", "end": "+441632960002", "x": 1 }] }),
        json!({ "telephoneNumbers": ["+441632960001"] }),
        json!({ "telephoneNumbers": [] }),
        json!({ "telephoneNumbers": null }),
        json!({ "usage": null, "capabilities": null, "phoneNumbersList": null }),
        json!({ "usage": "" }),
        json!({ "usage": "a b" }),
        json!({ "capabilities": ["a"] }),
        json!({ "capabilities": [""] }),
        json!({ "capabilities": [null] }),
        json!({ "workflowVersion": 3 }),
        json!({ "workflowVersion": 0 }),
        json!({ "workflowVersion": 2.5 }),
        json!({ "workflowVersion": "3" }),
        json!({ "ticketId": "" }),
        json!({ "ticketId": "\u{0}é" }),
        json!({ "ticketId": "\u{85}" }),
        json!({ "ticketId": "é\u{a0}" }),
        json!({ "callingProfile": "two\nlines" }),
        json!({ "ticketId": 7 }),
        json!({ "nope": 1 }),
        json!({ "callingProfile": "x".repeat(255) }),
        json!({ "callingProfile": "x".repeat(256) }),
    ];
    for (name, path) in [
        ("UploadRequest", "/api/v3/oc/numbers/action/upload"),
        ("ReleaseRequest", "/api/v2/oc/numbers/action/release"),
        ("UnassignRequest", "/api/v2/oc/numbers/action/unassign"),
        ("RemovalRequest", "/api/v3/oc/action/clear-removal-status"),
    ] {
        let schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": document["components"]});
        let validator = jsonschema::validator_for(&schema).unwrap();
        let query = if name == "RemovalRequest" { String::new() } else { format!("?msTenantId={TENANT}") };
        // A fresh token for each, so that no rate comes between.
        for body in &bodies {
            let token = stage.known_token(numberline_domain::Role::Operator, vec![]).await;
            let request = http::Request::post(format!("{path}{query}"))
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/json")
                .body(axum::body::Body::from(body.to_string()));
            let status = crate::send(&stage.router, request.unwrap()).await.status.as_u16();
            assert_eq!(validator.is_valid(body), status != 400, "{name} {body}: {status}");
        }
    }
}
