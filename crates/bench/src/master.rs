//! A server with workers: ended by asking its master, since a killed one would leave them behind.

use crate::usage::family;
use anyhow::{Result, ensure};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use xtask::http::Connection;
use xtask::server::Guard;

const LONGEST_END: Duration = Duration::from_secs(10);

/// A running master.
pub(crate) struct Master {
    process: Guard,
    log: PathBuf,
}

impl Master {
    /// Starts it.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self> {
        Ok(Self { process: Guard::start(command, log)?, log: log.to_owned() })
    }

    /// Waits until it answers this path with 200.
    pub(crate) fn wait_for(&mut self, address: SocketAddr, path: &str, longest: Duration) -> Result<()> {
        let started = Instant::now();
        let answers = || Connection::open(address)?.get(path, None);
        while !answers().is_ok_and(|answer| answer.status == 200) {
            let said = || std::fs::read_to_string(&self.log).unwrap_or_default();
            ensure!(self.process.ended()?.is_none(), "the server ended: {}", said());
            ensure!(started.elapsed() < longest, "the server does not answer: {}", said());
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// The master, its workers and theirs.
    pub(crate) fn processes(&self) -> Result<Vec<u32>> {
        family(self.process.id())
    }
}

impl Drop for Master {
    fn drop(&mut self) {
        // When this fails the guard does the rest.
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let asked_at = Instant::now();
        while asked.is_ok() && asked_at.elapsed() < LONGEST_END {
            match self.process.ended() {
                Ok(None) => std::thread::sleep(Duration::from_millis(10)),
                Ok(Some(_)) | Err(_) => break,
            }
        }
    }
}
