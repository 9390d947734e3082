//! The primary answers nothing for a while, though its connections stand, as when its disk hangs: the nodes say that what
//! they show may be old, reads go on, and all is as before once it answers again.

use super::checker;
use super::readers::Readers;
use super::report::Report;
use super::stage::{Options, Replication, Stage};
use super::writers::Writers;
use anyhow::Result;
use std::time::{Duration, Instant};
use xtask::program::Program;
use xtask::workspace::Workspace;

/// How long it may take until a node says so.
const NOTICE_LIMIT: Duration = Duration::from_secs(6);

pub(super) fn play(
    workspace: &Workspace,
    program: &Program,
    options: &Options,
    time: Duration,
    report: &mut Report,
) -> Result<()> {
    let stage = Stage::set_up(workspace, program, options, Replication::Synchronous, report)?;
    let readers = Readers::start(stage.balancer.address, &stage.token);
    let writers = Writers::start(workspace, program, &stage.location, stage.folder(), 0)?;
    std::thread::sleep(time / 3);
    stage.primary()?.set_paused(true)?;
    let paused = Instant::now();
    while !all_are_stale(&stage)? && paused.elapsed() < NOTICE_LIMIT {
        std::thread::sleep(Duration::from_millis(20));
    }
    let noticed = paused.elapsed();
    let text = format!("every node says that the database is away after {:.2} s", noticed.as_secs_f64());
    report.must(noticed < NOTICE_LIMIT, text);
    std::thread::sleep(time / 3);
    stage.primary()?.set_paused(false)?;
    std::thread::sleep(time / 3);
    let written = writers.stop()?;
    written.report(report);
    readers.stop()?.report(None, report);
    checker::check(&stage, program, report)
}

fn all_are_stale(stage: &Stage) -> Result<bool> {
    for node in &stage.nodes {
        if !node.standing()?.1 {
            return Ok(false);
        }
    }
    Ok(true)
}
