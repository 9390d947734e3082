//! `numberline check`.

use crate::support::Sandbox;
use crate::support::records::{EXAMPLE, OTHER_TENANT, TENANT, lines};

/// A database that has been through something.
fn lived_in() -> Sandbox {
    let sandbox = Sandbox::with_the_example();
    sandbox.import("more.ndjson", &lines(0..50).join("\n"));
    sandbox.import("moved.json", &EXAMPLE.replace(TENANT, OTHER_TENANT));
    sandbox.run(&["generate", "--numbers", "500", "--tenants", "5"]).succeeded();
    sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    sandbox.run(&["token", "revoke", "1"]).succeeded();
    sandbox
}

#[test]
fn a_sound_database_has_no_disagreement() {
    let ran = lived_in().run(&["check"]).succeeded();
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("560 numbers") && ran.stderr.contains(" 0 disagreements"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("failover"), "nothing is replicated: {}", ran.stderr);
}

/// Damages a database that has been through something, and checks it.
fn damaged(damage: &str) {
    let sandbox = lived_in();
    assert_eq!(sandbox.bare().execute(damage), 1, "{damage}");
    let ran = sandbox.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{damage}: {ran:?}");
    let lines = ran.stdout.lines().count();
    assert!(lines >= 1 && ran.stderr.contains(&format!(" {lines} disagreements")), "{damage}: {ran:?}");
}

#[test]
fn a_number_that_the_log_knows_and_the_table_lost_is_found() {
    damaged("DELETE FROM number WHERE phone = 448718943003");
}

#[test]
fn a_head_that_runs_ahead_of_the_log_is_found() {
    damaged("UPDATE head SET seq = seq + 1");
}

#[test]
fn a_number_that_names_what_is_not_there_is_found() {
    damaged("UPDATE number SET sweep = 4000000 WHERE phone = 448718943003");
}

#[test]
fn a_lost_change_is_found() {
    damaged("DELETE FROM change WHERE seq = 2");
}

#[test]
fn a_counter_that_would_give_a_taken_id_is_found() {
    damaged("UPDATE counter SET next = 1 WHERE name = 'number'");
}
