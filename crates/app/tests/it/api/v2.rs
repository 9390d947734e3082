//! The calls of V2: a bare array and a single number, without what V3 added.

use crate::support::records::{TENANT, as_v2, compact_example, lines};
use crate::support::{PATIENCE, Sandbox, TestServer, eventually, http};
use serde_json::Value;
use std::io::Read;

const V2: &str = "/api/v2/oc/numbers";
const OTHER: &str = "7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3";

fn served() -> (Sandbox, TestServer, String) {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    (sandbox, server, token)
}

/// The example as V2 shows it, with its statuses.
fn expected() -> Vec<Value> {
    let of = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let (envelope, mut records) = (of(&compact_example()), of(&as_v2(&compact_example())));
    for (record, whole) in records.as_array_mut().unwrap().iter_mut().zip(envelope["data"].as_array().unwrap()) {
        record["acquiredNumberStatus"] = whole["acquiredNumberStatus"].clone();
    }
    records.as_array().unwrap().clone()
}

#[test]
fn the_list_is_a_bare_array_of_the_tenants_numbers() {
    let (_sandbox, server, token) = served();
    let reply = server.get(&token, &format!("{V2}?msTenantId={TENANT}")).ok();
    assert_eq!(reply.json(), Value::from(expected()));
    assert_eq!(reply.header("transfer-encoding"), Some("chunked"));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert!(reply.header("numberline-seq").is_some() && reply.header("etag").is_none());
    // The order of the fields is V3's, and there are no blanks.
    let text = reply.text();
    assert!(text.starts_with(r#"[{"uploadTelephoneNumberEntryId":"#), "{text}");
    let places: Vec<_> =
        ["\"source\"", "\"sbcList\"", "\"id\"", "\"tenantId\"", "\"asticks\""].map(|name| text.find(name)).to_vec();
    assert!(places.iter().all(Option::is_some) && places.is_sorted());
    assert!(!text.contains("umpCustomerGuid") && !text.contains(": "));
}

#[test]
fn a_number_is_found_however_its_plus_is_written() {
    let (_sandbox, server, token) = served();
    let expected = &expected()[0];
    for number in ["+448718943000", "%2B448718943000", "448718943000"] {
        let reply = server.get(&token, &format!("{V2}/{number}")).ok();
        assert_eq!(&reply.json(), expected, "{number}");
        let known = format!("If-None-Match: {}\r\n", reply.header("etag").unwrap());
        assert_eq!(server.request("GET", &token, &format!("{V2}/{number}"), &known).status, 304);
    }
    assert_eq!(server.get(&token, &format!("{V2}/+4930000")).problem(404)["errorCode"], "number-unknown");
    assert_eq!(server.get(&token, &format!("{V2}/x")).problem(400)["errorCode"], "request-invalid");
}

#[test]
fn the_tenant_is_needed_unless_the_token_has_just_one() {
    let sandbox = Sandbox::with_the_example();
    let one = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let two = sandbox.token(&["--role", "reader", "--tenant", TENANT, "--tenant", OTHER]);
    let all = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    assert_eq!(server.get(&one, V2).ok().json().as_array().unwrap().len(), 10);
    for token in [&two, &all] {
        let problem = server.get(token, V2).problem(400);
        assert!(problem["errors"]["msTenantId"].is_array(), "{problem}");
    }
    assert_eq!(server.get(&two, &format!("{V2}?msTenantId={OTHER}")).ok().text(), "[]");
    assert_eq!(server.get(&one, &format!("{V2}?msTenantId={OTHER}")).problem(404)["errorCode"], "tenant-unknown");
    assert!(server.get(&one, &format!("{V2}?pageSize=1")).problem(400)["errors"]["pageSize"].is_array());
    assert_eq!(server.request("HEAD", &one, V2, "").body, b"");
}

#[test]
fn a_long_list_comes_whole_plain_and_packed() {
    let (sandbox, server, token) = served();
    sandbox.import("many.ndjson", &lines(0..1500).join("\n"));
    let path = format!("{V2}?msTenantId={OTHER}");
    let plain = eventually(PATIENCE, "all have arrived", || {
        let reply = server.get(&token, &path);
        (reply.status == 200 && reply.json().as_array().unwrap().len() == 1500).then_some(reply)
    });
    let ids: Vec<i64> = plain.json().as_array().unwrap().iter().map(|number| number["id"].as_i64().unwrap()).collect();
    assert!(ids.is_sorted_by(|one, other| one < other));
    let gzip = server.request("GET", &token, &path, "Accept-Encoding: gzip\r\n").ok();
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(gzip.body.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    assert!(gzip.body.len() * 4 < plain.body.len());
}

#[test]
fn a_list_that_cannot_be_finished_breaks_the_connection() {
    let (sandbox, server, token) = served();
    // More than the system takes in advance.
    sandbox.import("many.ndjson", &lines(0..20_000).join("\n"));
    let etag = || server.get(&token, "/api/v3/oc/numbers?pageSize=1").ok().header("etag").unwrap().to_owned();
    eventually(PATIENCE, "all have arrived", || {
        let page = server.get(&token, "/api/v3/oc/numbers?pageSize=1").ok().json();
        (page["totalRecords"] == 20_010).then_some(())
    });
    let mut connection = http::open(server.address(), "GET", &token, &format!("{V2}?msTenantId={OTHER}"), "");
    let mut first = [0; 4096];
    connection.read_exact(&mut first).unwrap();
    assert!(first.starts_with(b"HTTP/1.1 200"));

    let before = etag();
    sandbox.bare().execute("UPDATE head SET epoch = epoch / 2 + 1");
    eventually(PATIENCE, "the server has noticed", || (etag() != before).then_some(()));
    let mut rest = Vec::new();
    // Whether the system calls it an end or a reset, the last chunk is not there.
    let _ = connection.read_to_end(&mut rest);
    assert!(!rest.ends_with(b"0\r\n\r\n"), "the array was finished");
    eventually(PATIENCE, "it is logged", || {
        server.log().iter().any(|line| line.contains("an answer was broken off")).then_some(())
    });
}
