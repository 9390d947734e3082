//! An asynchronous replica is cut off, left behind while writes go on, and promoted when the primary is lost: history is
//! now another one. Acknowledged writes are lost, which is what asynchronous means; but the nodes notice and show what
//! there is, not what they remember.

use super::checker;
use super::node::Node;
use super::report::Report;
use super::stage::{DATABASE, Options, Replication, Stage, wait_for};
use super::writers::Writers;
use anyhow::{Context, Result};
use std::time::Duration;
use xtask::postgres::Cluster;
use xtask::program::Program;
use xtask::workspace::Workspace;

/// How the standby tells how far it is.
const CAUGHT_UP: &str = "SELECT bool_and(replay_lsn = pg_current_wal_lsn()) FROM pg_stat_replication";

pub(super) fn play(
    workspace: &Workspace,
    program: &Program,
    options: &Options,
    time: Duration,
    report: &mut Report,
) -> Result<()> {
    let mut stage = Stage::set_up(workspace, program, options, Replication::Asynchronous, report)?;
    let primary = stage.primary()?;
    wait_for(primary, CAUGHT_UP, "t")?;
    stage.standby.set("primary_conninfo", "")?;
    wait_for(&stage.standby, "SELECT count(*) FROM pg_stat_wal_receiver", "0")?;
    let writers = Writers::start(workspace, program, &stage.location, stage.folder(), 0)?;
    std::thread::sleep(time / 3);
    writers.stop()?.report(report);
    checker::check_nodes(&stage, report)?;
    let remembered = seq(stage.primary()?)?;

    // A node that looks at once finds an earlier change than it knows. One that is held up until as many writes were
    // made as it remembers finds changes that bear its numbers, and only their marks tell that they are others.
    stage.nodes[2].set_paused(true)?;
    stage.kill_primary()?;
    stage.standby.promote()?;
    let lost = checker::losses(&stage, program, &Stage::location_on(&stage.standby), report)?;
    report.must(lost.count() > 0, format_args!("on the promoted replica: {lost}"));
    let promoted = seq(&stage.standby)?;
    let location = Stage::location_on(&stage.standby);
    let mut rounds = 0;
    while seq(&stage.standby)? <= remembered {
        let name = format!("after-{rounds}");
        xtask::program::output(program.over(&location).args(["token", "create", "--role", "reader", "--name", &name]))?;
        rounds += 1;
    }
    report.observed(format_args!("history went back from change {remembered} to {promoted}, then on to another one"));
    stage.nodes[2].set_paused(false)?;
    checker::check_database(&stage.standby, program, &location, report)?;
    checker::check_nodes(&stage, report)?;

    let fresh = Node::start(program, &location, stage.folder(), "fresh")?;
    let alike = fresh.pages(&stage.token)? == stage.nodes[2].pages(&stage.token)?;
    report.must(alike, format_args!("the pages of the nodes are those of a fresh one: {alike}"));
    Ok(())
}

fn seq(server: &Cluster) -> Result<u64> {
    server.query(DATABASE, "SELECT seq FROM head")?.parse().context("head.seq")
}
