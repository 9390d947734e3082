//! What users would build instead, from `bench/peers`: installed from their lock files, started over a flat table with
//! our numbers.

pub(crate) mod table;

use crate::arguments::Contender;
use crate::master::Master;
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use xtask::server::free_address;
use xtask::workspace::Workspace;

/// A page of a tenant without numbers: it takes the whole way, and no time.
const READY: &str = "/api/v3/oc/numbers?msTenantId=nobody&pageSize=1";
const LONGEST_START: Duration = Duration::from_secs(60);

/// A running peer.
pub(crate) struct Peer {
    master: Master,
    /// Its name.
    pub(crate) name: &'static str,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Peer {
    /// Installs it, or finds it installed, and starts it over a database.
    pub(crate) fn start(workspace: &Workspace, folder: &Path, which: Contender, database: &str) -> Result<Self> {
        let name = which.as_str();
        let source = workspace.root.join("bench/peers").join(name);
        let installed = crate::data::folder(workspace)?.join("peers").join(name);
        std::fs::create_dir_all(&installed)?;
        let address = free_address()?;
        let mut command = match which {
            Contender::Fastapi => fastapi(&install_python(&source, &installed)?, address),
            Contender::Drf => drf(&install_python(&source, &installed)?, address),
            Contender::Fastify => fastify(&source, &installed)?,
            Contender::Nginx => anyhow::bail!("nginx is no peer"),
        };
        if which != Contender::Fastify {
            command.current_dir(&source);
        }
        command.env("DATABASE_URL", database).env("PORT", address.port().to_string());
        // Compiled files would otherwise lie beside the sources.
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        let mut master = Master::start(&mut command, &folder.join(format!("{name}.log")))?;
        master.wait_for(address, READY, LONGEST_START)?;
        Ok(Self { master, name, address })
    }

    /// Its processes, without those of its database.
    pub(crate) fn processes(&self) -> Result<Vec<u32>> {
        self.master.processes()
    }
}

fn fastapi(programs: &Path, address: SocketAddr) -> Command {
    let mut command = Command::new(programs.join("uvicorn"));
    command.args(["app:app", "--workers", "2", "--loop", "uvloop", "--http", "httptools", "--no-access-log"]);
    command.args(["--timeout-keep-alive", "75", "--host", "127.0.0.1", "--port", &address.port().to_string()]);
    command
}

fn drf(programs: &Path, address: SocketAddr) -> Command {
    let mut command = Command::new(programs.join("gunicorn"));
    command.args(["wsgi:application", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]);
    command.args(["--keep-alive", "75", "--bind", &address.to_string()]);
    command
}

fn fastify(source: &Path, installed: &Path) -> Result<Command> {
    if is_new(&source.join("package-lock.json"), installed)? {
        for file in ["package.json", "package-lock.json"] {
            std::fs::copy(source.join(file), installed.join(file))?;
        }
        succeed(Command::new("npm").current_dir(installed).args(["ci", "--no-audit", "--no-fund"]))?;
        note(&source.join("package-lock.json"), installed)?;
    }
    // Node looks for packages beside the file that it runs.
    std::fs::copy(source.join("server.js"), installed.join("server.js"))?;
    let mut command = Command::new("node");
    command.arg(installed.join("server.js"));
    Ok(command)
}

/// A virtual environment with what the lock file says; gives the folder of its programs.
fn install_python(source: &Path, installed: &Path) -> Result<PathBuf> {
    let lock = source.join("requirements.txt");
    let environment = installed.join("environment");
    let programs = environment.join("bin");
    if is_new(&lock, installed)? {
        succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
        succeed(Command::new(programs.join("pip")).args(["install", "--quiet", "--requirement"]).arg(&lock))?;
        note(&lock, installed)?;
    }
    Ok(programs)
}

/// Whether the lock file is another than that of the last installation.
fn is_new(lock: &Path, installed: &Path) -> Result<bool> {
    let wanted = std::fs::read(lock).with_context(|| format!("cannot read {}", lock.display()))?;
    Ok(std::fs::read(installed.join("installed")).ok() != Some(wanted))
}

fn note(lock: &Path, installed: &Path) -> Result<()> {
    std::fs::copy(lock, installed.join("installed"))?;
    Ok(())
}

fn succeed(command: &mut Command) -> Result<()> {
    let name = command.get_program().display().to_string();
    eprintln!("{name} …");
    let status = command.status().with_context(|| format!("cannot run {name}: install Python with venv, and Node"))?;
    ensure!(status.success(), "{name} ended with {status}");
    Ok(())
}
