//! `/metrics` of a running server.

use crate::support::http;
use crate::support::records::{NUMBERS, TENANT};
use crate::support::{PATIENCE, Sandbox, eventually};
use std::net::TcpListener;

/// The value of the sample whose name and labels are these.
fn value(text: &str, sample: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {sample} in {text}")).parse().unwrap()
}

#[test]
fn they_take_a_token_that_sees_every_tenant() {
    let sandbox = Sandbox::with_the_example();
    let all = sandbox.token(&["--role", "reader"]);
    let one = sandbox.token(&["--role", "admin", "--tenant", TENANT]);
    let server = sandbox.serve(&[]);
    server.get(&all, NUMBERS).ok();
    let text = server.get(&all, "/metrics").ok();
    let text = text.text();
    assert_eq!(value(text, "numberline_requests_total{operation=\"list_numbers\",method=\"GET\",code=\"200\"}"), 1.0);
    assert_eq!((value(text, "numberline_numbers"), value(text, "numberline_ready")), (10.0, 1.0));
    assert!(value(text, "numberline_sent_bytes_total") > 10_000.0 && value(text, "numberline_connections") >= 1.0);
    assert!(value(text, "process_resident_memory_bytes") > 1e6 && value(text, "process_cpu_seconds_total") > 0.0);
    assert_eq!(server.get(&one, "/metrics").problem(403)["errorCode"], "scope-insufficient");
    server.get("", "/metrics").problem(401);
}

#[test]
fn a_listener_of_their_own_has_them_alone_and_without_a_token() {
    let sandbox = Sandbox::with_the_example();
    let server = sandbox.serve(&["--metrics-listen", "127.0.0.1:0"]);
    let line = server.log().into_iter().find(|line| line.contains("metrics at")).unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let get = |path: &str| http::request(&address, "GET", "", path, "");
    // Its own connections are not among those that are counted.
    assert_eq!(value(get("/metrics").ok().text(), "numberline_connections"), 0.0);
    assert_eq!(get(NUMBERS).problem(404)["errorCode"], "path-unknown");
}

#[test]
fn a_port_that_is_taken_is_said_with_the_option_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let options = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", &address];
    let ran = Sandbox::new().run(&options).failed_with_one_sentence();
    assert!(ran.stderr.contains("--metrics-listen 127.0.0.1:0"), "{}", ran.stderr);
}

#[test]
fn a_change_that_is_followed_is_counted() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let metrics = || server.get(&token, "/metrics").ok().text().to_owned();
    let before = value(&metrics(), "numberline_inventory_seq");
    sandbox.token(&["--role", "reader"]);
    let after = eventually(PATIENCE, "the change is followed", || {
        Some(metrics()).filter(|text| value(text, "numberline_inventory_seq") == before + 1.0)
    });
    assert_eq!(value(&after, "numberline_database_head_seq"), before + 1.0);
    assert!(value(&after, "numberline_follower_steps_total") >= 1.0);
    assert_eq!(value(&after, "numberline_inventory_rebuilds_total"), 0.0);
}
