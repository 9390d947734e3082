//! `/api/v3/tokens` and `/api/v3/session`.

use crate::{LIST, Reply, Stage};
use http::Method;
use numberline_domain::Role;
use numberline_service::generate::DOCUMENT_TENANT;
use serde_json::{Value, json};

const TOKENS: &str = "/api/v3/tokens";
const JSON: (&str, &str) = ("content-type", "application/json");

async fn create(stage: &Stage, token: &str, body: &Value) -> Reply {
    let bearer = format!("Bearer {token}");
    stage.send_body(Method::POST, TOKENS, &[("authorization", &bearer), JSON], &body.to_string()).await
}

async fn as_bearer(stage: &Stage, method: Method, token: &str, path: &str) -> Reply {
    stage.send(method, path, &[("authorization", &format!("Bearer {token}"))]).await
}

#[tokio::test]
async fn a_token_is_good_once_it_is_made_and_refused_once_it_is_revoked() {
    let stage = Stage::ready().await;
    let admin = stage.known_token(Role::Admin, vec![]).await;
    let body = json!({"role": "reader", "name": "<b>dash</b>", "tenants": [DOCUMENT_TENANT.to_string()], "channels": [0, 7], "expiresInSeconds": 600});
    let made = create(&stage, &admin, &body).await;
    let seq = |reply: &Reply| reply.header("numberline-seq").parse::<u64>().unwrap();
    assert_eq!(made.status, 201);
    let first = seq(&made);
    let made = made.json();
    let (secret, id) = (made["secret"].as_str().unwrap(), made["token"]["id"].as_i64().unwrap());
    assert_eq!(as_bearer(&stage, Method::GET, secret, LIST).await.status, 200);
    let session = as_bearer(&stage, Method::GET, secret, "/api/v3/session").await.json();
    let expected = json!({
        "tokenId": id, "name": "<b>dash</b>", "role": "reader", "tenants": [DOCUMENT_TENANT.to_string()], "channels": [0, 7],
    });
    assert_eq!(session, expected);
    let listed = as_bearer(&stage, Method::GET, &admin, TOKENS).await;
    assert!(!String::from_utf8_lossy(&listed.body).contains(secret));
    let listed = listed.json();
    let entry = listed["data"].as_array().unwrap().iter().find(|token| token["id"] == id).unwrap();
    assert!(entry["lastUsedAt"].is_string() && entry["revokedAt"].is_null() && entry["expiresAt"].is_string());
    for _ in 0..2 {
        let revoked = as_bearer(&stage, Method::DELETE, &admin, &format!("{TOKENS}/{id}")).await;
        assert_eq!((revoked.status.as_u16(), seq(&revoked)), (204, first + 1));
        as_bearer(&stage, Method::GET, secret, LIST).await.expect_problem(401, "credential-revoked");
    }
    let unknown = as_bearer(&stage, Method::DELETE, &admin, &format!("{TOKENS}/999999")).await;
    unknown.expect_problem(404, "token-unknown");
}

#[tokio::test]
async fn only_administrators_see_or_change_tokens() {
    let stage = Stage::ready().await;
    for role in [Role::Reader, Role::Operator] {
        let token = stage.known_token(role, vec![]).await;
        for (method, path) in [(Method::GET, TOKENS), (Method::DELETE, "/api/v3/tokens/1")] {
            as_bearer(&stage, method, &token, path).await.expect_problem(403, "role-insufficient");
        }
        create(&stage, &token, &json!({"role": "reader"})).await.expect_problem(403, "role-insufficient");
    }
}

#[tokio::test]
async fn an_administrator_of_one_tenant_reaches_no_token_beyond_it() {
    let stage = Stage::ready().await;
    let admin = stage.known_token(Role::Admin, vec![DOCUMENT_TENANT]).await;
    let listed = as_bearer(&stage, Method::GET, &admin, TOKENS).await.json();
    let listed = listed["data"].as_array().unwrap();
    assert!(!listed.is_empty() && listed.iter().all(|token| token["tenants"] == json!([DOCUMENT_TENANT.to_string()])));
    // The first token reads everything.
    let beyond = as_bearer(&stage, Method::DELETE, &admin, &format!("{TOKENS}/1")).await;
    beyond.expect_problem(404, "token-unknown");
    let body = json!({"role": "reader", "tenants": ["11111111-1111-1111-1111-111111111111"]});
    create(&stage, &admin, &body).await.expect_problem(403, "scope-insufficient");
    let made = create(&stage, &admin, &json!({"role": "admin"})).await.json();
    assert_eq!(made["token"]["tenants"], json!([DOCUMENT_TENANT.to_string()]));
}

#[tokio::test]
async fn every_fault_of_a_new_token_is_told() {
    let stage = Stage::ready().await;
    let admin = stage.known_token(Role::Admin, vec![]).await;
    let body = json!({"role": "king", "tenants": ["x"], "name": 7, "expiresInSeconds": 0, "nope": 1});
    let problem = create(&stage, &admin, &body).await.expect_problem(400, "request-invalid");
    let named: Vec<_> = problem["errors"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, ["expiresInSeconds", "name", "nope", "role", "tenants[0]"]);
    let problem = create(&stage, &admin, &json!({})).await.expect_problem(400, "request-invalid");
    assert_eq!(problem["errors"], json!({"role": ["is missing"]}));
    create(&stage, &admin, &json!([])).await.expect_problem(400, "request-invalid");
    for name in ["", "a\u{0}b", "two\nlines", &"é".repeat(256)] {
        let problem = create(&stage, &admin, &json!({"role": "reader", "name": name})).await;
        let problem = problem.expect_problem(400, "request-invalid");
        assert_eq!(problem["errors"].as_object().unwrap().keys().collect::<Vec<_>>(), ["name"]);
    }
    let bearer = format!("Bearer {admin}");
    for body in [r#"{"role":"reader","role":"admin"}"#, r#"{"role":"reader","Role":"admin"}"#] {
        let reply = stage.send_body(Method::POST, TOKENS, &[("authorization", &bearer), JSON], body).await;
        assert!(reply.expect_problem(400, "request-invalid")["errors"]["role"].is_array());
    }
    let reply = stage.send_body(Method::POST, TOKENS, &[("authorization", &bearer)], "{\"role\":\"reader\"}").await;
    reply.expect_problem(415, "media-type-unsupported");
}
