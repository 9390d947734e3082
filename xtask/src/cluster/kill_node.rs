//! A node is killed: no read through the balancer fails, apart from those that it was answering, and nothing is lost.

use super::checker;
use super::readers::Readers;
use super::report::Report;
use super::stage::{Options, Replication, Stage};
use super::writers::Writers;
use anyhow::Result;
use std::time::{Duration, Instant};
use xtask::program::Program;
use xtask::workspace::Workspace;

pub(super) fn play(
    workspace: &Workspace,
    program: &Program,
    options: &Options,
    time: Duration,
    report: &mut Report,
) -> Result<()> {
    let mut stage = Stage::set_up(workspace, program, options, Replication::Synchronous, report)?;
    let readers = Readers::start(stage.balancer.address, &stage.token);
    let writers = Writers::start(workspace, program, &stage.location, stage.folder(), 0)?;
    std::thread::sleep(time / 3);
    let killed = Instant::now();
    stage.nodes[0].kill();
    std::thread::sleep(time / 3);
    stage.nodes[0].start_again()?;
    stage.balancer.wait_until_all_are_up()?;
    std::thread::sleep(time / 3);
    writers.stop()?.report(report);
    readers.stop()?.report(Some(killed), report);
    report.observed(format_args!("the balancer tried {} requests again", stage.balancer.tries_again()?));
    checker::check(&stage, program, report)
}
