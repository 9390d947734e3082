//! Where options come from: the command line, the environment, the file.

use crate::support::{Sandbox, TestServer};

/// A server started with these variables and options, in a sandbox with this configuration file.
fn server(file: &str, variables: &[(&str, &str)], options: &[&str]) -> (Sandbox, TestServer) {
    let sandbox = Sandbox::new();
    sandbox.write("numberline.toml", file);
    let mut command = sandbox.command(&[&["serve"], options].concat());
    command.envs(variables.iter().copied());
    let server = TestServer::start(command);
    (sandbox, server)
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let file = "listen = \"127.0.0.1:0\"\nbase-path = \"/file\"\n";
    let variable = [("NUMBERLINE_BASE_PATH", "/environment")];
    let base = |variables: &[(&str, &str)], options: &[&str]| {
        let (_sandbox, server) = server(file, variables, options);
        server.url.rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(base(&[], &[]), "file");
    assert_eq!(base(&variable, &[]), "environment");
    assert_eq!(base(&variable, &["--base-path", "/option"]), "option");
}

#[test]
fn options_of_the_other_commands_stand_below_their_names() {
    let sandbox = Sandbox::with_the_example();
    sandbox.write(
        "numberline.toml",
        "[export]\nformat = \"ndjson\"\n[numbers.list]\npage-size = 3\n[token.create]\nrole = \"admin\"",
    );
    assert_eq!(sandbox.exported().lines().count(), 10);
    assert!(sandbox.run(&["numbers", "list"]).succeeded().stdout.ends_with("page 1 of 4, 10 numbers\n"));
    sandbox.run(&["token", "create"]).succeeded();
    assert_eq!(sandbox.run(&["token", "list", "--json"]).json()[0]["role"], "admin");
    let ran = sandbox.command(&["export"]).env("NUMBERLINE_EXPORT_FORMAT", "csv").output().unwrap();
    assert!(ran.stdout.starts_with(b"uploadTelephoneNumberEntryId,"));
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_known_one() {
    for (file, key, nearest) in [
        ("listn = \"127.0.0.1:0\"", "`listn`", "`listen`"),
        ("max_page_size = 5", "`max_page_size`", "`max-page-size`"),
        ("[export]\nformt = \"csv\"", "`export.formt`", "`export.format`"),
        ("[exprot]\nformat = \"csv\"", "`exprot`", "`export`"),
        ("config = \"other.toml\"", "`config`", "`"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("numberline.toml", file);
        let ran = sandbox.run(&["numbers", "list"]).failed_with_one_sentence();
        assert!(ran.stderr.contains(key) && ran.stderr.contains(nearest), "{}", ran.stderr);
    }
}

#[test]
fn a_wrong_value_in_the_file_is_blamed_on_the_file() {
    let sandbox = Sandbox::new();
    sandbox.write("numberline.toml", "max-page-size = 0");
    let ran = sandbox.run(&["serve"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("numberline.toml has a wrong value for `max-page-size`"), "{}", ran.stderr);
    for (file, told) in [("listen = 1.5", "`listen`"), ("no-migrate = [true]", "`no-migrate`"), ("a = ", "line 1")] {
        sandbox.write("numberline.toml", file);
        let ran = sandbox.run(&["migrate"]).failed_with_one_sentence();
        assert!(ran.stderr.contains("numberline.toml") && ran.stderr.contains(told), "{}", ran.stderr);
    }
}

#[test]
fn a_broken_file_does_not_keep_the_help_back() {
    let sandbox = Sandbox::new();
    sandbox.write("numberline.toml", "a = ");
    sandbox.run(&["serve", "--help"]).succeeded();
    sandbox.run(&["--version"]).succeeded();
    sandbox.run(&["migrate"]).failed_with_one_sentence();
}

#[test]
fn another_file_can_be_named_before_or_after_the_command() {
    let sandbox = Sandbox::with_the_example();
    sandbox.write("other.toml", "[numbers.list]\npage-size = 5");
    for arguments in [&["--config", "other.toml", "numbers", "list"][..], &["numbers", "list", "--config=other.toml"]] {
        assert!(sandbox.run(arguments).succeeded().stdout.contains("page 1 of 2"), "{arguments:?}");
    }
    let ran = sandbox.run(&["migrate", "--config", "missing.toml"]).failed_with_one_sentence();
    assert!(ran.stderr.contains("missing.toml"), "{}", ran.stderr);
}

/// What files alone can show.
mod sqlite_only {
    use super::*;

    #[test]
    fn flags_and_integers_can_stand_in_the_file() {
        let file = "listen = \"127.0.0.1:0\"\nmax-page-size = 7\naccess-log = true\ndatabase = \"sqlite:named.db\"";
        let (sandbox, server) = server(file, &[], &[]);
        let token = sandbox.token(&["--role", "reader"]);
        assert!(sandbox.path("named.db").exists() && !sandbox.path("numberline.db").exists());
        crate::support::eventually(crate::support::PATIENCE, "the token is known", || {
            (server.get(&token, "/api/v3/oc/numbers").status == 200).then_some(())
        });
        assert_eq!(server.get(&token, "/api/v3/oc/numbers?pageSize=8").faults(), ["pageSize"]);
        assert!(server.log().iter().any(|line| line.contains("/api/v3/oc/numbers")));
    }

    #[test]
    fn a_flag_in_the_environment_is_true_or_false() {
        let sandbox = Sandbox::new();
        for (value, code) in [("1", 1), ("true", 1), ("no", 0), ("0", 0)] {
            let ran = sandbox.command(&["migrate"]).env("NUMBERLINE_NO_MIGRATE", value).output().unwrap();
            assert_eq!(ran.status.code(), Some(code), "{value}");
            let _ = std::fs::remove_file(sandbox.path("numberline.db"));
        }
    }

    #[test]
    fn a_password_is_never_repeated() {
        let sandbox = Sandbox::new();
        let location = "postgres://numberline:hunter2@db.example/numbers";
        let by_option = sandbox.run(&["migrate", "--database", location]).failed_with_one_sentence();
        let by_variable =
            sandbox.command(&["migrate", "--help"]).env("NUMBERLINE_DATABASE", location).output().unwrap();
        sandbox.write("numberline.toml", format!("database = \"{location}\""));
        let by_file = sandbox.run(&["migrate"]).failed_with_one_sentence();
        let help = sandbox.run(&["migrate", "--help"]).succeeded();
        let variable_text = String::from_utf8([by_variable.stdout, by_variable.stderr].concat()).unwrap();
        for text in [by_option.stderr, by_file.stderr, help.stdout, variable_text] {
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}
