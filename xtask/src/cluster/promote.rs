//! The primary is killed and its synchronous standby promoted: reads go on, writes resume by themselves, nothing that was
//! acknowledged is lost.

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
    stage.kill_primary()?;
    // As long as it takes whoever watches the databases to be sure.
    std::thread::sleep(time / 4);
    stage.standby.promote()?;
    let promoted = Instant::now();
    std::thread::sleep(time / 2);
    let written = writers.stop()?;
    written.report(report);
    readers.stop()?.report(None, report);
    let away = (promoted - killed).as_secs_f64();
    let resumed = written.acknowledged.iter().filter(|at| **at > promoted).min();
    match resumed {
        Some(at) => {
            let after = (*at - promoted).as_secs_f64();
            report.observed(format_args!("away for {away:.2} s; writes resumed {after:.2} s after the promotion"));
        }
        None => report.violated("no write was acknowledged after the promotion"),
    }
    report.observed(format_args!("the balancer tried {} requests again", stage.balancer.tries_again()?));
    checker::check(&stage, program, report)
}
