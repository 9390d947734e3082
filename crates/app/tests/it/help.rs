//! What the program tells about itself.

use crate::support::Sandbox;

#[test]
fn every_command_explains_itself() {
    let sandbox = Sandbox::new();
    for command in [
        "",
        "serve",
        "import",
        "export",
        "numbers",
        "numbers list",
        "numbers show",
        "upload",
        "release",
        "unassign",
        "approve",
        "clear",
        "task",
        "task list",
        "task show",
        "task retry",
        "task pause",
        "task resume",
        "task abandon",
        "service",
        "service list",
        "service show",
        "service set",
        "service rename",
        "sbc",
        "sbc list",
        "sbc set",
        "sbc rename",
        "channel",
        "channel list",
        "channel set",
        "profile",
        "profile list",
        "profile show",
        "profile set",
        "lead",
        "lead list",
        "lead set",
        "token",
        "token create",
        "token list",
        "token revoke",
        "generate",
        "sync",
        "sweep",
        "migrate",
        "check",
        "copy",
        "simulate",
        "simulate state",
        "simulate numbers",
        "simulate orders",
        "simulate account",
        "simulate appear",
        "simulate delete",
        "simulate assign",
        "simulate unassign",
        "simulate move",
        "simulate fail",
        "simulate mend",
        "simulate fault",
        "simulate set",
        "simulate life",
        "simulate reset",
        "openapi",
        "completions",
    ] {
        let mut arguments: Vec<_> = command.split_whitespace().collect();
        arguments.push("--help");
        let name = format!("help_{}", command.replace(' ', "_"));
        insta::assert_snapshot!(name.trim_end_matches('_'), sandbox.run(&arguments).succeeded().stdout);
    }
}

#[test]
fn the_version_is_told() {
    let ran = Sandbox::new().run(&["--version"]).succeeded();
    assert_eq!(ran.stdout, format!("numberline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let sandbox = Sandbox::new();
    for arguments in
        [&[][..], &["serv"], &["import"], &["export", "--format", "xml"], &["numbers", "list", "--page", "0"]]
    {
        assert_eq!(sandbox.run(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn shells_can_complete() {
    for (shell, word) in [("bash", "_numberline"), ("zsh", "#compdef numberline"), ("fish", "complete -c numberline")] {
        let script = Sandbox::new().run(&["completions", shell]).succeeded().stdout;
        assert!(script.contains(word) && script.contains("accept-partial"), "{shell}");
    }
}
