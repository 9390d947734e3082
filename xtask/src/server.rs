//! A server of ours on a free loopback port. It ends with its handle, also when something goes wrong.

use crate::http::Connection;
use crate::program::Program;
use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const START_LIMIT: Duration = Duration::from_secs(120);

/// A process that is ended, and waited for, with its handle.
pub struct Guard(Child);

impl Guard {
    /// Starts a process whose output goes to a file.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let out = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let error = out.try_clone()?;
        let child = command.stdin(Stdio::null()).stdout(out).stderr(error).spawn();
        Ok(Self(child.with_context(|| format!("cannot run {}", command.get_program().display()))?))
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Sends it a signal.
    ///
    /// # Errors
    /// When it has ended.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let id = Pid::from_raw(self.id().cast_signed()).context("a process has an id")?;
        Ok(kill_process(id, signal)?)
    }

    /// Waits until it has ended, and says how.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            ensure!(started.elapsed() < limit, "it did not end in {limit:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether it has ended, and if so, how.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.0.try_wait()?)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Both fail only when the process has ended and been waited for already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running `numberline serve`.
pub struct Server {
    process: Guard,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took from its start until it was ready.
    pub ready_after: Duration,
}

impl Server {
    /// Starts a server over a database and waits until it is ready.
    ///
    /// # Errors
    /// When it ends at once or is not ready in time; the text has what it wrote to its log.
    pub fn start(program: &Program, location: &OsStr, log: &Path) -> Result<Self> {
        Self::start_at(program.over(location), free_address()?, log)
    }

    /// Makes a server of a command to which only `serve` and the address are wanting, and waits until it is ready.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_at(mut command: Command, address: SocketAddr, log: &Path) -> Result<Self> {
        let started = Instant::now();
        command.args(["serve", "--listen", &address.to_string()]);
        let process = Guard::start(&mut command, log)?;
        let mut server = Self { process, address, ready_after: Duration::ZERO };
        while !server.is_ready() {
            let said = || std::fs::read_to_string(log).unwrap_or_default();
            if let Some(status) = server.process.ended()? {
                bail!("the server ended with {status}: {}", said().trim());
            }
            ensure!(started.elapsed() < START_LIMIT, "the server was not ready after {START_LIMIT:?}: {}", said());
            std::thread::sleep(Duration::from_millis(2));
        }
        server.ready_after = started.elapsed();
        Ok(server)
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Tells it to stop, and waits until it has.
    ///
    /// # Errors
    /// When it does not stop in time.
    pub fn stop(mut self, limit: Duration) -> Result<ExitStatus> {
        self.process.signal(Signal::TERM)?;
        self.process.wait(limit)
    }

    /// Holds it up, as a machine does that swaps or a debugger, or lets it go on.
    ///
    /// # Errors
    /// When it has ended.
    pub fn set_paused(&self, paused: bool) -> Result<()> {
        self.process.signal(if paused { Signal::STOP } else { Signal::CONT })
    }

    /// A new connection to it.
    ///
    /// # Errors
    /// When it does not listen.
    pub fn connect(&self) -> Result<Connection> {
        Connection::open(self.address)
    }

    fn is_ready(&self) -> bool {
        self.connect()
            .and_then(|mut connection| connection.get("/readyz", None))
            .is_ok_and(|answer| answer.status == 200)
    }
}

/// A loopback address that nobody listens on at the moment.
///
/// # Errors
/// When the system has none to give.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// The example of the reference document, as a file to import.
#[must_use]
pub fn example_file(root: &Path) -> PathBuf {
    root.join("crates/app/tests/data/example-response.json")
}
