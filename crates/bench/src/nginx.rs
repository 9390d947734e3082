//! The measure: nginx, set up as a careful administrator would for static files, on a free loopback port.

use crate::master::Master;
use anyhow::{Context, Result};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use xtask::server::free_address;

/// Debian puts it where only root's search path looks.
const DEBIAN: &str = "/usr/sbin/nginx";

/// A running nginx.
pub(crate) struct Nginx {
    master: Master,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Where it listens and compresses every answer as it is asked for.
    pub(crate) compressing: SocketAddr,
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
        let (address, compressing) = (free_address()?, free_address()?);
        let settings = folder.join("nginx.conf");
        std::fs::write(&settings, configuration(&folder, address, compressing))?;
        let mut command = Command::new(program());
        command.arg("-p").arg(&folder).arg("-c").arg(&settings).arg("-e").arg(folder.join("error.log"));
        let master = Master::start(&mut command, &folder.join("output.log"))?;
        let mut nginx = Self { master, address, compressing, files };
        let ready = nginx.serve("ready", b"true")?;
        nginx.master.wait_for(address, &ready, Duration::from_secs(10))?;
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
        self.master.processes()
    }
}

/// The workers stay root's when root starts the benchmark, since nobody else may look into root's folders; anybody else's
/// nginx ignores the line.
fn configuration(folder: &Path, address: SocketAddr, compressing: SocketAddr) -> String {
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
  server {{
    listen {compressing};
    root {folder}/files;
    gzip on;
    gzip_comp_level 1;
    gzip_types application/json;
  }}
}}
"
    )
}
