//! What became of numbers: their history, and the list of those that left.

use crate::support::records::{NUMBERS, OTHER_TENANT, TENANT, compact_records, record};
use crate::support::{PATIENCE, Sandbox, TestServer, eventually};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const RELEASED: &str = "/api/v3/oc/released";
const PHONE: &str = "+448718943000";

/// A number that changed its status, then its id, then its tenant; and what it was at first.
fn eventful() -> (Sandbox, Value) {
    let sandbox = Sandbox::with_the_example();
    let first: Value = serde_json::from_str(&compact_records()[0]).unwrap();
    let mut number = first.clone();
    number["acquiredNumberStatus"] = json!(2);
    sandbox.import("status.ndjson", &number.to_string());
    number["id"] = json!(880_001);
    sandbox.import("id.ndjson", &number.to_string());
    number["tenantId"] = json!(OTHER_TENANT);
    number["ovocChannelId"] = json!(7);
    sandbox.import("tenant.ndjson", &number.to_string());
    (sandbox, first)
}

fn kinds(page: &Value) -> Vec<(&str, i64)> {
    let data = page["data"].as_array().unwrap().iter();
    data.map(|change| (change["kind"].as_str().unwrap(), change["id"].as_i64().unwrap())).collect()
}

fn history(server: &TestServer, token: &str, query: &str) -> Value {
    server.get(token, &format!("{NUMBERS}/{PHONE}/history{query}")).ok().json()
}

#[test]
fn every_change_of_a_number_is_told_oldest_first() {
    let (sandbox, first) = eventful();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let page = history(&server, &token, "");
    let id = first["id"].as_i64().unwrap();
    assert_eq!(
        kinds(&page),
        [
            ("imported_added", id),
            ("imported_changed", id),
            ("replaced", id),
            ("imported_added", 880_001),
            ("moved", 880_001),
            ("imported_added", 880_001)
        ]
    );
    assert_eq!((&page["totalRecords"], &page["totalPages"], &page["pageSize"]), (&json!(6), &json!(1), &json!(200)));
    let (moved, came) = (&page["data"][4], &page["data"][5]);
    assert_eq!((&moved["tenantId"], &came["tenantId"]), (&json!(TENANT), &json!(OTHER_TENANT)));
    assert_eq!(moved["seq"], came["seq"]);
    assert!(moved["actor"].as_str().unwrap().starts_with("cli:tester@") && moved["taskId"].is_null());
    let second = history(&server, &token, "?pageSize=4&pageNumber=2");
    assert_eq!((kinds(&second).len(), &second["totalPages"]), (2, &json!(2)));
    assert_eq!(kinds(&history(&server, &token, "?pageNumber=9")), []);
}

#[test]
fn a_caller_hears_of_its_own_tenants_and_channels_alone() {
    let (sandbox, _) = eventful();
    let own = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let other = sandbox.token(&["--role", "reader", "--tenant", OTHER_TENANT]);
    let seven = sandbox.token(&["--role", "reader", "--channel", "7"]);
    let eight = sandbox.token(&["--role", "reader", "--channel", "8"]);
    let server = sandbox.serve(&[]);
    assert_eq!(kinds(&history(&server, &own, "")).len(), 5, "also after it is gone");
    assert_eq!(server.get(&own, &format!("{NUMBERS}/{PHONE}")).problem(404)["errorCode"], "number-unknown");
    assert_eq!(kinds(&history(&server, &other, "")), [("imported_added", 880_001)]);
    assert_eq!(kinds(&history(&server, &seven, "")), [("imported_added", 880_001)]);
    for (token, phone) in [(&eight, PHONE), (&own, "+4930199999999")] {
        let problem = server.get(token, &format!("{NUMBERS}/{phone}/history")).problem(404);
        assert_eq!(problem["errorCode"], "number-unknown");
    }
    assert!(server.get(&own, &format!("{NUMBERS}/x/history")).problem(400)["errors"]["phonenumber"].is_array());
}

