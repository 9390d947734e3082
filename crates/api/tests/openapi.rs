//! The committed OpenAPI document.

use serde_json::Value;

/// Write it anew with `cargo run -- openapi > openapi.json`.
#[test]
fn the_committed_document_is_the_generated_one() {
    assert!(include_str!("../../../openapi.json") == numberline_api::openapi_json(), "openapi.json is out of date");
}

#[test]
fn every_field_of_a_number_is_required() {
    let document: Value = serde_json::from_str(&numberline_api::openapi_json()).unwrap();
    let record = &document["components"]["schemas"]["NumberRecord"];
    assert_eq!(record["properties"].as_object().unwrap().len(), 32);
    assert_eq!(record["required"].as_array().unwrap().len(), 32);
}

#[test]
fn every_operation_but_the_public_ones_needs_a_token() {
    let document: Value = serde_json::from_str(&numberline_api::openapi_json()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let public = matches!(path.as_str(), "/healthz" | "/readyz");
        let expected = if public { serde_json::json!([{}]) } else { serde_json::json!([{"bearer": []}]) };
        for (method, operation) in item.as_object().unwrap() {
            assert_eq!(operation["security"], expected, "{method} {path}");
        }
    }
}
