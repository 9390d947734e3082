//! Paths, methods and sizes: every refusal is a problem, whoever makes it.

use crate::{LIST, Stage, send};
use axum::body::Body;
use http::{Method, Request};
use numberline_domain::Role;

const NUMBER: &str = "/api/v3/oc/numbers/+448718943000";

#[tokio::test]
async fn other_methods_are_refused_with_allow() {
    let stage = Stage::ready().await;
    let bearer = format!("Bearer {}", stage.token);
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
        for path in [LIST, NUMBER, "/healthz", "/readyz", "/openapi.json", "/docs/", "/", "/numbers"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let reply = stage.send(method, path, &[("authorization", &bearer)]).await;
            reply.expect_problem(405, "method-not-allowed");
            assert_eq!(reply.header("allow"), "GET,HEAD", "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let stage = Stage::ready().await;
    let long = format!("{LIST}?msTenantId={}", "a".repeat(8192));
    stage.get(&long, &[]).await.expect_problem(414, "address-too-long");
    stage.get(LIST, &[("x-long", &"a".repeat(32 * 1024))]).await.expect_problem(431, "headers-too-large");
    let request = Request::get("/healthz").header("content-length", 2_000_000).body(Body::from(vec![0; 2_000_000]));
    send(&stage.router, request.unwrap()).await.expect_problem(413, "body-too-large");
}

#[tokio::test]
async fn every_fault_of_a_request_is_told_at_once() {
    let stage = Stage::ready().await;
    let path = format!("{LIST}?pageSize=0&pagenumber=x&nope=1&msTenantId=%zz");
    let problem = stage.get(&path, &[("numberline-min-seq", "x")]).await.expect_problem(400, "request-invalid");
    let named: Vec<_> = problem["errors"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(named, ["Numberline-Min-Seq", "msTenantId", "nope", "pageNumber", "pageSize"]);
    assert_eq!(problem["instance"], LIST);
    let problem = stage.get("/api/v3/oc/numbers/12?x=1", &[]).await.expect_problem(400, "request-invalid");
    assert_eq!(problem["errors"].as_object().unwrap().len(), 2);
}

#[tokio::test]
async fn a_base_path_moves_the_api_and_nothing_else() {
    let stage = Stage::ready().await;
    let settings =
        numberline_api::Settings { base_path: "/tenantui".parse().unwrap(), max_page_size: 50, ..Default::default() };
    let stage =
        Stage { router: numberline_api::routers(stage.service.clone(), settings, &Default::default()).api, ..stage };
    assert_eq!(stage.get("/tenantui/api/v3/oc/numbers", &[]).await.json()["totalRecords"], 10);
    assert_eq!(stage.get("/tenantui/api/v3/oc/numbers/%2B448718943000", &[]).await.status, 200);
    stage.get(LIST, &[]).await.expect_problem(404, "path-unknown");
    let missing = stage.get("/tenantui/api/v3/oc/numbers/+44871894399", &[]).await;
    assert_eq!(missing.expect_problem(404, "number-unknown")["instance"], "/tenantui/api/v3/oc/numbers/+44871894399");
    let document = stage.get("/openapi.json", &[]).await.json();
    let parameters = &document["paths"]["/tenantui/api/v3/oc/numbers"]["get"]["parameters"];
    assert_eq!(parameters[3]["schema"]["maximum"], 50);
    assert_eq!(stage.get("/healthz", &[]).await.status, 200);
}

#[tokio::test]
async fn how_many_numbers_a_call_may_name_is_set_and_published() {
    let stage = Stage::ready().await;
    let settings = numberline_api::Settings { max_order_numbers: 2, max_removal_numbers: 1, ..Default::default() };
    let router = numberline_api::routers(stage.service.clone(), settings, &stage.standing).api;
    let bearer = format!("Bearer {}", stage.known_token(Role::Operator, vec![]).await);
    let post = async |path: &str, body: &str| {
        let request = Request::post(path).header("authorization", &bearer).header("content-type", "application/json");
        send(&router, request.body(Body::from(body.to_owned())).unwrap()).await
    };
    let tenant = "msTenantId=3bc57cac-5794-457f-ad36-2c88cade9dbb";
    let release = format!("/api/v2/oc/numbers/action/release?{tenant}");
    let three = r#"["+441632960001","+441632960002","+441632960003"]"#;
    post(&release, three).await.expect_problem(400, "request-invalid");
    let range = r#"{"phoneNumberRanges":[{"start":"+441632960001","end":"+441632960003"}]}"#;
    post(&release, range).await.expect_problem(422, "order-invalid");
    let approve = "/api/v3/oc/numbers/action/ready-for-removal";
    let two = r#"{"telephoneNumbers":["+441632960001","+441632960002"]}"#;
    post(approve, two).await.expect_problem(400, "request-invalid");
    let document = send(&router, Request::get("/openapi.json").body(Body::empty()).unwrap()).await;
    let document: serde_json::Value = serde_json::from_slice(&document.body).unwrap();
    let schemas = &document["components"]["schemas"];
    let listed = |schema: &str, member: &str| schemas[schema]["properties"][member]["maxItems"].as_u64();
    assert_eq!(listed("UploadRequest", "phoneNumbersList"), Some(2));
    assert_eq!(listed("UploadRequest", "capabilities"), Some(64));
    assert_eq!(listed("RemovalRequest", "telephoneNumbers"), Some(1));
}
