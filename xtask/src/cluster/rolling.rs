//! Each node in turn is told to stop, and started again, as an upgrade does: no read fails.

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
    for position in 0..stage.nodes.len() {
        std::thread::sleep(time / 4);
        let told = Instant::now();
        stage.nodes[position].stop()?;
        let took = told.elapsed().as_secs_f64();
        report.observed(format_args!("node {} stopped in {took:.2} s", position + 1));
        stage.nodes[position].start_again()?;
        stage.balancer.wait_until_all_are_up()?;
    }
    std::thread::sleep(time / 4);
    writers.stop()?.report(report);
    readers.stop()?.report(None, report);
    report.observed(format_args!("the balancer tried {} requests again", stage.balancer.tries_again()?));
    checker::check(&stage, program, report)
}
