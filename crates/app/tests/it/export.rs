//! `numberline export`, and what it and `import` make of each other's files.

use crate::support::Sandbox;
use crate::support::records::{EXAMPLE, OTHER_TENANT, TENANT, compact_example, compact_records, lines, v2_dump};
use std::fs::Permissions;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Stdio;

#[test]
fn each_format_brings_everything_back() {
    let sandbox = Sandbox::with_the_example();
    sandbox.import("v2.json", &v2_dump());
    sandbox.import("more.ndjson", &lines(0..50).join("\n"));
    let whole = sandbox.exported();
    for format in ["json", "ndjson", "csv"] {
        let file = sandbox.run(&["export", "--format", format]).succeeded().stdout;
        let elsewhere = Sandbox::new();
        elsewhere.import("numbers", &file);
        assert_eq!(elsewhere.exported(), whole, "{format}");
        let again = sandbox.import("same", &file).stdout;
        assert_eq!(sandbox.exported(), whole, "{format}: {again}");
    }
}

#[test]
fn v2_records_keep_what_they_said() {
    let sandbox = Sandbox::new();
    let ran = sandbox.import("v2.json", &v2_dump());
    assert!(ran.stdout.contains("status") || ran.stdout.contains("Status"), "the status was guessed: {}", ran.stdout);
    let show = |number: &str| sandbox.run(&["numbers", "show", number, "--json"]).succeeded().json();
    let toll_free = show("+18333998785");
    assert_eq!(toll_free["sbcList"], serde_json::json!([{"sbcName": "oc1.example.net [192.0.2.10]", "sbcId": 8}]));
    assert_eq!((&toll_free["acquiredNumberStatus"], &toll_free["ovocChannelId"]), (&0.into(), &0.into()));
    assert_eq!((&toll_free["sbcListArray"], &toll_free["umpCustomerGuid"]), (&serde_json::json!([]), &().into()));
    assert_eq!(show("+61397508869")["acquiredOn"], "2025-11-03T02:14:09.5000000+00:00");
    assert_eq!(show("+442074996300")["acquiredNumberStatus"], 4);
}

#[test]
fn ndjson_lines_are_the_compact_records() {
    let sandbox = Sandbox::with_the_example();
    let ran = sandbox.run(&["export", "--format", "ndjson"]).succeeded();
    assert_eq!(ran.stdout.lines().collect::<Vec<_>>(), compact_records());
    assert!(ran.stdout.ends_with('\n'));
}

#[test]
fn json_is_the_answer_of_the_api_with_all_on_one_page() {
    let sandbox = Sandbox::with_the_example();
    assert_eq!(sandbox.exported().trim_end(), compact_example());
}

#[test]
fn csv_has_the_field_names_and_bare_numbers() {
    let csv = Sandbox::with_the_example().run(&["export", "--format", "csv"]).succeeded().stdout;
    let mut lines = csv.lines();
    let header = lines.next().unwrap();
    assert!(
        header.starts_with("uploadTelephoneNumberEntryId,source,sbcList,") && header.ends_with(",aslvCode,asticks")
    );
    assert_eq!(header.split(',').count(), 32);
    assert!(lines.next().unwrap().contains(",+448718943000,"));
    assert_eq!(csv.lines().count(), 11);
}

#[test]
fn a_text_that_a_spreadsheet_would_run_is_defused_and_comes_back() {
    let sandbox = Sandbox::new();
    sandbox.import(
        "example.json",
        &EXAMPLE.replace("\"BradOCDev\"", "\"=HYPERLINK(1)\"").replace("\"MSFT\"", "\"'quoted\""),
    );
    let csv = sandbox.run(&["export", "--format", "csv"]).succeeded().stdout;
    assert!(csv.contains("'=HYPERLINK(1)") && csv.contains("''quoted"), "{csv}");
    let elsewhere = Sandbox::new();
    elsewhere.import("numbers.csv", &csv);
    assert_eq!(elsewhere.exported(), sandbox.exported());
}

#[test]
fn tenants_and_statuses_narrow_it() {
    let sandbox = Sandbox::with_the_example();
    sandbox.import("more.ndjson", &lines(0..10).join("\n"));
    for (options, rows) in [
        (&["--tenant", TENANT][..], 10),
        (&["--tenant", OTHER_TENANT, "--tenant", TENANT], 20),
        (&["--status", "Pending First Sync"], 10),
        (&["--tenant", TENANT, "--status", "0"], 2),
    ] {
        let ran = sandbox.run(&[&["export", "--format", "ndjson"], options].concat()).succeeded();
        assert_eq!(ran.stdout.lines().count(), rows, "{options:?}");
    }
}

#[test]
fn a_file_appears_whole_and_replaces_the_one_before() {
    let sandbox = Sandbox::with_the_example();
    sandbox.write("dump.json", "old");
    let ran = sandbox.run(&["export", "-o", "dump.json"]).succeeded();
    assert_eq!((sandbox.read("dump.json").trim_end(), ran.stdout.as_str()), (compact_example().as_str(), ""));
    let left = std::fs::read_dir(sandbox.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with(".numberline")));
}

#[test]
fn a_file_that_is_replaced_keeps_its_mode() {
    let sandbox = Sandbox::with_the_example();
    sandbox.write("dump.json", "old");
    for mode in [0o600, 0o666] {
        std::fs::set_permissions(sandbox.path("dump.json"), Permissions::from_mode(mode)).unwrap();
        sandbox.run(&["export", "-o", "dump.json"]).succeeded();
        let found = std::fs::metadata(sandbox.path("dump.json")).unwrap().permissions().mode();
        assert_eq!(found & 0o7777, mode);
        assert_eq!(sandbox.read("dump.json").trim_end(), compact_example());
    }
}

#[test]
fn a_link_stays_one_whether_its_file_is_there_or_not() {
    let sandbox = Sandbox::with_the_example();
    std::fs::create_dir(sandbox.path("elsewhere")).unwrap();
    symlink("elsewhere/middle", sandbox.path("link")).unwrap();
    symlink("dump.json", sandbox.path("elsewhere/middle")).unwrap();
    for _ in ["absent", "present"] {
        sandbox.run(&["export", "-o", "link"]).succeeded();
        assert_eq!(sandbox.read("elsewhere/dump.json").trim_end(), compact_example());
        assert!(["link", "elsewhere/middle"].iter().all(|name| sandbox.path(name).is_symlink()));
    }
}

#[test]
fn links_in_a_circle_are_said_in_one_sentence() {
    let sandbox = Sandbox::with_the_example();
    symlink("there", sandbox.path("here")).unwrap();
    symlink("here", sandbox.path("there")).unwrap();
    let ran = sandbox.run(&["export", "-o", "here"]).failed_with_one_sentence();
    assert!(ran.stderr.contains("cannot write here"), "{}", ran.stderr);
}

#[test]
fn a_device_is_written_to_and_not_replaced() {
    let sandbox = Sandbox::with_the_example();
    sandbox.run(&["export", "-o", "/dev/null"]).succeeded();
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_file_that_cannot_be_written_is_said_in_one_sentence() {
    let sandbox = Sandbox::with_the_example();
    let ran = sandbox.run(&["export", "-o", "nowhere/dump.json"]).failed_with_one_sentence();
    assert!(ran.stderr.contains("nowhere/dump.json"), "{}", ran.stderr);
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let sandbox = Sandbox::new();
    sandbox.run(&["generate", "--numbers", "5000", "--tenants", "3"]).succeeded();
    let mut command = sandbox.command(&["export", "--format", "ndjson"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}
