//! The measure: nginx, set up as a careful administrator would for static files, on a free loopback port.

use crate::usage;
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use xtask::http::Connection;
use xtask::server::{Guard, free_address};

/// Debian puts it where only root's search path looks.
const DEBIAN: &str = "/usr/sbin/nginx";

/// A running nginx.
pub(crate) struct Nginx {
    process: Guard,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    files: PathBuf,
}

/// How it is called here.
pub(crate) fn program() -> &'static str {
    if Path::new(DEBIAN).exists() { DEBIAN } else { "nginx" }
}

impl Nginx {
    /// Starts it over an empty folder.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let folder = folder.join("nginx");
        let files = folder.join("files");
        std::fs::create_dir_all(&files)?;
        let address = free_address()?;
        let settings = folder.join("nginx.conf");
        std::fs::write(&settings, configuration(&folder, address))?;
        let mut command = Command::new(program());
        command.arg("-p").arg(&folder).arg("-c").arg(&settings).arg("-e").arg(folder.join("error.log"));
        let log = folder.join("output.log");
        let mut nginx = Self { process: Guard::start(&mut command, &log)?, address, files };
        let started = Instant::now();
        while Connection::open(address).is_err() {
            let said = || std::fs::read_to_string(&log).unwrap_or_default();
            ensure!(nginx.process.ended()?.is_none(), "nginx ended: {}", said());
            ensure!(started.elapsed() < Duration::from_secs(10), "nginx does not answer: {}", said());
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(nginx)
    }

    /// Serves these bytes and gives their path.
    pub(crate) fn serve(&self, name: &str, body: &[u8]) -> Result<String> {
        let path = self.files.join(format!("{name}.json"));
        std::fs::write(&path, body).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(format!("/{name}.json"))
    }

    /// The master and its workers.
    pub(crate) fn processes(&self) -> Result<Vec<u32>> {
        let mut processes = usage::children(self.process.id())?;
        processes.push(self.process.id());
        Ok(processes)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // A killed master leaves its workers behind, so it is asked to stop them first; the guard does the rest.
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let asked_at = Instant::now();
        while asked.is_ok() && asked_at.elapsed() < Duration::from_secs(5) {
            match self.process.ended() {
                Ok(None) => std::thread::sleep(Duration::from_millis(10)),
                Ok(Some(_)) | Err(_) => break,
            }
        }
    }
}

/// The workers stay root's when root starts the benchmark, since nobody else may look into root's folders; anybody else's
/// nginx ignores the line.
fn configuration(folder: &Path, address: SocketAddr) -> String {
    let folder = folder.display();
    format!(
        "daemon off;
user root;
worker_processes auto;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=10000;
  open_file_cache_valid 600s;
  types {{ application/json json; }}
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {address};
    root {folder}/files;
  }}
}}
"
    )
}
