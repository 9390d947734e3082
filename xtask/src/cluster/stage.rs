//! The databases, nodes and balancer of a run. They end with it, the balancer first.

use super::balancer::Balancer;
use super::node::Node;
use super::report::Report;
use anyhow::{Context, Result, ensure};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use xtask::postgres::{Cluster, Durability, USER};
use xtask::program::{Program, output};
use xtask::workspace::Workspace;

/// The name of the database.
pub(super) const DATABASE: &str = "numberline";
/// What operators are told to set.
const SETTINGS: &str = "deploy/postgresql.conf";
const STANDBY: &str = "standby1";
const LIMIT: Duration = Duration::from_secs(30);

/// How large a run is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Options {
    /// Numbers at the beginning.
    pub(super) numbers: u64,
    /// Keep the folder.
    pub(super) keep: bool,
}

/// When the primary acknowledges a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Replication {
    /// Once the standby has it on its disk.
    Synchronous,
    /// At once; the standby gets it sooner or later.
    Asynchronous,
}

/// A cluster that runs.
pub(super) struct Stage {
    pub(super) balancer: Balancer,
    pub(super) nodes: [Node; 3],
    pub(super) standby: Cluster,
    /// `None` once it was killed.
    primary: Option<Cluster>,
    /// The database as nodes and writers name it: both hosts, whichever takes writes.
    pub(super) location: String,
    /// It reads every tenant.
    pub(super) token: String,
    folder: TempDir,
}

impl Stage {
    pub(super) fn set_up(
        workspace: &Workspace,
        program: &Program,
        options: &Options,
        replication: Replication,
        report: &Report,
    ) -> Result<Self> {
        // PostgreSQL may run as another user, who has to get through to its folder.
        let permissions = Permissions::from_mode(0o711);
        let folder = tempfile::Builder::new().permissions(permissions).disable_cleanup(options.keep).tempdir()?;
        let text = fs::read_to_string(workspace.root.join(SETTINGS))?;
        let primary = Cluster::start_with(&folder.path().join("primary"), Durability::On, &settings(&text))?;
        primary.query("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
        let standby = primary.standby(&folder.path().join("standby"), STANDBY)?;
        if replication == Replication::Synchronous {
            primary.set("synchronous_standby_names", STANDBY)?;
            wait_for(&primary, "SELECT sync_state FROM pg_stat_replication", "sync")?;
        }
        let hosts = format!("{},{}", primary.address, standby.address);
        let location = format!("postgres://{USER}@{hosts}/{DATABASE}?target_session_attrs=read-write");
        let numbers = options.numbers.to_string();
        output(program.over(&location).args(["generate", "--tenants", "10", "--numbers", &numbers]))?;
        let token = output(program.over(&location).args(["token", "create", "--role", "reader"]))?.trim().to_owned();
        let node = |name| Node::start(program, &location, folder.path(), name);
        let nodes = [node("node1")?, node("node2")?, node("node3")?];
        let addresses = [nodes[0].address, nodes[1].address, nodes[2].address];
        let balancer = Balancer::start(&workspace.root, folder.path(), addresses)?;
        report.observed(format_args!("3 nodes, {numbers} numbers, in {}", folder.path().display()));
        Ok(Self { balancer, nodes, standby, primary: Some(primary), location, token, folder })
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn primary(&self) -> Result<&Cluster> {
        self.primary.as_ref().context("the primary was killed")
    }

    pub(super) fn kill_primary(&mut self) -> Result<()> {
        self.primary.take().context("the primary was killed")?.kill()
    }

    /// The server that takes writes.
    pub(super) fn writable(&self) -> &Cluster {
        self.primary.as_ref().unwrap_or(&self.standby)
    }

    /// The database on this server alone.
    pub(super) fn location_on(server: &Cluster) -> String {
        server.url(DATABASE)
    }
}

/// The settings in a file as PostgreSQL reads it.
fn settings(text: &str) -> Vec<(&str, &str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).map(|(name, value)| (name.trim(), value.trim())).collect()
}

/// Waits until a query has this answer.
pub(super) fn wait_for(server: &Cluster, query: &str, wanted: &str) -> Result<()> {
    let started = Instant::now();
    loop {
        let found = server.query(DATABASE, query)?;
        if found == wanted {
            return Ok(());
        }
        ensure!(started.elapsed() < LIMIT, "`{query}` is `{found}`, not `{wanted}`, after {LIMIT:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
