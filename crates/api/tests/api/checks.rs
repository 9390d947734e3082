//! Assignment checks on demand: what is ordered, and what is refused.

use crate::Stage;
use numberline_domain::{Guid, Role};
use numberline_service::generate::DOCUMENT_TENANT;
use serde_json::{Value, json};

const CHECK: &str = "/api/v3/oc/numbers/action/check";
const TENANT: &str = "msTenantId=3bc57cac-5794-457f-ad36-2c88cade9dbb";

fn some(numbers: &[&str]) -> Value {
    json!({ "telephoneNumbers": numbers })
}

#[tokio::test]
async fn a_check_is_a_sweep_of_those_numbers_or_of_all() {
    let stage = Stage::for_operators().await;
    for body in [some(&["+448718943001", "+448718943000"]), json!({}), json!({ "TelephoneNumbers": null })] {
        let reply = stage.post(&format!("{CHECK}?{TENANT}"), &body).await;
        assert_eq!(reply.status, 200, "{body}: {:?}", reply.body);
        let task = stage.get(reply.header("location"), &[]).await.json();
        assert_eq!((&task["status"], &task["outputData"]["kind"]), (&json!("In Progress"), &json!("sweep")));
        assert_eq!(task["outputData"]["msTenantId"], DOCUMENT_TENANT.to_string());
    }
}

#[tokio::test]
async fn the_same_key_orders_one_check() {
    let stage = Stage::for_operators().await;
    let key = [("idempotency-key", "check-1")];
    let body = some(&["+448718943000"]).to_string();
    let path = format!("{CHECK}?{TENANT}");
    let first = stage.post_with(&path, &body, &key).await.json();
    assert_eq!(stage.post_with(&path, &body, &key).await.json(), first);
    stage.post_with(&path, "{}", &key).await.expect_problem(422, "idempotency-key-reused");
}

#[tokio::test]
async fn only_active_numbers_of_the_tenant_are_checked() {
    let stage = Stage::for_operators().await;
    stage.observe(&[json!({ "telephoneNumber": "+448718943002", "acquiredNumberStatus": 2 })]).await;
    let numbers = some(&["+448718943000", "+448718943002"]);
    let problem = stage.post(&format!("{CHECK}?{TENANT}"), &numbers).await.expect_problem(409, "order-refused");
    assert_eq!(problem["failures"].as_array().unwrap().len(), 1);
    assert_eq!(problem["failures"][0]["telephoneNumber"], "+448718943002");
    let numbers = some(&["+448718943000", "+441632960001"]);
    stage.post(&format!("{CHECK}?{TENANT}"), &numbers).await.expect_problem(404, "number-unknown");
    for body in [json!([]), some(&[]), some(&["448718943000"]), json!({ "numbers": [] })] {
        stage.post(&format!("{CHECK}?{TENANT}"), &body).await.expect_problem(400, "request-invalid");
    }
    assert_eq!(stage.get("/api/v3/oc/tasks", &[]).await.json()["totalRecords"], 0);
}

#[tokio::test]
async fn a_reader_and_an_operator_of_another_tenant_check_nothing() {
    let stage = Stage::for_operators().await;
    let path = format!("{CHECK}?{TENANT}");
    let token = stage.known_token(Role::Reader, vec![]).await;
    let reader = Stage { token, ..stage };
    reader.post(&path, &json!({})).await.expect_problem(403, "role-insufficient");
    let other = Guid::parse("7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3").unwrap();
    let token = reader.known_token(Role::Operator, vec![other]).await;
    let operator = Stage { token, ..reader };
    operator.post(&path, &json!({})).await.expect_problem(404, "tenant-unknown");
}
