//! The portal in a real Chromium, against the real program with many numbers.
//!
//! The checks are in `crates/app/tests/portal`; pictures of every page are left in `target/portal`, and in `docs/portal`
//! when they are wanted there.

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

/// Enough that a page of tenants is full of them.
pub(crate) const TENANTS: u64 = 40;

#[derive(Args)]
pub(crate) struct Options {
    /// How many numbers the server has
    #[arg(long, value_name = "COUNT", default_value_t = NUMBERS)]
    pub(crate) numbers: u64,

    /// How many tenants have them; with one, its list is the one that is measured
    #[arg(long, value_name = "COUNT", default_value_t = TENANTS)]
    pub(crate) tenants: u64,

    /// Only these groups of checks, such as table,shots
    #[arg(long, value_name = "NAMES")]
    pub(crate) only: Option<String>,

    /// Check a program that was built to run fast
    #[arg(long)]
    pub(crate) release: bool,

    /// Take the pictures in docs/portal anew
    #[arg(long)]
    pub(crate) pictures: bool,

    /// Install what is missing: Debian packages (as root), the checks' modules
    #[arg(long)]
    pub(crate) install: bool,
}

/// Where the checks are.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join(FOLDER)
}

impl Default for Options {
    fn default() -> Self {
        Self { numbers: NUMBERS, tenants: TENANTS, only: None, release: false, pictures: false, install: false }
    }
}

/// Runs the checks.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let profile = if options.release { Profile::Release } else { Profile::Dev };
    let program = Program::build(workspace, profile)?;
    let mut checks = Command::new("node");
    checks
        .arg(folder(workspace).join("run.js"))
        .arg("--program")
        .arg(program.command().get_program())
        .arg("--out")
        .arg(workspace.target.join("portal"))
        .arg("--documents")
        .arg(workspace.root.join("docs"))
        .args(["--numbers", &options.numbers.to_string(), "--tenants", &options.tenants.to_string()])
        .args(["--chromium", CHROMIUM])
        .args(options.pictures.then_some("--pictures"));
    if let Some(only) = &options.only {
        checks.args(["--only", only]);
    }
    succeed(&mut checks)
}
