//! A throw-away PostgreSQL on a free loopback port. It ends with its handle, also when something goes wrong.

mod account;
mod binaries;

pub use binaries::Binaries;

use crate::program::output;
use crate::server::{Guard, free_address};
use account::Account;
use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);
/// The longest path of a Unix socket; Linux has room for 108 bytes with the one that ends it.
const LONGEST_SOCKET_PATH: usize = 107;

/// Who owns everything in it.
pub const USER: &str = "numberline";

/// Whether what is committed outlives a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// No, and so it is faster: for tests.
    Off,
    /// Yes, as in earnest.
    On,
}

/// A running PostgreSQL server; its own word for one is *cluster*.
pub struct Cluster {
    process: Guard,
    binaries: Binaries,
    account: Account,
    folder: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Cluster {
    /// Makes a server in a folder, which is created or has to be empty, and waits until it answers. Whoever runs as
    /// root has it run as the user `postgres`, who must be able to reach the folder and gets it.
    ///
    /// The collation is not C, in which bytes and texts would be ordered alike and a mistake would not show.
    ///
    /// # Errors
    /// When there is no PostgreSQL, or it does not start; the text has what it said.
    pub fn start(folder: &Path, durability: Durability) -> Result<Self> {
        Self::start_with(folder, durability, &[])
    }

    /// The same, with further settings, such as `("max_wal_senders", "4")`.
    ///
    /// # Errors
    /// As there.
    pub fn start_with(folder: &Path, durability: Durability, settings: &[(&str, &str)]) -> Result<Self> {
        let (binaries, account) = (Binaries::find()?, Account::for_servers()?);
        account.make_folder(folder)?;
        let mut command = account.command(&binaries.path("initdb"), folder);
        command.args(["-U", USER, "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        command.args(["--locale-provider=icu", "--icu-locale=en-US", "--no-sync", "-D"]).arg(data(folder));
        output(&mut command)?;
        let mut all = vec![("max_connections", "200"), ("lc_messages", "C")];
        if durability == Durability::Off {
            all.extend([("fsync", "off"), ("full_page_writes", "off")]);
        }
        all.extend_from_slice(settings);
        write_settings(folder, &all)?;
        Self::run(folder, binaries, account, free_address()?)
    }

    /// Makes a copy of this server that follows it from then on, in a folder as for [`Cluster::start`]. It bears a
    /// name for `synchronous_standby_names`, which is the name of its replication slot too.
    ///
    /// # Errors
    /// When copying fails, or the copy does not start.
    pub fn standby(&self, folder: &Path, name: &str) -> Result<Self> {
        let (binaries, account) = (self.binaries.clone(), self.account);
        account.make_folder(folder)?;
        let (host, port) = (self.address.ip(), self.address.port());
        let mut command = account.command(&binaries.path("pg_basebackup"), folder);
        command.args(["--checkpoint=fast", "--no-sync", "--wal-method=stream", "--create-slot", "--slot", name]);
        command.args(["-d", &format!("host={host} port={port} user={USER}"), "-D"]).arg(data(folder));
        output(&mut command)?;
        let connection = format!("host={host} port={port} user={USER} application_name={name}");
        write_settings(folder, &[("primary_conninfo", &connection), ("primary_slot_name", name)])?;
        account.write(&data(folder).join("standby.signal"), "")?;
        Self::run(folder, binaries, account, free_address()?)
    }

    /// The address of one of its databases, as `--database` takes it; `postgres` is there from the beginning.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@{}/{database}", self.address)
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Runs SQL in one of its databases and gives the answer, a line for each row, columns parted by `|`.
    ///
    /// # Errors
    /// When it is refused or the server does not answer.
    pub fn query(&self, database: &str, sql: &str) -> Result<String> {
        let mut command = Command::new(self.binaries.path("psql"));
        command.env("PGCONNECT_TIMEOUT", "10");
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", &self.url(database), "-c", sql]);
        Ok(output(&mut command)?.trim_end().to_owned())
    }

    /// Changes a setting that takes effect without a restart.
    ///
    /// # Errors
    /// When the server refuses it.
    pub fn set(&self, name: &str, value: &str) -> Result<()> {
        self.query("postgres", &format!("ALTER SYSTEM SET {name} = '{}'", value.replace('\'', "''")))?;
        self.query("postgres", "SELECT pg_reload_conf()").map(drop)
    }

    /// Makes a standby a primary, and waits until it is.
    ///
    /// # Errors
    /// When it is none, or does not become one in time.
    pub fn promote(&self) -> Result<()> {
        let mut command = self.account.command(&self.binaries.path("pg_ctl"), &self.folder);
        output(command.args(["promote", "--wait", "-D"]).arg(data(&self.folder))).map(drop)
    }

    /// Ends it as a crash would: at once, without a word to anybody, with all its processes.
    ///
    /// # Errors
    /// When it does not end.
    pub fn kill(mut self) -> Result<()> {
        self.signal_all(Signal::KILL)?;
        self.process.wait(STOP_LIMIT).map(drop)
    }

    /// Holds all its processes up, as a machine does whose disk does not answer, or lets them go on. Connections to it
    /// stay open, and new ones are taken by the system, but nothing is answered.
    ///
    /// # Errors
    /// When it has ended.
    pub fn set_paused(&self, paused: bool) -> Result<()> {
        self.signal_all(if paused { Signal::STOP } else { Signal::CONT })
    }

    /// The first process makes the others: once it is held up or gone, there are no more to come. They would go on for
    /// a while without it, and answer.
    fn signal_all(&self, signal: Signal) -> Result<()> {
        let children = || fs::read_to_string(format!("/proc/{0}/task/{0}/children", self.id())).unwrap_or_default();
        self.process.signal(Signal::STOP)?;
        for child in children().split_whitespace().filter_map(|id| Pid::from_raw(id.parse().ok()?)) {
            // It may have ended by itself.
            let _ = kill_process(child, signal);
        }
        self.process.signal(signal)
    }

    fn run(folder: &Path, binaries: Binaries, account: Account, address: SocketAddr) -> Result<Self> {
        let log = folder.join("server.log");
        let port = address.port().to_string();
        let socket = folder.join(format!(".s.PGSQL.{port}.lock"));
        let fits = socket.as_os_str().len() <= LONGEST_SOCKET_PATH;
        let sockets = if fits { folder.as_os_str() } else { OsStr::new("") };
        let mut command = account.command(&binaries.path("postgres"), folder);
        command.arg("-D").arg(data(folder)).args(["-h", &address.ip().to_string(), "-p", &port, "-k"]).arg(sockets);
        let process = Guard::start(&mut command, &log)?;
        let mut cluster = Self { process, binaries, account, folder: folder.to_owned(), address };
        cluster.wait_until_it_answers(&log)?;
        Ok(cluster)
    }

    fn wait_until_it_answers(&mut self, log: &Path) -> Result<()> {
        let started = Instant::now();
        let (host, port) = (self.address.ip().to_string(), self.address.port().to_string());
        let mut ask = Command::new(self.binaries.path("pg_isready"));
        ask.args(["-q", "-h", &host, "-p", &port]);
        while !ask.status().context("cannot run pg_isready")?.success() {
            let said = || fs::read_to_string(log).unwrap_or_default();
            if let Some(status) = self.process.ended()? {
                bail!("PostgreSQL ended with {status}: {}", said().trim());
            }
            ensure!(started.elapsed() < START_LIMIT, "PostgreSQL did not answer in {START_LIMIT:?}: {}", said());
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if matches!(self.process.ended(), Ok(None)) {
            // An immediate shutdown: its files are thrown away. What does not obey is killed with the guard.
            let _ = self.process.signal(Signal::QUIT);
            let _ = self.process.wait(STOP_LIMIT);
        }
    }
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// Where `ALTER SYSTEM` writes: it wins over the other file, and there later lines win, also over those of an original.
fn write_settings(folder: &Path, settings: &[(&str, &str)]) -> Result<()> {
    let mut file = OpenOptions::new().append(true).open(data(folder).join("postgresql.auto.conf"))?;
    for (name, value) in settings {
        writeln!(file, "{name} = '{}'", value.replace('\'', "''"))?;
    }
    Ok(())
}
