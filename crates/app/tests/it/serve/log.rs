//! What a server logs.

use crate::support::records::NUMBERS;
use crate::support::{PATIENCE, Sandbox, TestServer, eventually};

fn lines_about(server: &TestServer, text: &str) -> usize {
    server.log().iter().filter(|line| line.contains(text)).count()
}

/// What the line of a request that went well says, and no time or random id does.
const WENT_WELL: &str = " status=200 ";

#[test]
fn a_successful_request_writes_no_line_unless_asked_for() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let quiet = sandbox.serve(&[]);
    quiet.get(&token, NUMBERS).ok();
    quiet.get(&token, &format!("{NUMBERS}?pageSize=0")).problem(400);
    eventually(PATIENCE, "the failed request is logged", || {
        (lines_about(&quiet, "request-invalid") == 1).then_some(())
    });
    assert_eq!(lines_about(&quiet, WENT_WELL), 0, "{:?}", quiet.log());

    let talkative = sandbox.serve(&["--access-log"]);
    talkative.get(&token, NUMBERS).ok();
    eventually(PATIENCE, "the request is logged", || (lines_about(&talkative, NUMBERS) == 1).then_some(()));
    assert_eq!(lines_about(&talkative, WENT_WELL), 1, "{:?}", talkative.log());
}

#[test]
fn a_log_for_machines_is_json_on_every_line() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&["--log-format", "json", "--access-log"]);
    server.get(&token, NUMBERS).ok();
    server.get(&token, &format!("{NUMBERS}?pageSize=0")).problem(400);
    eventually(PATIENCE, "both are logged", || (lines_about(&server, NUMBERS) >= 2).then_some(()));
    for line in server.log() {
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(line["level"].is_string() && line["timestamp"].is_string(), "{line}");
    }
}

#[test]
fn no_token_is_ever_logged() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&["--access-log", "--log-level", "trace"]);
    server.get(&token, NUMBERS).ok();
    server.get(&token, &format!("{NUMBERS}?x={token}")).problem(400);
    server.get(&format!("{token}0"), NUMBERS).problem(401);
    eventually(PATIENCE, "the requests are logged", || (lines_about(&server, "credential-unknown") > 0).then_some(()));
    assert_eq!(lines_about(&server, &token), 0);
}
