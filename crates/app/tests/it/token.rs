//! `numberline token`.

use crate::support::Sandbox;
use crate::support::records::{OTHER_TENANT, TENANT};

#[test]
fn the_token_stands_alone_on_standard_output() {
    let ran = Sandbox::new().run(&["token", "create", "--role", "reader", "--name", "dashboard"]).succeeded();
    let token = ran.stdout.strip_suffix('\n').unwrap();
    let secret = token.strip_prefix("nl_").unwrap();
    assert!(secret.len() == 64 && secret.bytes().all(|digit| digit.is_ascii_hexdigit()), "{token}");
    assert!(ran.stderr.contains("token 1, shown once") && !ran.stderr.contains(secret), "{}", ran.stderr);
}

#[test]
fn no_two_tokens_are_alike_and_none_is_stored() {
    let sandbox = Sandbox::new();
    let (first, second) = (sandbox.token(&["--role", "admin"]), sandbox.token(&["--role", "admin"]));
    assert_ne!(first, second);
    for file in ["numberline.db", "numberline.db-wal"] {
        let bytes = std::fs::read(sandbox.path(file)).unwrap_or_default();
        for token in [&first, &second] {
            let secret = token.strip_prefix("nl_").unwrap().as_bytes();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{file} holds the secret");
        }
    }
}

#[test]
fn the_list_tells_all_but_the_secret() {
    let sandbox = Sandbox::new();
    let secret =
        sandbox.token(&["--role", "reader", "--tenant", TENANT, "--tenant", OTHER_TENANT, "--expires-in", "30d"]);
    sandbox.token(&["--role", "admin", "--name", "chief"]);
    let list = sandbox.run(&["token", "list", "--json"]).succeeded().json();
    assert_eq!(list[0]["tenants"], serde_json::json!([TENANT, OTHER_TENANT]));
    assert_eq!(
        (&list[0]["role"], &list[0]["state"], &list[0]["name"]),
        (&"reader".into(), &"active".into(), &().into())
    );
    assert!(list[0]["expiresAt"].is_string() && list[0]["createdAt"].is_string() && list[0]["lastUsedAt"].is_null());
    assert_eq!(
        (&list[1]["name"], &list[1]["tenants"], &list[1]["expiresAt"]),
        (&"chief".into(), &().into(), &().into())
    );
    let table = sandbox.run(&["token", "list"]).succeeded().stdout;
    for word in ["chief", "reader", "admin", "all", "active", TENANT, "never"] {
        assert!(table.contains(word), "{word} in {table}");
    }
    assert!(!table.contains(secret.strip_prefix("nl_").unwrap()));
}

#[test]
fn revoking_says_what_it_did() {
    let sandbox = Sandbox::new();
    sandbox.token(&["--role", "reader"]);
    assert!(sandbox.run(&["token", "revoke", "1"]).succeeded().stderr.contains("token 1 is revoked"));
    assert!(sandbox.run(&["token", "revoke", "1"]).succeeded().stderr.contains("was revoked before"));
    let unknown = sandbox.run(&["token", "revoke", "99"]).failed_with_one_sentence();
    assert!(unknown.stderr.contains("there is no token 99"), "{}", unknown.stderr);
}

#[test]
fn what_cannot_be_a_token_is_refused_by_usage() {
    let sandbox = Sandbox::new();
    for options in [
        &["--role", "king"][..],
        &[],
        &["--role", "reader", "--tenant", "someone"],
        &["--role", "reader", "--expires-in", "soon"],
        &["--role", "reader", "--name", "\u{1b}[2Jgone\nforged line"],
        &["--role", "reader", "--name", ""],
    ] {
        let ran = sandbox.run(&[&["token", "create"], options].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{options:?}");
    }
}
