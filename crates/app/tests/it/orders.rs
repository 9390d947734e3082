//! `numberline upload`, `release`, `unassign`, `approve`, `clear` and `task`.

use crate::support::Sandbox;
use crate::support::records::TENANT;
use serde_json::{Value, json};

const RANGE: &str = "+441632960100-+441632960199";

/// Gives a number of the example another status.
fn mark(sandbox: &Sandbox, number: &str) {
    sandbox.import("marked.json", &json!([{ "telephoneNumber": number, "acquiredNumberStatus": 2 }]).to_string());
}

fn status(sandbox: &Sandbox, number: &str) -> Value {
    sandbox.run(&["numbers", "show", number, "--json"]).succeeded().json()["acquiredNumberStatus"].clone()
}

#[test]
fn an_upload_is_a_task_that_can_be_looked_at() {
    let sandbox = Sandbox::with_the_example();
    let uploaded = sandbox.run(&["upload", "--tenant", TENANT, "--no-wait", RANGE, "+441632960001"]).succeeded();
    let id = uploaded.stdout.trim_end();
    assert!(id.starts_with("tsk_msjob_"), "{uploaded:?}");
    assert_eq!(status(&sandbox, "+441632960150"), 4);
    let task = sandbox.run(&["task", "show", id, "--json"]).succeeded().json();
    assert_eq!((&task["id"], &task["totalNumbersCount"]), (&json!(id), &json!(101)));
    let shown = sandbox.run(&["task", "show", id]).succeeded().stdout;
    assert_eq!(shown, format!("{id}: In Progress, 0 of 101 numbers are done\n"));
    let list = sandbox.run(&["task", "list", "--kind", "upload", "--json"]).succeeded().json();
    assert_eq!((&list["totalRecords"], &list["data"][0]["id"]), (&json!(1), &json!(id)));
    let table = sandbox.run(&["task", "list"]).succeeded().stdout;
    assert!(table.contains(id) && table.ends_with("page 1 of 1, 1 task\n"), "{table}");
    assert_eq!(
        sandbox.run(&["task", "list", "--status", "Failed"]).succeeded().stdout.lines().last(),
        Some("page 1 of 0, 0 tasks")
    );
}

#[test]
fn every_refusal_is_told_and_the_exit_code_is_1() {
    let sandbox = Sandbox::with_the_example();
    let refused = sandbox.run(&["release", "--tenant", TENANT, "+441632960777", "+441632960009-+441632960001"]);
    assert_eq!(refused.code, Some(1));
    assert_eq!(refused.stdout, "");
    let lines: Vec<_> = refused.stderr.lines().collect();
    assert_eq!(
        lines,
        [
            "numberline: +441632960009-+441632960001: the range ends before it starts; exchange its ends",
            "numberline: +441632960777: no such number is within the token's reach here",
        ]
    );
    sandbox.run(&["upload", "--tenant", "7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3", RANGE]).failed_with_one_sentence();
    assert_eq!(sandbox.run(&["upload", "--tenant", TENANT, "441632960001"]).code, Some(2));
    for option in ["--ticket", "--calling-profile"] {
        assert_eq!(sandbox.run(&["upload", "--tenant", TENANT, option, "two\nlines", RANGE]).code, Some(2));
    }
    sandbox.run(&["task", "show", TENANT]).failed_with_one_sentence();
}

#[test]
fn a_task_is_paused_resumed_and_abandoned() {
    let sandbox = Sandbox::with_the_example();
    let order = ["unassign", "--tenant", TENANT, "--no-wait", "+448718943000"];
    let id = sandbox.run(&order).succeeded().stdout.trim_end().to_owned();
    let held = sandbox.run(&order).failed_with_one_sentence();
    assert!(held.stderr.contains(&id), "{held:?}");
    sandbox.run(&["task", "pause", &id]).succeeded();
    assert!(sandbox.run(&["task", "list"]).succeeded().stdout.contains("In Progress (paused)"));
    sandbox.run(&["task", "resume", &id]).succeeded();
    let abandoned = sandbox.run(&["task", "abandon", &id, "--json"]).succeeded().json();
    assert_eq!(abandoned["status"], "Cancelled");
    sandbox.run(&["task", "retry", &id]).failed_with_one_sentence();
    sandbox.run(&order).succeeded();
}

#[test]
fn numbers_that_a_customer_deleted_are_approved_or_kept() {
    let sandbox = Sandbox::with_the_example();
    mark(&sandbox, "+448718943000");
    let kept = sandbox.run(&["clear", "+448718943000"]).succeeded();
    assert_eq!(kept.stdout, "1 of 1 numbers are active\n");
    assert_eq!(status(&sandbox, "+448718943000"), 0);
    mark(&sandbox, "+448718943000");
    let approved = sandbox.run(&["approve", "+448718943000", "+448718943001"]);
    assert_eq!((approved.code, approved.stdout.as_str()), (Some(1), "1 of 2 numbers are ready for removal\n"));
    assert!(approved.stderr.contains("(Active to ReadyForRemoval)"), "{approved:?}");
    assert_eq!(status(&sandbox, "+448718943000"), 3);
}

/// What the command line orders, a running server shows within a second; and the other way round.
#[test]
fn a_server_and_the_command_line_see_the_same_tasks() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "operator"]);
    let server = sandbox.serve(&["--release-rate", "1/1h"]);
    let id = sandbox.run(&["upload", "--tenant", TENANT, "--no-wait", "+441632960001"]).succeeded().stdout;
    let task = server.get(&token, &format!("/api/v2/task/{}", id.trim_end())).ok().json();
    assert_eq!(task["totalNumbersCount"], 1);
    let path = format!("/api/v2/oc/numbers/action/release?msTenantId={TENANT}");
    let body = r#"["+448718943000"]"#;
    let released = server.post(&token, &path, body).ok();
    let shown = sandbox.run(&["task", "show", released.json().as_str().unwrap(), "--json"]).succeeded().json();
    assert_eq!(shown["status"], "In Progress");
    assert_eq!(status(&sandbox, "+448718943000"), 1);
    let refused = server.post(&token, &path, body);
    assert_eq!(refused.problem(429)["errorCode"], "rate-exceeded");
    assert!(refused.header("retry-after").is_some() && refused.header("ratelimit").is_some());
}
