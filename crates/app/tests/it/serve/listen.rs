//! Where a server listens, and what it answers without a credential.

use crate::support::Sandbox;
use crate::support::records::NUMBERS;
use std::net::TcpListener;

#[test]
fn a_port_that_is_taken_is_said_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = Sandbox::new().run(&["serve", "--listen", &address]).failed_with_one_sentence();
    assert!(ran.stderr.contains(&address) && ran.stderr.contains("--listen 127.0.0.1:0"), "{}", ran.stderr);
}

#[test]
fn every_path_of_the_api_begins_with_the_base_path() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&["--base-path", "/tenantui"]);
    assert!(server.url.ends_with("/tenantui"));
    server.get(&token, &format!("/tenantui{NUMBERS}")).ok();
    server.get(&token, NUMBERS).problem(404);
    server.get("", &format!("/tenantui{NUMBERS}")).problem(401);
}

#[test]
fn what_is_no_base_path_is_refused_by_usage() {
    for path in ["tenantui", "/a//b", "/{a}", "/a b", "/..", "/a?b"] {
        let ran = Sandbox::new().run(&["serve", "--base-path", path]);
        assert_eq!(ran.code, Some(2), "{path}: {}", ran.stderr);
    }
}

#[test]
fn health_readiness_and_the_documentation_need_no_credential() {
    let sandbox = Sandbox::with_the_example();
    let server = sandbox.serve(&[]);
    for path in ["/healthz", "/readyz", "/openapi.json", "/docs/"] {
        server.get("", path).ok();
    }
    let ready = server.get("", "/readyz").ok().json();
    assert_eq!((&ready["status"], &ready["stale"]), (&"ready".into(), &false.into()));
    assert_eq!(server.get("", "/openapi.json").ok().json()["openapi"], "3.1.0");
}

#[test]
fn a_server_without_tokens_says_how_to_make_one() {
    let sandbox = Sandbox::new();
    let server = sandbox.serve(&[]);
    assert!(server.log().iter().any(|line| line.contains("numberline token create")), "{:?}", server.log());
}

#[test]
fn a_larger_page_than_allowed_is_refused() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&["--max-page-size", "5"]);
    server.get(&token, &format!("{NUMBERS}?pageSize=5")).ok();
    assert_eq!(server.get(&token, &format!("{NUMBERS}?pageSize=6")).faults(), ["pageSize"]);
}

#[test]
fn the_default_page_is_never_larger_than_allowed() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&["--max-page-size", "5"]);
    assert_eq!(server.get(&token, NUMBERS).ok().json()["pageSize"], 5);
}
