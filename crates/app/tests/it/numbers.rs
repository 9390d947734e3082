//! `numberline numbers`.

use crate::support::Sandbox;
use crate::support::records::{EXAMPLE, OTHER_TENANT, TENANT, compact_example, compact_records};

#[test]
fn the_list_is_a_table() {
    let sandbox = Sandbox::with_the_example();
    insta::assert_snapshot!("numbers_list", sandbox.run(&["numbers", "list", "--page-size", "4"]).succeeded().stdout);
}

#[test]
fn the_list_as_json_is_the_answer_of_the_api() {
    let sandbox = Sandbox::with_the_example();
    let ran = sandbox.run(&["numbers", "list", "--tenant", TENANT, "--page-size", "10", "--json"]).succeeded();
    assert_eq!(ran.stdout.trim_end(), compact_example());
}

#[test]
fn a_status_narrows_the_list() {
    let sandbox = Sandbox::with_the_example();
    let ran = sandbox.run(&["numbers", "list", "--status", "active"]).succeeded();
    assert!(ran.stdout.ends_with("page 1 of 1, 2 numbers\n"), "{}", ran.stdout);
}

#[test]
fn an_empty_database_is_an_empty_table() {
    let ran = Sandbox::new().run(&["numbers", "list"]).succeeded();
    assert!(ran.stdout.ends_with("0 numbers\n"), "{}", ran.stdout);
}

#[test]
fn a_tenant_that_is_not_there_is_said() {
    let sandbox = Sandbox::with_the_example();
    let ran = sandbox.run(&["numbers", "list", "--tenant", OTHER_TENANT]).failed_with_one_sentence();
    assert!(ran.stderr.contains(OTHER_TENANT), "{}", ran.stderr);
}

#[test]
fn a_number_is_shown_field_by_field() {
    let sandbox = Sandbox::with_the_example();
    insta::assert_snapshot!("numbers_show", sandbox.run(&["numbers", "show", "+448718943000"]).succeeded().stdout);
}

#[test]
fn a_number_as_json_is_its_record() {
    let sandbox = Sandbox::with_the_example();
    for spelling in ["+448718943001", "448718943001"] {
        let ran = sandbox.run(&["numbers", "show", spelling, "--json"]).succeeded();
        assert_eq!(ran.stdout.trim_end(), compact_records()[1]);
    }
}

#[test]
fn a_number_that_is_not_there_is_said_in_one_sentence() {
    let sandbox = Sandbox::with_the_example();
    let ran = sandbox.run(&["numbers", "show", "+448718943010"]).failed_with_one_sentence();
    assert_eq!(ran.stderr, "numberline: there is no number +448718943010\n");
    assert_eq!(sandbox.run(&["numbers", "show", "12"]).code, Some(2));
}

#[test]
fn what_was_imported_cannot_move_the_cursor() {
    let sandbox = Sandbox::new();
    sandbox.import("example.json", &EXAMPLE.replace("BradOCDev", "\\u001b[2Jgone\\nforged"));
    for arguments in [&["numbers", "list"][..], &["numbers", "show", "+448718943000"]] {
        let shown = sandbox.run(arguments).succeeded().stdout;
        assert!(shown.contains("gone") && !shown.contains('\u{1b}') && !shown.contains("\nforged"), "{shown}");
    }
}
