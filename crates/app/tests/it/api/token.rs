//! The life of a token, as a running server sees it.

use crate::support::records::NUMBERS;
use crate::support::{PATIENCE, Sandbox, WITHIN_A_SECOND, eventually};
use serde_json::Value;

/// What the token list says of one.
fn listed(sandbox: &Sandbox, name: &str) -> Value {
    let list = sandbox.run(&["token", "list", "--json"]).succeeded().json();
    list.as_array().unwrap().iter().find(|token| token["name"] == name).unwrap().clone()
}

#[test]
fn a_token_made_while_the_server_runs_is_accepted_within_a_second() {
    let sandbox = Sandbox::with_the_example();
    let server = sandbox.serve(&[]);
    let token = sandbox.token(&["--role", "reader"]);
    eventually(WITHIN_A_SECOND, "the token is accepted", || (server.get(&token, NUMBERS).status == 200).then_some(()));
}

#[test]
fn a_revoked_token_is_refused_within_a_second() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader", "--name", "short"]);
    let server = sandbox.serve(&[]);
    server.get(&token, NUMBERS).ok();
    sandbox.run(&["token", "revoke", &listed(&sandbox, "short")["id"].to_string()]).succeeded();
    let reply = eventually(WITHIN_A_SECOND, "the token is refused", || {
        Some(server.get(&token, NUMBERS)).filter(|reply| reply.status != 200)
    });
    assert_eq!(reply.problem(401)["errorCode"], "credential-revoked");
    assert!(reply.header("www-authenticate").unwrap().contains("invalid_token"));
    assert_eq!(listed(&sandbox, "short")["state"], "revoked");
}

#[test]
fn an_expired_token_is_refused() {
    let sandbox = Sandbox::with_the_example();
    let server = sandbox.serve(&[]);
    let token = sandbox.token(&["--role", "reader", "--name", "brief", "--expires-in", "1s"]);
    let reply = eventually(PATIENCE, "the token is over", || {
        Some(server.get(&token, NUMBERS)).filter(|reply| reply.text().contains("credential-expired"))
    });
    reply.problem(401);
    assert_eq!(listed(&sandbox, "brief")["state"], "expired");
}

#[test]
fn the_last_use_is_kept_when_the_server_stops() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader", "--name", "used"]);
    sandbox.token(&["--role", "reader", "--name", "unused"]);
    let server = sandbox.serve(&[]);
    server.get(&token, NUMBERS).ok();
    assert!(server.stop().success());
    assert!(listed(&sandbox, "used")["lastUsedAt"].is_string());
    assert!(listed(&sandbox, "unused")["lastUsedAt"].is_null());
}

#[test]
fn using_a_token_changes_no_tag() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let etag = || sandbox.serve(&[]).get(&token, NUMBERS).ok().header("etag").unwrap().to_owned();
    assert_eq!(etag(), etag());
}
