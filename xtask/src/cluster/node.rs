//! A node: `numberline serve` at an address of its own, started as often as it takes.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use xtask::http::Connection;
use xtask::program::Program;
use xtask::server::{Server, free_address};

const STOP_LIMIT: Duration = Duration::from_secs(60);
/// Longer than the balancer takes to see that a node is no longer ready. In the environment, where an option of
/// `serve` is found as on its command line.
const DRAIN_TIME: (&str, &str) = ("NUMBERLINE_DRAIN_TIME", "2s");

/// One of the nodes.
pub(super) struct Node {
    program: Program,
    location: String,
    log: PathBuf,
    server: Option<Server>,
    pub(super) address: SocketAddr,
}

impl Node {
    /// Starts a node over a database and waits until it is ready.
    pub(super) fn start(program: &Program, location: &str, folder: &Path, name: &str) -> Result<Self> {
        let (program, location) = (program.clone(), location.to_owned());
        let log = folder.join(format!("{name}.log"));
        let mut node = Self { program, location, log, server: None, address: free_address()? };
        node.start_again()?;
        Ok(node)
    }

    /// Starts it at its old address, once it has ended.
    pub(super) fn start_again(&mut self) -> Result<()> {
        let mut command = self.program.over(&self.location);
        command.env(DRAIN_TIME.0, DRAIN_TIME.1);
        self.server = Some(Server::start_at(command, self.address, &self.log)?);
        Ok(())
    }

    /// Kills it.
    pub(super) fn kill(&mut self) {
        drop(self.server.take());
    }

    /// Tells it to stop as a service manager does, and waits until it has.
    pub(super) fn stop(&mut self) -> Result<()> {
        let status = self.server.take().context("it runs")?.stop(STOP_LIMIT)?;
        ensure!(status.success(), "a node that was told to stop ended with {status}");
        Ok(())
    }

    /// Holds it up, or lets it go on.
    pub(super) fn set_paused(&self, paused: bool) -> Result<()> {
        self.server.as_ref().context("it runs")?.set_paused(paused)
    }

    /// The last change that its answers know of, and whether it says that the database is away.
    pub(super) fn standing(&self) -> Result<(u64, bool)> {
        let answer = Connection::open(self.address)?.get("/readyz", None)?;
        ensure!(answer.status == 200, "/readyz answers {}", answer.status);
        let body: Value = serde_json::from_slice(&answer.body)?;
        let seq = body["seq"].as_u64().context("/readyz tells no seq")?;
        Ok((seq, body["stale"].as_bool().context("/readyz does not tell whether it is stale")?))
    }

    /// Every page of the list over all tenants.
    pub(super) fn pages(&self, token: &str) -> Result<Vec<Vec<u8>>> {
        let mut connection = Connection::open(self.address)?;
        let mut pages = Vec::new();
        loop {
            let path = format!("/api/v3/oc/numbers?pageSize=1000&pageNumber={}", pages.len() + 1);
            let answer = connection.get(&path, Some(token))?;
            ensure!(answer.status == 200, "{path} answers {}", answer.status);
            let page: Value = serde_json::from_slice(&answer.body)?;
            let total = page["totalPages"].as_u64().context("a page does not tell how many there are")?;
            pages.push(answer.body);
            if pages.len() as u64 >= total {
                return Ok(pages);
            }
        }
    }
}
