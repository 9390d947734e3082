//! The project's chores: `cargo xtask test` and its steps, each of which can be called by itself.

mod both;
mod cluster;
mod life;
mod need;
mod portal;
mod schema;
mod step;
mod tidy;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::process::ExitCode;
use step::Step;
use xtask::workspace::Workspace;

/// The project's chores
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Everything a change has to pass: every step below
    Test(Installation),
    /// Is the code formatted? (`cargo fmt --check`)
    Fmt,
    /// Is clippy content, tests included?
    Lint,
    /// Does the documentation build without a warning?
    Doc,
    /// File sizes, the packages' arrows, what the documents name, openapi.json
    Tidy,
    /// Every test of the workspace (`cargo test --workspace`), on SQLite
    Unit,
    /// The same tests on a throw-away PostgreSQL
    UnitPostgres(Installation),
    /// What a cluster must outlive: nodes and primaries that are killed, replicas left behind, rolling restarts
    Cluster(cluster::Options),
    /// The life of numbers at large size: operations and faults against the oracle, servers that are killed
    Life(life::Options),
    /// That answers are the same bytes over SQLite and PostgreSQL, at large size
    Both(both::Options),
    /// schemathesis, for what the published schema promises, against a running server
    Schema(Installation),
    /// The portal in a real Chromium: every page, by mouse and by keyboard, within its budgets
    Portal(portal::Options),
}

#[derive(Args)]
struct Installation {
    /// Install what is missing: Debian packages (as root), rustup components, schemathesis under target/
    #[arg(long)]
    install: bool,
}

fn main() -> ExitCode {
    run(&Arguments::parse().chore).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn run(chore: &Chore) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    let install = match chore {
        Chore::Test(how) | Chore::UnitPostgres(how) | Chore::Schema(how) => how.install,
        Chore::Cluster(options) => options.install,
        Chore::Life(options) => options.install,
        Chore::Both(options) => options.install,
        Chore::Portal(options) => options.install,
        Chore::Fmt | Chore::Lint | Chore::Doc | Chore::Tidy | Chore::Unit => false,
    };
    let steps: &[Step] = match chore {
        Chore::Test(_) => &Step::ALL,
        Chore::Fmt => &[Step::Format],
        Chore::Lint => &[Step::Lint],
        Chore::Doc => &[Step::Document],
        Chore::Tidy => &[Step::Tidy],
        Chore::Unit => &[Step::Unit],
        Chore::UnitPostgres(_) => &[Step::UnitOnPostgres],
        Chore::Cluster(_) => &[Step::Cluster],
        Chore::Life(_) | Chore::Both(_) => &[Step::UnitOnPostgres],
        Chore::Schema(_) => &[Step::Schema],
        Chore::Portal(_) => &[Step::Portal],
    };
    need::ensure(&workspace, steps, install)?;
    match chore {
        Chore::Cluster(options) => cluster::run(&workspace, options)?,
        Chore::Life(options) => life::run(&workspace, options)?,
        Chore::Both(options) => both::run(&workspace, options)?,
        Chore::Portal(options) => portal::run(&workspace, options)?,
        Chore::Test(_)
        | Chore::Fmt
        | Chore::Lint
        | Chore::Doc
        | Chore::Tidy
        | Chore::Unit
        | Chore::UnitPostgres(_)
        | Chore::Schema(_) => return step::run(&workspace, steps),
    }
    Ok(ExitCode::SUCCESS)
}
