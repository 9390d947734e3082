//! Which database a list lies in is not to be seen in what is told of it.

use crate::support::Sandbox;
use crate::support::http::Reply;
use crate::support::records::{NUMBERS, OTHER_TENANT};
use serde_json::Value;

/// The database beside the one that is tried.
const FILE: &[&str] = &["--database", "sqlite:beside.db"];
/// The one that is tried.
const TRIED: &[&str] = &[];
/// Problems tell it again.
const TRACE: &str = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
/// Headers that are the same wherever the list lies. The entity tag bears the database's own mark, and a date is of now.
const HEADERS: [&str; 7] =
    ["content-type", "content-length", "content-encoding", "vary", "cache-control", "allow", "www-authenticate"];

/// How many numbers are compared; more by the environment.
fn numbers() -> u64 {
    std::env::var("NUMBERLINE_BOTH_NUMBERS").map_or(3_000, |count| count.parse().expect("how many numbers"))
}

#[test]
fn pages_exports_and_refusals_are_the_same_bytes_in_a_file_and_on_a_server() {
    let sandbox = Sandbox::new();
    let count = numbers();
    for database in [TRIED, FILE] {
        let generate = ["generate", "--profile", "varied", "--tenants", "25", "--numbers", &count.to_string()];
        sandbox.run(&[&generate, database].concat()).succeeded();
    }
    for format in ["json", "ndjson", "csv"] {
        let export =
            |database: &[&str]| sandbox.run(&[&["export", "--format", format], database].concat()).succeeded().stdout;
        let (tried, beside) = (export(TRIED), export(FILE));
        assert!(tried == beside, "the exports as {format} differ");
        assert!(tried.len() as u64 > 300 * count, "so many records are longer than {} bytes", tried.len());
    }
    let tokens = [TRIED, FILE].map(|database| sandbox.token(&[&["--role", "reader"], database].concat()));
    let tried = sandbox.serve(TRIED);
    let beside = sandbox.serve(FILE);
    let ask = |method: &str, path: &str, headers: &str| {
        let headers = format!("{TRACE}{headers}");
        (tried.request(method, &tokens[0], path, &headers), beside.request(method, &tokens[1], path, &headers))
    };
    let same = |method: &str, path: &str, headers: &str| {
        let (one, other) = ask(method, path, headers);
        assert_eq!(one.status, other.status, "{method} {path}");
        assert!(told(&one) == told(&other), "{method} {path}:\n{}\n{}", one.text(), other.text());
        for name in HEADERS {
            assert_eq!(one.header(name), other.header(name), "{method} {path}: {name}");
        }
        one
    };
    for path in refused() {
        let reply = same("GET", &path, "");
        assert!((400..500).contains(&reply.status), "{path} is answered: {}", reply.status);
    }
    for method in ["HEAD", "PUT", "DELETE"] {
        same(method, NUMBERS, "");
    }
    let tenants = same("GET", "/api/v3/inventory/tenants", "").json()["data"].as_array().unwrap().clone();
    for path in pages(&tenants, count) {
        let page = same("GET", &path, "").ok();
        same("GET", &path, "Accept-Encoding: gzip\r\n");
        let records = page.json()["data"].as_array().unwrap().clone();
        for record in records.iter().step_by(97) {
            let number = record["telephoneNumber"].as_str().unwrap();
            same("GET", &format!("{NUMBERS}/{number}"), "").ok();
            same("GET", &format!("{NUMBERS}/{number}/history"), "").ok();
        }
    }
    for tenant in &tenants {
        let list = format!("/api/v2/oc/numbers?msTenantId={}", tenant["tenantId"].as_str().unwrap());
        same("GET", &list, "").ok();
    }
    for path in ["/api/v3/inventory/overview", "/api/v3/customer", "/api/v2/oc/lead"] {
        same("GET", path, "").ok();
    }
}

/// What an answer says, without the ticket by which a problem is found in the log.
fn told(reply: &Reply) -> Vec<u8> {
    const TICKET: &str = "\"errorTicket\":\"";
    let Some((before, after)) = (reply.status >= 400).then(|| reply.text()).and_then(|text| text.split_once(TICKET))
    else {
        return reply.body.clone();
    };
    [before, after.split_once('"').expect("a ticket ends").1].concat().into_bytes()
}

/// First, inner and last pages, and one past the end: of everybody and of single tenants, in every status and size.
fn pages(tenants: &[Value], count: u64) -> Vec<String> {
    let of_tenants = tenants.iter().step_by(6).map(|tenant| {
        let id = tenant["tenantId"].as_str().unwrap();
        (format!("&msTenantId={id}"), tenant["total"].as_u64().unwrap())
    });
    let mut paths = Vec::new();
    for (tenant, total) in std::iter::once((String::new(), count)).chain(of_tenants) {
        for size in [1, 10, 200, 1000] {
            let last = total.div_ceil(size);
            for page in [1, last / 3 + 1, last / 2 + 1, last, last + 1] {
                paths.push(format!("{NUMBERS}?pageSize={size}&pageNumber={page}{tenant}"));
            }
        }
        for status in ["Active", "ReleaseRequested", "MarkedForRemoval", "ReadyForRemoval", "PendingFirstSync"] {
            for page in [1, 2] {
                paths.push(format!("{NUMBERS}?acquiredNumberStatus={status}&pageNumber={page}{tenant}"));
            }
        }
    }
    paths
}

fn refused() -> Vec<String> {
    let faults = ["pageSize=0", "pageSize=99999", "pageNumber=two", "pageSize=3&pageSize=4", "colour=blue"];
    let of_lists = faults.iter().map(|fault| format!("{NUMBERS}?{fault}"));
    let others = [
        format!("{NUMBERS}?acquiredNumberStatus=gone"),
        format!("{NUMBERS}?msTenantId={OTHER_TENANT}"),
        format!("{NUMBERS}/+1"),
        format!("{NUMBERS}/+999999999999999/history"),
        "/api/v3/oc/nothing".to_owned(),
        "/api/v2/oc/task/17".to_owned(),
    ];
    of_lists.chain(others).collect()
}
