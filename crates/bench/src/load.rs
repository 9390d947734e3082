//! The load generator: wrk, bounded in time and connections. A run with a single failed request counts for nothing.

use crate::subject::Subject;
use crate::usage::Reading;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use xtask::program::output;

const SCRIPT: &str = include_str!("load.lua");
/// The longest head of an answer.
const HEAD: u64 = 1024;
/// A server may need some seconds for an answer; wrk would count it as failed after two.
const PATIENCE: &str = "30s";

/// What is asked for: paths in turn.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) paths: Vec<String>,
    /// The length of each path's answer, without its head.
    pub(crate) lengths: Vec<u64>,
    /// Whether gzip is asked for.
    pub(crate) gzip: bool,
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

impl Target {
    /// Of paths and the lengths of their answers.
    pub(crate) fn new(paths: Vec<String>, lengths: Vec<u64>) -> Result<Self> {
        ensure!(!paths.is_empty() && paths.len() == lengths.len(), "every path has an answer of a known length");
        Ok(Self { paths, lengths, gzip: false })
    }

    /// The head's lines beside the credential.
    pub(crate) fn head(&self) -> &'static str {
        if self.gzip { "Accept-Encoding: gzip\r\n" } else { "" }
    }
}

impl Load<'_> {
    /// Asks a server.
    pub(crate) fn run(&self, subject: &Subject, target: &Target) -> Result<Run> {
        let (told, used) = self.measure(subject, target)?;
        self.check(subject, target, &told)?;
        Ok(Run {
            rate: told.requests / told.microseconds * 1e6,
            p50: told.p50,
            p99: told.p99,
            cpu: used.as_secs_f64() * 1e6 / told.requests,
            bytes: told.bytes / told.requests,
        })
    }

    fn measure(&self, subject: &Subject, target: &Target) -> Result<(Told, Duration)> {
        let script = self.folder.join("load.lua");
        std::fs::write(&script, SCRIPT)?;
        let mut wrk = Command::new("wrk");
        wrk.arg("-t").arg(self.connections.min(2).to_string());
        wrk.arg("-c").arg(self.connections.to_string());
        wrk.arg("-d").arg(format!("{}s", self.length.as_secs())).args(["--timeout", PATIENCE]);
        wrk.arg("-H").arg(format!("Authorization: Bearer {}", self.token));
        if target.gzip {
            wrk.args(["-H", "Accept-Encoding: gzip"]);
        }
        wrk.arg("-s").arg(&script);
        if let [path] = target.paths.as_slice() {
            wrk.arg(format!("http://{}{path}", subject.address));
        } else {
            let list = self.folder.join("paths");
            std::fs::write(&list, target.paths.join("\n") + "\n")?;
            wrk.arg(format!("http://{}/", subject.address)).arg("--").arg(&list);
        }
        let before = Reading::of(&(subject.processes)()?)?;
        let said = output(&mut wrk)?;
        let used = Reading::of(&(subject.processes)()?)?.since(&before);
        let told = said.lines().find_map(|line| line.strip_prefix("RESULT ")).context("wrk told no result")?;
        Ok((serde_json::from_str(told)?, used))
    }

    /// wrk counts statuses and broken connections, but not lengths: what it read must be what so many answers bring,
    /// give or take those on their way at the end.
    fn check(&self, subject: &Subject, target: &Target, told: &Told) -> Result<()> {
        let Told { requests, failed, bytes, .. } = told;
        let name = subject.name;
        ensure!(*failed == 0.0, "{name}: {failed} of {requests} requests failed; the run counts for nothing");
        ensure!(*requests > 0.0, "{name}: no answer in {:?}; give more --seconds", self.length);
        let least = target.lengths.iter().min().copied().unwrap_or(0);
        let most = target.lengths.iter().max().copied().unwrap_or(0) + HEAD;
        let range = requests * least as f64..=(requests + f64::from(self.connections)) * most as f64;
        ensure!(
            range.contains(bytes),
            "{name}: {bytes} bytes for {requests} answers of {least} to {most} bytes; the run counts for nothing"
        );
        Ok(())
    }
}
