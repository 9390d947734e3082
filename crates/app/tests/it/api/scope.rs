//! A token that sees some tenants alone: the others answer as if they did not exist.

use crate::support::records::{NUMBERS, OTHER_TENANT, TENANT, compact_example, lines, record};
use crate::support::{Sandbox, TestServer, WITHIN_A_SECOND, eventually};
use serde_json::Value;

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// Two tenants: the document's, and another with five numbers.
fn two_tenants() -> Sandbox {
    let sandbox = Sandbox::with_the_example();
    sandbox.import("other.ndjson", &lines(0..5).join("\n"));
    sandbox
}

/// A problem without what differs between any two.
fn told(server: &TestServer, token: &str, path: &str) -> Value {
    let mut problem = server.get(token, path).problem(404);
    for own in ["errorTicket", "traceId", "instance"] {
        problem[own].take();
    }
    problem
}

#[test]
fn the_list_of_its_tenant_is_whole() {
    let sandbox = two_tenants();
    let token = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let server = sandbox.serve(&[]);
    let reply = server.get(&token, &format!("{NUMBERS}?msTenantId={TENANT}&pageSize=10")).ok();
    assert_eq!(reply.text(), compact_example());
}

#[test]
fn another_tenant_answers_as_one_that_does_not_exist() {
    let sandbox = two_tenants();
    let token = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let server = sandbox.serve(&[]);
    let foreign = told(&server, &token, &format!("{NUMBERS}?msTenantId={OTHER_TENANT}"));
    assert_eq!(foreign, told(&server, &token, &format!("{NUMBERS}?msTenantId={NOBODY}")));
    let number = record(0)["telephoneNumber"].as_str().unwrap().to_owned();
    let foreign = told(&server, &token, &format!("{NUMBERS}/{number}"));
    assert_eq!(foreign, told(&server, &token, &format!("{NUMBERS}/+4930199999999")));
}

#[test]
fn the_list_over_all_tenants_and_its_totals_are_of_its_own() {
    let sandbox = two_tenants();
    let one = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let both = sandbox.token(&["--role", "reader", "--tenant", TENANT, "--tenant", OTHER_TENANT]);
    let all = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    assert_eq!(server.get(&one, &format!("{NUMBERS}?pageSize=10")).ok().text(), compact_example());
    for (token, total, active) in [(&one, 10, 2), (&both, 15, 3), (&all, 15, 3)] {
        assert_eq!(server.get(token, NUMBERS).ok().json()["totalRecords"], total);
        let path = format!("{NUMBERS}?acquiredNumberStatus=Active&pageSize=1");
        let answer = server.get(token, &path).ok().json();
        assert_eq!((&answer["totalRecords"], &answer["totalPages"]), (&active.into(), &active.into()));
    }
}

#[test]
fn news_of_another_tenant_change_neither_its_tag_nor_its_seq() {
    let sandbox = two_tenants();
    let own = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let all = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let versions = |token: &str| {
        let reply = server.get(token, NUMBERS).ok();
        (reply.header("etag").unwrap().to_owned(), reply.header("numberline-seq").unwrap().to_owned())
    };
    let (before, all_before) = (versions(&own), versions(&all));
    sandbox.import("more.ndjson", &lines(5..7).join("\n"));
    eventually(WITHIN_A_SECOND, "the token for all sees it", || (versions(&all) != all_before).then_some(()));
    assert_eq!(versions(&own), before);
    assert_ne!(versions(&all).1, all_before.1);

    sandbox
        .import("own.json", &compact_example().replacen("\"acquiredNumberStatus\":0", "\"acquiredNumberStatus\":2", 1));
    eventually(WITHIN_A_SECOND, "the own token sees its own news", || (versions(&own) != before).then_some(()));
    assert_ne!(versions(&own).1, before.1);
}

#[test]
fn a_tenant_that_only_a_token_names_exists_and_is_empty() {
    let sandbox = two_tenants();
    let token = sandbox.token(&["--role", "reader", "--tenant", NOBODY]);
    let server = sandbox.serve(&[]);
    let answer = server.get(&token, &format!("{NUMBERS}?msTenantId={NOBODY}")).ok().json();
    assert_eq!((&answer["totalRecords"], &answer["totalPages"]), (&0.into(), &0.into()));
}

#[test]
fn a_number_that_moved_to_another_tenant_is_gone_from_the_first() {
    let sandbox = two_tenants();
    let own = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let other = sandbox.token(&["--role", "reader", "--tenant", OTHER_TENANT]);
    let server = sandbox.serve(&[]);
    let moved = compact_example().replace(TENANT, OTHER_TENANT);
    sandbox.import("moved.json", &moved);
    let total = |token: &str| server.get(token, NUMBERS).ok().json()["totalRecords"].as_u64().unwrap();
    eventually(WITHIN_A_SECOND, "the numbers have moved", || (total(&own) == 0 && total(&other) == 15).then_some(()));
}
