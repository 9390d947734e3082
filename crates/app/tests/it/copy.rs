//! `numberline copy`.

use crate::support::Sandbox;
use crate::support::records::{EXAMPLE, OTHER_TENANT, TENANT, lines};

/// A database that has been through something.
fn lived_in() -> Sandbox {
    let sandbox = Sandbox::with_the_example();
    sandbox.import("more.ndjson", &lines(0..50).join("\n"));
    sandbox.import("moved.json", &EXAMPLE.replace(TENANT, OTHER_TENANT));
    sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    sandbox
}

/// There and back again: to a file, and from the file to a database of the kind that is tried.
#[test]
fn a_copy_of_a_copy_is_the_same_database() {
    let (first, last) = (lived_in(), Sandbox::new());
    let file = format!("sqlite:{}", first.path("copy.db").display());
    let ran = first.run(&["copy", "--from", &first.address(), "--to", &file]).succeeded();
    assert!(ran.stdout.ends_with("and equal there\n"), "{}", ran.stdout);
    first.run(&["copy", "--from", &file, "--to", &last.address()]).succeeded();
    assert_eq!(last.exported(), first.exported());
    assert_eq!(
        last.run(&["token", "list", "--json"]).succeeded().stdout,
        first.run(&["token", "list", "--json"]).succeeded().stdout
    );
    last.run(&["check"]).succeeded();
    // It goes on where the first one stood.
    assert_eq!(last.import("more.ndjson", &lines(50..60).join("\n")).stdout.lines().count(), 1);
    last.run(&["check"]).succeeded();
}

#[test]
fn answers_of_the_copy_have_other_entity_tags() {
    let (first, last) = (lived_in(), Sandbox::new());
    first.run(&["copy", "--from", &first.address(), "--to", &last.address()]).succeeded();
    let token = first.token(&["--role", "reader"]);
    let tag = |sandbox: &Sandbox, token: &str| {
        let server = sandbox.serve(&[]);
        server.get(token, crate::support::records::NUMBERS).header("etag").unwrap().to_owned()
    };
    assert_ne!(tag(&first, &token), tag(&last, &last.token(&["--role", "reader"])));
}

#[test]
fn a_database_with_something_in_it_is_not_copied_over() {
    let (first, other) = (lived_in(), Sandbox::with_the_example());
    let before = other.exported();
    let ran = first.run(&["copy", "--from", &first.address(), "--to", &other.address()]).failed_with_one_sentence();
    assert!(ran.stderr.contains("has something in it"), "{}", ran.stderr);
    assert_eq!(other.exported(), before);
}

#[test]
fn what_is_not_there_is_not_created_to_be_copied() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["copy", "--from", "sqlite:nowhere.db", "--to", &sandbox.address()]);
    assert_eq!(ran.code, Some(1));
    assert!(!sandbox.path("nowhere.db").exists());
}

#[test]
fn a_password_is_not_repeated() {
    let sandbox = Sandbox::new();
    let ran =
        sandbox.run(&["copy", "--from", "postgres://me:hunter2@host/a?x=1", "--to", "postgre://me:hunter2@host/b"]);
    assert_eq!(ran.code, Some(1));
    assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
}