#[test]
fn what_left_is_listed_with_its_last_record() {
    let (sandbox, first) = eventful();
    let token = sandbox.token(&["--role", "reader"]);
    let other = sandbox.token(&["--role", "reader", "--tenant", OTHER_TENANT]);
    let eight = sandbox.token(&["--role", "reader", "--channel", "8"]);
    let server = sandbox.serve(&[]);
    let page = server.get(&token, &format!("{RELEASED}?msTenantId={TENANT}")).ok().json();
    assert_eq!(page["totalRecords"], 2);
    let (last, before) = (&page["data"][0], &page["data"][1]);
    assert_eq!((&last["kind"], &before["kind"]), (&json!("moved"), &json!("replaced")));
    assert_eq!((&last["telephoneNumber"], &last["tenantId"]), (&json!(PHONE), &json!(TENANT)));
    let mut expected = first;
    expected["acquiredNumberStatus"] = json!(2);
    assert_eq!(before["record"], expected);
    expected["id"] = json!(880_001);
    assert_eq!(last["record"], expected);
    assert_eq!(last["leftAt"].as_str().unwrap().len(), "2026-02-16T16:17:56.1427926+00:00".len());
    let second = server.get(&token, &format!("{RELEASED}?pageSize=1&pageNumber=2")).ok().json();
    assert_eq!((&second["data"][0]["kind"], &second["totalPages"]), (&json!("replaced"), &json!(2)));
    for token in [&other, &eight] {
        assert_eq!(server.get(token, RELEASED).ok().json()["totalRecords"], 0);
    }
    assert_eq!(
        server.get(&eight, &format!("{RELEASED}?msTenantId={TENANT}")).problem(404)["errorCode"],
        "tenant-unknown"
    );
}

#[test]
fn an_id_that_another_number_takes_over_keeps_their_histories_apart() {
    let sandbox = Sandbox::new();
    let of = |position: u32, id: u32| {
        let mut record = record(position);
        record["id"] = json!(id);
        record.to_string()
    };
    sandbox.import("first.ndjson", &[of(1, 5), of(2, 6)].join("\n"));
    sandbox.import("swapped.ndjson", &[of(1, 6), of(2, 5)].join("\n"));
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    for (position, old, new) in [(1, 5, 6), (2, 6, 5)] {
        let phone = record(position)["telephoneNumber"].as_str().unwrap().to_owned();
        let page = server.get(&token, &format!("{NUMBERS}/{phone}/history")).ok().json();
        assert_eq!(kinds(&page), [("imported_added", old), ("replaced", old), ("imported_added", new)], "{phone}");
    }
}

#[test]
fn what_is_older_than_it_is_to_be_kept_is_forgotten_and_everything_else_goes_on() {
    let (sandbox, _) = eventful();
    let token = sandbox.token(&["--role", "reader"]);
    let own = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let server = sandbox.serve(&[]);
    let list = |server: &TestServer, token: &str| {
        let reply = server.get(token, NUMBERS).ok();
        let tags = ["etag", "numberline-seq"].map(|name| reply.header(name).unwrap().to_owned());
        (tags, reply.text().to_owned())
    };
    let before = (list(&server, &token), list(&server, &own));
    drop(server);
    let begun = Instant::now();
    eventually(PATIENCE, "it is older than a second", || (begun.elapsed() > Duration::from_millis(1100)).then_some(()));
    let server = sandbox.serve(&["--keep-history", "1s"]);
    eventually(PATIENCE, "it is forgotten", || {
        let left = server.get(&token, RELEASED).ok().json();
        (left["totalRecords"] == 0 && server.log().iter().any(|line| line.contains("forgot"))).then_some(())
    });
    assert_eq!((list(&server, &token), list(&server, &own)), before);
    assert_eq!(kinds(&history(&server, &token, "")), [], "the number is listed, its history is not kept");
    sandbox.import("more.ndjson", &record(9).to_string());
    eventually(PATIENCE, "the follower goes on", || {
        (server.get(&token, NUMBERS).ok().json()["totalRecords"] == 11).then_some(())
    });
    drop(server);
    sandbox.run(&["check"]).succeeded();
    let server = sandbox.serve(&[]);
    assert_eq!(list(&server, &own), before.1, "a rebuilt inventory tells the same");
}
