//! `GET /api/v3/oc/numbers`: the main job.

use crate::support::Sandbox;
use crate::support::records::{
    NUMBERS, OTHER_TENANT, TENANT, compact_example, compact_records, lines, record, records_of,
};

fn numbers_of(answer: &str) -> Vec<String> {
    let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
    let data = answer["data"].as_array().unwrap();
    data.iter().map(|record| record["telephoneNumber"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_documents_example_comes_back_byte_for_byte() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let path = format!("{NUMBERS}?msTenantId={TENANT}&PageNumber=1&PageSize=10");
    let reply = server.get(&token, &path).ok();
    assert_eq!(reply.text(), compact_example());
    assert_eq!(reply.header("content-type"), Some("application/json"));
}

#[test]
fn every_spelling_of_a_status_gives_its_rows() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    for (spelling, rows) in [
        ("Active", 2),
        ("0", 2),
        ("ACTIVE", 2),
        ("Pending%20First%20Sync", 8),
        ("Pending+First+Sync", 8),
        ("Pending%2BFirst%2BSync", 8),
        ("pendingfirstsync", 8),
        ("PendingFirstSync", 8),
        ("4", 8),
        ("All", 10),
        ("all", 10),
        ("Release%20Requested", 0),
        ("1", 0),
        ("markedforremoval", 0),
        ("Ready+For+Removal", 0),
    ] {
        let path = format!("{NUMBERS}?msTenantId={TENANT}&acquiredNumberStatus={spelling}");
        let answer = server.get(&token, &path).ok().json();
        assert_eq!(answer["totalRecords"], rows, "{spelling}");
        assert_eq!(answer["data"].as_array().unwrap().len(), rows, "{spelling}");
    }
}

#[test]
fn every_spelling_of_a_parameter_is_understood() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let expected = numbers_of(server.get(&token, &format!("{NUMBERS}?pageNumber=2&pageSize=3")).ok().text());
    for query in [
        "PageNumber=2&PageSize=3",
        "PAGENUMBER=2&pagesize=3",
        "Page%20Number=2&Page%20Size=3",
        "Page+Number=2&Page+Size=3",
        "page_number=2&page_size=3",
    ] {
        let reply = server.get(&token, &format!("{NUMBERS}?{query}")).ok();
        assert_eq!(numbers_of(reply.text()), expected, "{query}");
    }
    for tenant in [TENANT.to_uppercase(), TENANT.replace('-', ""), format!("%7B{TENANT}%7D")] {
        let answer = server.get(&token, &format!("{NUMBERS}?MSTENANTID={tenant}")).ok().json();
        assert_eq!(answer["totalRecords"], 10, "{tenant}");
    }
}

#[test]
fn the_pages_joined_are_the_whole() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let mut joined = Vec::new();
    for page in 1..=4 {
        let path = format!("{NUMBERS}?msTenantId={TENANT}&pageNumber={page}&pageSize=3");
        let reply = server.get(&token, &path).ok();
        let head = format!(r#"{{"currentPage":{page},"pageSize":3,"totalPages":4,"totalRecords":10,"data":["#);
        assert!(reply.text().starts_with(&head), "{}", reply.text());
        joined.extend(records_of(reply.text()));
    }
    assert_eq!(joined, compact_records());
}

#[test]
fn a_page_past_the_end_is_empty_with_the_true_totals() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    for page in ["5", "1000000000"] {
        let path = format!("{NUMBERS}?msTenantId={TENANT}&pageNumber={page}&pageSize=3");
        let expected = format!(r#"{{"currentPage":{page},"pageSize":3,"totalPages":4,"totalRecords":10,"data":[]}}"#);
        assert_eq!(server.get(&token, &path).ok().text(), expected);
    }
}

#[test]
fn without_a_tenant_all_tenants_come_in_their_order() {
    let sandbox = Sandbox::with_the_example();
    sandbox.import("other.ndjson", &lines(0..5).join("\n"));
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let answer = server.get(&token, NUMBERS).ok().json();
    assert_eq!((&answer["pageSize"], &answer["totalRecords"]), (&200.into(), &15.into()));
    let order: Vec<_> = answer["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| (record["tenantId"].as_str().unwrap().to_owned(), record["id"].as_i64().unwrap()))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(order[0].0 == TENANT && order[14].0 == OTHER_TENANT);
}

/// Nothing says how long the name of a location is.
#[test]
fn a_location_of_any_length_is_shown() {
    let sandbox = Sandbox::new();
    let locations = ["left", "rite", "0", &"1".repeat(70_000), &"2".repeat(70_000)];
    let records = (0..).zip(locations).map(|(position, location)| {
        let mut record = record(position);
        record["locationId"] = location.into();
        record.to_string()
    });
    sandbox.import("located.ndjson", &records.collect::<Vec<_>>().join("\n"));
    let token = sandbox.token(&["--role", "reader"]);
    let answer = sandbox.serve(&[]).get(&token, NUMBERS).ok().json();
    let data = answer["data"].as_array().unwrap();
    assert_eq!(data.iter().map(|record| record["locationId"].as_str().unwrap()).collect::<Vec<_>>(), locations);
}
