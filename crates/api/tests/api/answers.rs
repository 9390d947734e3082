//! The form of good answers: headers, codings, what the caller has already, and the published schema.

use crate::{LIST, Stage};
use numberline_domain::Role;
use numberline_service::generate;
use serde_json::{Value, json};
use std::io::Read;

#[tokio::test]
async fn answers_are_as_the_published_schema_says() {
    let stage = Stage::ready().await;
    let document: Value = serde_json::from_str(&numberline_api::openapi_json()).unwrap();
    for (path, name) in [
        (LIST, "NumberPage"),
        ("/api/v3/oc/numbers/448718943000", "NumberRecord"),
        ("/api/v3/oc/numbers/448718943000/history", "HistoryPage"),
        ("/api/v3/oc/released", "ReleasedPage"),
        ("/api/v2/oc/numbers?msTenantId=3bc57cac-5794-457f-ad36-2c88cade9dbb", "NumberList"),
        ("/api/v2/oc/numbers/448718943000", "NumberRecordV2"),
    ] {
        let schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": document["components"]});
        let validator = jsonschema::validator_for(&schema).unwrap();
        let answer = stage.get(path, &[]).await.json();
        let faults: Vec<_> = validator.iter_errors(&answer).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
    }
}

#[tokio::test]
async fn the_schema_names_the_fields_in_their_order() {
    let document = numberline_api::openapi_json();
    let (_, record) = document.split_once("\"NumberRecord\": {").unwrap();
    let (_, required) = record.split_once("\"required\": [").unwrap();
    let (required, _) = required.split_once(']').unwrap();
    let named: Vec<_> = required.split(',').map(|name| name.trim().trim_matches('"')).collect();
    let (_, example) = generate::DOCUMENT.split_once("\"data\"").unwrap();
    let (record, _) = example.split_once("\"asticks\"").unwrap();
    let places: Vec<_> = named[..31].iter().map(|name| record.find(&format!("\"{name}\""))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{named:?}");
}

#[tokio::test]
async fn an_answer_says_how_it_may_be_kept() {
    let stage = Stage::ready().await;
    let reply = stage.get(LIST, &[]).await;
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    assert_eq!(reply.header("vary"), "Authorization, Cookie, Accept-Encoding, X-Ovoc-Channel-Id");
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.header("content-length"), reply.body.len().to_string());
    assert!(reply.header("etag").starts_with("W/\""));
    assert!(reply.headers.contains_key("numberline-seq") && !reply.headers.contains_key("numberline-stale"));
}

#[tokio::test]
async fn a_caller_that_has_the_answer_gets_none() {
    let stage = Stage::ready().await;
    for path in [LIST, "/api/v3/oc/numbers/+448718943000"] {
        let full = stage.get(path, &[]).await;
        for tags in ["*", full.header("etag"), &format!("\"x\", {}", full.header("etag"))] {
            let known = stage.get(path, &[("if-none-match", tags)]).await;
            assert_eq!((known.status.as_u16(), known.body.len()), (304, 0), "{tags}");
            for name in ["etag", "cache-control", "vary", "numberline-seq"] {
                assert_eq!(known.headers[name], full.headers[name]);
            }
        }
        assert_eq!(stage.get(path, &[("if-none-match", "W/\"x\"")]).await.status, 200);
    }
}

/// The tag is weak, so that it may stand for the plain answer and for the packed ones; `Vary` keeps them apart.
#[tokio::test]
async fn an_accepted_packing_is_the_same_answer() {
    let stage = Stage::ready().await;
    let plain = stage.get(LIST, &[]).await;
    for (accepted, expected) in
        [("br, gzip", "gzip"), ("gzip, zstd", "zstd"), ("zstd;q=0.1, gzip", "gzip"), ("zstd", "zstd")]
    {
        let packed = stage.get(LIST, &[("accept-encoding", accepted)]).await;
        assert_eq!(packed.header("content-encoding"), expected);
        assert_eq!(packed.header("content-length"), packed.body.len().to_string());
        for name in ["etag", "vary", "cache-control", "content-type", "numberline-seq"] {
            assert_eq!(packed.header(name), plain.header(name), "{name}");
        }
        assert_eq!(unpacked(expected, &packed.body), plain.body);
        let known = stage.get(LIST, &[("accept-encoding", accepted), ("if-none-match", plain.header("etag"))]).await;
        assert_eq!((known.status.as_u16(), known.headers.get("content-encoding")), (304, None));
    }
    for accepted in ["gzip", "zstd"] {
        let small = stage.get(&format!("{LIST}?pageNumber=9"), &[("accept-encoding", accepted)]).await;
        assert!(!small.headers.contains_key("content-encoding"));
        assert_eq!(small.header("vary"), plain.header("vary"));
    }
}

fn unpacked(coding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match coding {
        "gzip" => drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap()),
        _ => plain = zstd::decode_all(bytes).unwrap(),
    }
    plain
}

#[tokio::test]
async fn only_json_is_on_offer() {
    let stage = Stage::ready().await;
    assert_eq!(stage.get(LIST, &[("accept", "application/json")]).await.status, 200);
    let token = stage.known_token(Role::Admin, vec![]).await;
    let stage = Stage { token, ..stage };
    let kept = "/api/v3/inventory";
    for path in [LIST, "/api/v3/session", "/api/v3/tokens", &format!("{kept}/overview"), &format!("{kept}/tenants")] {
        stage.get(path, &[("accept", "text/html")]).await.expect_problem(406, "not-acceptable");
    }
}

#[tokio::test]
async fn what_cannot_be_answered_makes_no_token() {
    let stage = Stage::ready().await;
    let token = stage.known_token(Role::Admin, vec![]).await;
    let stage = Stage { token, ..stage };
    let before = stage.get("/api/v3/tokens", &[]).await.json()["data"].as_array().unwrap().len();
    let refused = stage.post_with("/api/v3/tokens", r#"{"role":"reader"}"#, &[("accept", "text/html")]).await;
    refused.expect_problem(406, "not-acceptable");
    assert_eq!(stage.get("/api/v3/tokens", &[]).await.json()["data"].as_array().unwrap().len(), before);
}

#[tokio::test]
async fn a_state_that_is_there_is_not_waited_for_and_one_that_never_comes_is_refused() {
    let stage = Stage::ready().await;
    let seq = stage.get(LIST, &[]).await.header("numberline-seq").to_owned();
    assert_eq!(stage.get(LIST, &[("numberline-min-seq", &seq)]).await.status, 200);
    let refused = stage.get(LIST, &[("numberline-min-seq", "999999")]).await;
    refused.expect_problem(503, "seq-not-reached");
    assert_eq!(refused.header("retry-after"), "1");
}

#[tokio::test]
async fn a_call_without_parameters_refuses_each() {
    let stage = Stage::ready().await;
    let token = stage.known_token(Role::Admin, vec![]).await;
    let stage = Stage { token, ..stage };
    for path in ["/api/v3/session", "/api/v3/tokens", "/api/v3/inventory/events", "/api/v2/oc/callingprofile"] {
        let problem = stage.get(&format!("{path}?msTenantId=x"), &[]).await.expect_problem(400, "request-invalid");
        assert!(problem["errors"]["msTenantId"].is_array(), "{path}");
    }
}
