//! `numberline import`.

use crate::support::records::{EXAMPLE, NUMBERS, TENANT, as_v2, compact_example, lines};
use crate::support::{Sandbox, WITHIN_A_SECOND, eventually};
use serde_json::Value;

fn counts(report: &Value) -> [u64; 4] {
    ["added", "changed", "unchanged", "refused"].map(|count| report[count].as_u64().unwrap())
}

fn report(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    sandbox.run(&[&["import", "--json"], arguments].concat()).json()
}

#[test]
fn the_report_counts_what_became_of_each_record() {
    let sandbox = Sandbox::new();
    sandbox.write("example.json", EXAMPLE);
    assert_eq!(counts(&report(&sandbox, &["example.json"])), [10, 0, 0, 0]);
    assert_eq!(counts(&report(&sandbox, &["example.json"])), [0, 0, 10, 0]);
    sandbox.write("changed.json", EXAMPLE.replacen("\"MSFT\"", "\"Contoso\"", 3));
    assert_eq!(counts(&report(&sandbox, &["changed.json"])), [0, 3, 7, 0]);
}

#[test]
fn the_report_for_people_goes_to_standard_output() {
    let sandbox = Sandbox::new();
    let ran = sandbox.import("example.json", EXAMPLE);
    assert!(ran.stdout.contains("example.json") && ran.stdout.contains("10"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn every_form_is_told_by_its_content() {
    let records: Value = serde_json::from_str(EXAMPLE).unwrap();
    let array = records["data"].to_string();
    let ndjson: String = records["data"].as_array().unwrap().iter().map(|record| format!("{record}\n")).collect();
    for text in [EXAMPLE, &compact_example(), &array, &ndjson, ndjson.trim_end()] {
        let sandbox = Sandbox::new();
        sandbox.import("numbers", text);
        assert_eq!(
            sandbox.run(&["numbers", "list", "--page-size", "10", "--json"]).stdout.trim_end(),
            compact_example()
        );
    }
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run_with_input(&["import", "-", "--json"], EXAMPLE).succeeded();
    assert_eq!(counts(&ran.json()), [10, 0, 0, 0]);
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("example.json", EXAMPLE);
    let report = report(&sandbox, &["--dry-run", "example.json"]);
    assert_eq!((counts(&report), &report["applied"], &report["dryRun"]), ([10, 0, 0, 0], &false.into(), &true.into()));
    assert!(sandbox.exported().contains("\"totalRecords\":0"));
}

/// Ten thousand lines of which three are bad, in three ways.
fn three_bad_lines() -> String {
    let mut lines = lines(0..10_000);
    lines[16] = lines[16].replace("\"+4930", "\"4930");
    lines[4_999] = lines[4_999].replace("\"acquiredNumberStatus\":", "\"acquiredNumberStatus\":7");
    lines[9_998].truncate(100);
    lines.join("\n")
}

#[test]
fn three_bad_lines_among_ten_thousand_stop_the_file() {
    let sandbox = Sandbox::new();
    sandbox.write("numbers.ndjson", three_bad_lines());
    let ran = sandbox.run(&["import", "--json", "numbers.ndjson"]);
    assert_eq!(ran.code, Some(1));
    let report = ran.json();
    assert_eq!((&report["refused"], &report["applied"]), (&3.into(), &false.into()));
    let refusals = report["refusals"].as_array().unwrap();
    let lines: Vec<_> = refusals.iter().map(|refusal| refusal["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [17, 5_000, 9_999]);
    assert!(refusals.iter().all(|refusal| refusal["reason"].as_str().is_some_and(|reason| !reason.is_empty())));
    assert_eq!(
        (&refusals[0]["field"], &refusals[1]["field"]),
        (&"telephoneNumber".into(), &"acquiredNumberStatus".into())
    );
    assert!(sandbox.exported().contains("\"totalRecords\":0"));

    let for_people = sandbox.run(&["import", "numbers.ndjson"]).stdout;
    for line in ["17", "5000", "9999"] {
        assert!(for_people.replace(',', "").contains(line), "{line} in {for_people}");
    }
}

#[test]
fn the_good_lines_come_in_when_partial_is_accepted() {
    let sandbox = Sandbox::new();
    sandbox.write("numbers.ndjson", three_bad_lines());
    let ran = sandbox.run(&["import", "--accept-partial", "--json", "numbers.ndjson"]);
    assert_eq!((ran.code, counts(&ran.json())), (Some(1), [9_997, 0, 0, 3]));
    assert!(sandbox.exported().contains("\"totalRecords\":9997"));
}

#[test]
fn a_v2_dump_of_a_database_changes_nothing_in_it() {
    let sandbox = Sandbox::with_the_example();
    let before = sandbox.exported();
    sandbox.write("v2.json", as_v2(EXAMPLE));
    assert_eq!(counts(&report(&sandbox, &["v2.json"])), [0, 0, 10, 0]);
    assert_eq!(sandbox.exported(), before);
}

#[test]
fn files_after_a_refused_one_are_not_read() {
    let sandbox = Sandbox::new();
    sandbox.write("first.json", EXAMPLE);
    sandbox.write("second.ndjson", "{\"telephoneNumber\":\"12\"}");
    sandbox.write("third.ndjson", lines(0..1).join("\n"));
    let ran = sandbox.run(&["import", "first.json", "second.ndjson", "third.ndjson"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("stopped after second.ndjson: 1 more not read"), "{}", ran.stderr);
    assert!(sandbox.exported().contains("\"totalRecords\":10,"));
}

#[test]
fn a_file_that_cannot_be_read_is_said_in_one_sentence() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    for name in ["missing.json", "folder"] {
        let ran = sandbox.run(&["import", name]).failed_with_one_sentence();
        assert!(ran.stderr.contains(name), "{}", ran.stderr);
    }
}

#[test]
fn a_running_server_has_the_numbers_within_a_second() {
    let sandbox = Sandbox::new();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let path = format!("{NUMBERS}?msTenantId={TENANT}&pageSize=10");
    server.get(&token, &path).problem(404);
    sandbox.import("example.json", EXAMPLE);
    let reply = eventually(WITHIN_A_SECOND, "the numbers are there", || {
        Some(server.get(&token, &path)).filter(|reply| reply.status == 200)
    });
    assert_eq!(reply.text(), compact_example());
}
