//! The life of numbers at large size, on both kinds of database: random operations and faults against the oracle, then a
//! server that is killed again and again. The tests do the same at small size.

use crate::step::succeed;
use anyhow::Result;
use clap::Args;
use xtask::postgres::{Cluster, Durability};
use xtask::workspace::{Workspace, cargo};

/// How much of it.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many sequences of operations are played against the oracle
    #[arg(long, value_name = "COUNT", default_value_t = 20_000)]
    sequences: u32,

    /// How often the server is killed
    #[arg(long, value_name = "COUNT", default_value_t = 200)]
    rounds: u32,

    /// What both follow from
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u32,

    /// Install what is missing: Debian packages (as root)
    #[arg(long)]
    pub(crate) install: bool,
}

/// Runs both on both.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cluster = Cluster::start(folder.path(), Durability::Off)?;
    for url in [None, Some(cluster.url("postgres"))] {
        for (package, test) in [("numberline-service", "life"), ("numberline-app", "crash")] {
            eprintln!("{test} on {}", if url.is_some() { "PostgreSQL" } else { "SQLite" });
            let mut command = cargo();
            command.current_dir(&workspace.root);
            command.args(["test", "--package", package, "--test", test, "--", "--nocapture"]);
            command.env("NUMBERLINE_LIFE_SEQUENCES", options.sequences.to_string());
            command.env("NUMBERLINE_CRASH_ROUNDS", options.rounds.to_string());
            for name in ["NUMBERLINE_LIFE_SEED", "NUMBERLINE_CRASH_SEED"] {
                command.env(name, options.seed.to_string());
            }
            match &url {
                Some(url) => command.env("NUMBERLINE_TEST_POSTGRES", url),
                None => command.env_remove("NUMBERLINE_TEST_POSTGRES"),
            };
            succeed(&mut command)?;
        }
    }
    Ok(())
}
