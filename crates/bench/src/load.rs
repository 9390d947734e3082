//! The load generator: wrk, bounded in time and connections. A run with a single failed request counts for nothing.

use crate::usage;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use xtask::program::output;

const SCRIPT: &str = include_str!("load.lua");

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// One path.
    One(String),
    /// Paths in turn.
    Turns(Vec<String>),
}

/// How a run went.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Median latency in microseconds.
    pub(crate) p50: f64,
    /// The latency that 99 of 100 requests keep, in microseconds.
    pub(crate) p99: f64,
    /// Processor time of the server for each request, in microseconds.
    pub(crate) cpu: f64,
    /// Bytes of an answer, head included.
    pub(crate) bytes: f64,
}

/// What to run wrk with.
pub(crate) struct Load<'a> {
    /// A folder for its files.
    pub(crate) folder: &'a Path,
    /// The bearer token.
    pub(crate) token: &'a str,
    /// For how long.
    pub(crate) length: Duration,
    /// How many connections.
    pub(crate) connections: u32,
}

#[derive(Deserialize)]
struct Told {
    requests: f64,
    microseconds: f64,
    bytes: f64,
    failed: f64,
    p50: f64,
    p99: f64,
}

impl Load<'_> {
    /// Asks a server whose processes these are.
    pub(crate) fn run(&self, address: SocketAddr, processes: &[u32], target: &Target) -> Result<Run> {
        let script = self.folder.join("load.lua");
        std::fs::write(&script, SCRIPT)?;
        let mut wrk = Command::new("wrk");
        wrk.arg("-t").arg(self.connections.min(2).to_string());
        wrk.arg("-c").arg(self.connections.to_string());
        wrk.arg("-d").arg(format!("{}s", self.length.as_secs()));
        wrk.arg("-H").arg(format!("Authorization: Bearer {}", self.token));
        wrk.arg("-s").arg(&script);
        match target {
            Target::One(path) => {
                wrk.arg(format!("http://{address}{path}"));
            }
            Target::Turns(paths) => {
                let list = self.folder.join("paths");
                std::fs::write(&list, paths.join("\n") + "\n")?;
                wrk.arg(format!("http://{address}/")).arg("--").arg(&list);
            }
        }
        let before = usage::processor_time(processes)?;
        let said = output(&mut wrk)?;
        let used = usage::processor_time(processes)?.saturating_sub(before);
        let told = said.lines().find_map(|line| line.strip_prefix("RESULT ")).context("wrk told no result")?;
        let told: Told = serde_json::from_str(told)?;
        ensure!(
            told.failed == 0.0 && told.requests > 0.0,
            "{} requests failed; the run counts for nothing",
            told.failed
        );
        Ok(Run {
            rate: told.requests / told.microseconds * 1e6,
            p50: told.p50,
            p99: told.p99,
            cpu: used.as_secs_f64() * 1e6 / told.requests,
            bytes: told.bytes / told.requests,
        })
    }
}

/// The middle of some figures, and the smallest and the largest.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// Of figures, of which there must be one at least.
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut figures: Vec<_> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        let middle = figures.len() / 2;
        let median =
            if figures.len() % 2 == 1 { figures[middle] } else { f64::midpoint(figures[middle - 1], figures[middle]) };
        Self { median, least: figures[0], most: figures[figures.len() - 1] }
    }
}
