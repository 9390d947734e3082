//! `numberline migrate`, and databases of other versions.

use crate::support::Sandbox;
use std::os::unix::fs::PermissionsExt;

#[test]
fn migrating_twice_is_migrating_once() {
    let sandbox = Sandbox::with_the_example();
    let before = sandbox.exported();
    sandbox.run(&["migrate"]).succeeded();
    assert_eq!(sandbox.exported(), before);
}

#[test]
fn an_older_schema_is_refused_where_migrating_is() {
    let sandbox = Sandbox::new();
    for arguments in [&["--no-migrate", "numbers", "list"][..], &["export", "--no-migrate"]] {
        let ran = sandbox.run(arguments).failed_with_one_sentence();
        assert!(ran.stderr.contains("numberline migrate"), "{}", ran.stderr);
    }
    sandbox.run(&["migrate"]).succeeded();
    sandbox.run(&["--no-migrate", "numbers", "list"]).succeeded();
}

#[test]
fn a_newer_schema_is_refused_in_one_sentence() {
    let sandbox = Sandbox::with_the_example();
    sandbox.bare().execute("INSERT INTO schema_version (version, name, checksum) VALUES (9999, 'later', '')");
    let ran = sandbox.run(&["numbers", "list"]).failed_with_one_sentence();
    assert!(ran.stderr.contains("newer"), "{}", ran.stderr);
}

#[test]
fn the_change_log_names_who_did_it() {
    let sandbox = Sandbox::with_the_example();
    let rows = sandbox.bare().query("SELECT actor FROM change WHERE seq = 1");
    let actor = rows[0].text(0);
    assert!(actor.starts_with("cli:tester@") && actor.len() > "cli:tester@".len(), "{actor}");
}

/// What files alone can show.
mod sqlite_only {
    use super::*;

    #[test]
    fn an_absent_database_is_created_for_its_owner_alone() {
        let sandbox = Sandbox::new();
        let ran = sandbox.run(&["migrate"]).succeeded();
        assert_eq!(ran.stdout, "the schema is at version 5\n");
        let mode = std::fs::metadata(sandbox.path("numberline.db")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_is_no_database_is_refused_in_one_sentence() {
        let sandbox = Sandbox::new();
        sandbox
            .write("numberline.db", "a letter to a friend, long enough not to be taken for an empty file. ".repeat(20));
        sandbox.run(&["numbers", "list"]).failed_with_one_sentence();
        sandbox.run(&["numbers", "list", "--database", "sqlite:nowhere/numberline.db"]).failed_with_one_sentence();
    }
}
