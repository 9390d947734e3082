//! What `GET /api/v3/oc/numbers` refuses, and how.

use crate::support::Sandbox;
use crate::support::records::{NUMBERS, OTHER_TENANT, TENANT};

#[test]
fn every_fault_is_a_400_that_names_it() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    for (query, named) in [
        ("pageSize=0", vec!["pageSize"]),
        ("pageSize=-1", vec!["pageSize"]),
        ("pageSize=1.5", vec!["pageSize"]),
        ("pageSize=99999", vec!["pageSize"]),
        ("pageSize=", vec!["pageSize"]),
        ("Page%20Size=ten", vec!["pageSize"]),
        ("pageNumber=0", vec!["pageNumber"]),
        ("pageNumber=two", vec!["pageNumber"]),
        ("pageSize=3&pageSize=3", vec!["pageSize"]),
        ("pageSize=3&page_size=3", vec!["pageSize"]),
        ("pageSise=3", vec!["pageSise"]),
        ("status=Active", vec!["status"]),
        ("msTenantId=3bc57cac", vec!["msTenantId"]),
        ("acquiredNumberStatus=Activ", vec!["acquiredNumberStatus"]),
        ("acquiredNumberStatus=5", vec!["acquiredNumberStatus"]),
        (
            "msTenantId=x&pageSize=0&foo=1&acquiredNumberStatus=x",
            vec!["acquiredNumberStatus", "foo", "msTenantId", "pageSize"],
        ),
    ] {
        assert_eq!(server.get(&token, &format!("{NUMBERS}?{query}")).faults(), named, "{query}");
    }
}

#[test]
fn a_wrong_status_is_told_the_accepted_words() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let problem = server.get(&token, &format!("{NUMBERS}?acquiredNumberStatus=gone")).problem(400);
    let told = problem["errors"]["acquiredNumberStatus"].to_string();
    for word in ["All", "Active", "Release Requested", "Marked For Removal", "Ready For Removal", "Pending First Sync"]
    {
        assert!(told.contains(word), "{word} in {told}");
    }
}

#[test]
fn an_unknown_tenant_is_a_404() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let problem = server.get(&token, &format!("{NUMBERS}?msTenantId={OTHER_TENANT}")).problem(404);
    assert_eq!(problem["errorCode"], "tenant-unknown");
    assert_eq!(problem["instance"], NUMBERS);
}

#[test]
fn nothing_is_told_without_a_good_credential() {
    let sandbox = Sandbox::with_the_example();
    let server = sandbox.serve(&[]);
    let unknown = format!("nl_{}", "0".repeat(64));
    for (token, code) in
        [("", "credential-missing"), (&unknown, "credential-unknown"), ("nl_short", "credential-unknown")]
    {
        for path in
            [format!("{NUMBERS}?msTenantId={TENANT}"), format!("{NUMBERS}/+448718943000"), "/api/none".to_owned()]
        {
            let reply = server.get(token, &path);
            assert_eq!(reply.problem(401)["errorCode"], code, "{token} {path}");
            assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
        }
    }
    let basic = server.request("GET", "", NUMBERS, "Authorization: Basic dGVzdGVyOnNlY3JldA==\r\n");
    assert_eq!(basic.problem(401)["errorCode"], "credential-malformed");
}

#[test]
fn what_the_framework_refuses_is_a_problem_too() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "admin"]);
    let server = sandbox.serve(&[]);
    assert_eq!(server.get(&token, "/api/v3/oc/nothing").problem(404)["errorCode"], "path-unknown");
    let reply = server.request("DELETE", &token, NUMBERS, "");
    assert_eq!(reply.problem(405)["errorCode"], "method-not-allowed");
    assert!(reply.header("allow").unwrap().contains("GET"));
    let reply = server.request("GET", &token, NUMBERS, "Accept: text/html\r\n");
    assert_eq!(reply.problem(406)["errorCode"], "not-acceptable");
}

#[test]
fn a_trace_id_that_was_sent_comes_back_and_the_ticket_stands_in_the_log() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let headers = format!("traceparent: 00-{trace}-00f067aa0ba902b7-01\r\n");
    let problem = server.request("GET", &token, &format!("{NUMBERS}?pageSize=0"), &headers).problem(400);
    assert_eq!(problem["traceId"], trace);
    let ticket = problem["errorTicket"].as_str().unwrap();
    crate::support::eventually(crate::support::PATIENCE, "the ticket is logged", || {
        server.log().iter().any(|line| line.contains(ticket)).then_some(())
    });
}
