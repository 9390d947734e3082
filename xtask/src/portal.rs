//! The portal in a real Chromium, against the real program with many numbers.
//!
//! The checks are in `crates/app/tests/portal`; pictures of every page are left in `target/portal`.

use crate::step::succeed;
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;
use std::process::Command;
use xtask::program::{Profile, Program};
use xtask::workspace::Workspace;

/// Where the checks are, from the root.
pub(crate) const FOLDER: &str = "crates/app/tests/portal";
/// Debian's.
pub(crate) const CHROMIUM: &str = "/usr/bin/chromium";
/// Enough for a list that is higher than browsers can lay out, few enough to be made in a minute.
pub(crate) const NUMBERS: u64 = 200_000;

#[derive(Args)]
pub(crate) struct Options {
    /// How many numbers the server has
    #[arg(long, value_name = "COUNT", default_value_t = NUMBERS)]
    pub(crate) numbers: u64,

    /// Install what is missing: Debian packages (as root), the checks' modules
    #[arg(long)]
    pub(crate) install: bool,
}

/// Where the checks are.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join(FOLDER)
}

/// Runs every check.
pub(crate) fn run(workspace: &Workspace, numbers: u64) -> Result<()> {
    let program = Program::build(workspace, Profile::Dev)?;
    let mut checks = Command::new("node");
    checks
        .arg(folder(workspace).join("run.js"))
        .arg("--program")
        .arg(program.command().get_program())
        .arg("--out")
        .arg(workspace.target.join("portal"))
        .args(["--numbers", &numbers.to_string(), "--chromium", CHROMIUM]);
    succeed(&mut checks)
}
