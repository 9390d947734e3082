//! What a cluster must outlive, each scenario in one command: three nodes over a PostgreSQL with a standby, HAProxy in
//! front of them, readers and writers at work throughout.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`stage`] | the databases, nodes and balancer of a run |
//! | [`balancer`], [`node`] | one of them each |
//! | [`readers`], [`writers`] | the load |
//! | [`checker`] | compares what was acknowledged with what is there, and the nodes with each other |
//! | [`report`] | a line for each observation, and whether it is as it must be |
//! | the others | the scenarios |

pub(crate) mod balancer;
mod checker;
mod freeze;
mod kill_node;
mod left_behind;
mod node;
mod promote;
mod readers;
mod report;
mod rolling;
mod stage;
mod writers;

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use report::Report;
use std::time::Duration;
use xtask::program::{Profile, Program};
use xtask::workspace::Workspace;

/// What happens to the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scenario {
    /// A node is killed
    KillNode,
    /// The primary is killed and its synchronous standby promoted
    Promote,
    /// The primary answers nothing for a while
    Freeze,
    /// A replica that was cut off is promoted, and what it missed is lost
    LeftBehind,
    /// Each node in turn is told to stop, and started again
    Rolling,
}

/// How to run the scenarios.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What happens; all of it when nothing is named
    #[arg(value_enum)]
    scenarios: Vec<Scenario>,

    /// How long the load lasts, apart from waits for what has to happen
    #[arg(long, value_name = "SECONDS", default_value_t = 6)]
    seconds: u64,

    /// How many numbers there are at the beginning
    #[arg(long, value_name = "COUNT", default_value_t = 2_000)]
    numbers: u64,

    /// Run the program as it is released
    #[arg(long)]
    release: bool,

    /// Keep the folder with the logs
    #[arg(long)]
    keep: bool,

    /// Install what is missing: Debian packages (as root)
    #[arg(long)]
    pub(crate) install: bool,
}

/// The small run, a part of the test command.
pub(crate) fn run_small(workspace: &Workspace) -> Result<()> {
    run(
        workspace,
        &Options { scenarios: Vec::new(), seconds: 6, numbers: 2_000, release: false, keep: false, install: false },
    )
}

/// Runs the scenarios; all of them, also when one fails.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let profile = if options.release { Profile::Release } else { Profile::Dev };
    let program = Program::build(workspace, profile)?;
    let scenarios = if options.scenarios.is_empty() { Scenario::value_variants() } else { &options.scenarios };
    let mut violations = 0;
    for scenario in scenarios {
        let name = scenario.to_possible_value().context("no scenario is hidden")?.get_name().to_owned();
        let mut report = Report::new(name);
        let play = match scenario {
            Scenario::KillNode => kill_node::play,
            Scenario::Promote => promote::play,
            Scenario::Freeze => freeze::play,
            Scenario::LeftBehind => left_behind::play,
            Scenario::Rolling => rolling::play,
        };
        let stage_options = stage::Options { numbers: options.numbers, keep: options.keep };
        if let Err(error) = play(workspace, &program, &stage_options, Duration::from_secs(options.seconds), &mut report)
        {
            report.violated(format_args!("it broke off: {error:#}"));
        }
        violations += report.violations();
    }
    ensure!(violations == 0, "{violations} violations");
    Ok(())
}
