//! That answers are the same bytes over a file and over a PostgreSQL, at large size. The tests do the same at small size.

use crate::step::succeed;
use anyhow::Result;
use clap::Args;
use xtask::postgres::{Cluster, Durability};
use xtask::workspace::{Workspace, cargo};

/// How much of it.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many numbers each database has
    #[arg(long, value_name = "COUNT", default_value_t = 200_000)]
    numbers: u32,

    /// Install what is missing: Debian packages (as root)
    #[arg(long)]
    pub(crate) install: bool,
}

/// Compares them.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cluster = Cluster::start(folder.path(), Durability::Off)?;
    let mut command = cargo();
    command.current_dir(&workspace.root);
    command.args(["test", "--package", "numberline-app", "--test", "it", "--", "both::", "--nocapture"]);
    command.env("NUMBERLINE_BOTH_NUMBERS", options.numbers.to_string());
    command.env("NUMBERLINE_TEST_POSTGRES", cluster.url("postgres"));
    succeed(&mut command)
}
