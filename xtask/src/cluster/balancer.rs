//! HAProxy, with the very configuration that `deploy/` has for it.

use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use xtask::server::{Guard, free_address};

const CONFIGURATION: &str = "deploy/haproxy.cfg";
const CLIENTS_ADDRESS: &str = "bind 192.0.2.10:80\n";
const NODE_ADDRESSES: [&str; 3] = ["192.0.2.11:8080", "192.0.2.12:8080", "192.0.2.13:8080"];
const SOCKET: &str = "/run/haproxy/admin.sock";
/// It runs as whoever runs the scenario.
const ACCOUNT: &str = "    user haproxy\n    group haproxy\n";
const LIMIT: Duration = Duration::from_secs(30);

/// A running HAProxy.
pub(super) struct Balancer {
    process: Guard,
    socket: PathBuf,
    log: PathBuf,
    /// Where clients come.
    pub(super) address: SocketAddr,
}

/// The program, also where the search path of an ordinary user does not lead.
pub(crate) fn binary() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|folder| folder.join("haproxy")).find(|file| file.is_file())
}

impl Balancer {
    /// Starts it and waits until it sees every node ready.
    pub(super) fn start(root: &Path, folder: &Path, nodes: [SocketAddr; 3]) -> Result<Self> {
        let address = free_address()?;
        let socket = folder.join("haproxy.sock");
        let mut text = fs::read_to_string(root.join(CONFIGURATION))?;
        let mut put = |from: &str, to: String| -> Result<()> {
            ensure!(text.matches(from).count() == 1, "{CONFIGURATION} must have `{}` once", from.trim());
            text = text.replace(from, &to);
            Ok(())
        };
        put(ACCOUNT, String::new())?;
        // Every request with its times, for whoever has to find out why one was slow.
        put("raw daemon notice", "raw daemon info".to_owned())?;
        put("    option dontlog-normal\n", String::new())?;
        put(CLIENTS_ADDRESS, format!("bind {address}\n"))?;
        put(&format!("stats socket {SOCKET}"), format!("stats socket {}", socket.display()))?;
        for (from, to) in NODE_ADDRESSES.into_iter().zip(nodes) {
            put(from, to.to_string())?;
        }
        let file = folder.join("haproxy.cfg");
        fs::write(&file, text)?;
        let log = folder.join("haproxy.log");
        let binary = binary().context("there is no haproxy on this machine")?;
        let process = Guard::start(Command::new(binary).arg("-db").arg("-f").arg(file), &log)?;
        let mut balancer = Self { process, socket, log, address };
        balancer.wait_until_all_are_up()?;
        Ok(balancer)
    }

    /// Waits until it sends requests to every node.
    pub(super) fn wait_until_all_are_up(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            let states = self.states().unwrap_or_default();
            if states.len() == NODE_ADDRESSES.len() && states.iter().all(|state| state == "UP L7OK") {
                return Ok(());
            }
            if let Some(status) = self.process.ended()? {
                bail!("HAProxy ended with {status}: {}", fs::read_to_string(&self.log).unwrap_or_default());
            }
            ensure!(started.elapsed() < LIMIT, "HAProxy sees the nodes as {states:?} after {LIMIT:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// How many requests it had to try again, or on another node, because the first try failed.
    pub(super) fn tries_again(&self) -> Result<u64> {
        let counts = self.statistics(["wretr", "wredis"])?;
        Ok(counts.iter().flatten().filter_map(|count| count.parse::<u64>().ok()).sum())
    }

    /// The status of each node and of its last check, by its own account.
    fn states(&self) -> Result<Vec<String>> {
        let states = self.statistics(["status", "check_status"])?;
        Ok(states.iter().map(|[status, check]| format!("{status} {}", check.trim_start_matches("* "))).collect())
    }

    /// What it notes of each node, by the names of its columns.
    fn statistics(&self, columns: [&str; 2]) -> Result<Vec<[String; 2]>> {
        let mut stream = UnixStream::connect(&self.socket)?;
        stream.write_all(b"show stat\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let names: Vec<_> = text.lines().next().unwrap_or_default().trim_start_matches("# ").split(',').collect();
        let column = |name| names.iter().position(|found| *found == name).context("HAProxy has other columns");
        let (server, first, second) = (column("svname")?, column(columns[0])?, column(columns[1])?);
        let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        let nodes = rows.filter(|row| row.get(server).is_some_and(|name| name.starts_with("node")));
        Ok(nodes.map(|row| [row[first].to_owned(), row[second].to_owned()]).collect())
    }
}
