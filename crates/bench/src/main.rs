//! The benchmark: our server, nginx serving a page as a file, and what users would build instead, measured in turn in one
//! run, so that only ratios count.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`data`], [`database`] | the data set, made once and kept; the two kinds of databases |
//! | [`mod@reference`], [`verify`] | a plain rendering of any page, to compare with before anything is measured |
//! | [`subject`], [`nginx`], [`peers`], [`master`] | who is measured |
//! | [`load`], [`single`], [`steady`], [`usage`] | load generators, and what processes used |
//! | [`pages`] | what is asked for |
//! | [`read`], [`latency`], [`gzip`], [`beside`], [`growth`], [`start`], [`mod@bare`], [`mod@write`] | what is measured |
//! | [`gates`] | limits that the tests keep |
//! | [`report`], [`plot`], [`machine`], [`spread`] | tables, plots, the line in `results.jsonl`, and where it was measured |

mod arguments;
mod bare;
mod beside;
mod data;
mod database;
mod gates;
mod growth;
mod gzip;
mod latency;
mod load;
mod machine;
mod master;
mod nginx;
mod pages;
mod peers;
mod plot;
mod read;
mod reference;
mod report;
mod single;
mod spread;
mod start;
mod steady;
mod subject;
mod usage;
mod verify;
mod write;

use anyhow::{Context, Result, ensure};
use arguments::{Arguments, Contender};
use clap::Parser;
use data::DataSet;
use database::Ground;
use nginx::Nginx;
use peers::Peer;
use reference::Reference;
use report::Report;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use subject::Subject;
use xtask::program::{Profile, Program};
use xtask::server::Server;
use xtask::workspace::Workspace;

/// What every measurement needs.
struct Run<'a> {
    arguments: &'a Arguments,
    workspace: &'a Workspace,
    program: &'a Program,
    ground: Ground<'a>,
    wanted: data::Wanted,
    data: &'a DataSet,
    /// A folder that ends with the run.
    folder: &'a Path,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    if !arguments.write && !arguments.gates {
        ensure_tools()?;
    }
    let program = match &arguments.program {
        Some(path) => Program::at(path.clone()),
        None => Program::build(&workspace, Profile::Release)?,
    };
    let (numbers, tenants) = arguments.size();
    let wanted = data::Wanted { numbers, tenants, variety: arguments.profile, fresh: arguments.fresh };
    let ground = Ground { kind: arguments.database, server: arguments.postgres.as_deref(), keep: arguments.keep };
    let data = DataSet::prepare(&workspace, &program, ground, &wanted)?;
    let folder = tempfile::tempdir_in(data::folder(&workspace)?)?;
    let mut report = Report::new(&workspace, &wanted, arguments);
    let run =
        Run { arguments, workspace: &workspace, program: &program, ground, wanted, data: &data, folder: folder.path() };
    let found = if arguments.write {
        write::measure(&program, ground, &data, folder.path(), &mut report)
    } else if arguments.gates {
        run.measure_gates(&mut report)
    } else {
        run.measure_all(&mut report)
    };
    // What was found stays, also when a gate is broken.
    report.save(&workspace)?;
    found
}

impl Run<'_> {
    fn measure_gates(&self, report: &mut Report) -> Result<()> {
        let Self { data, folder, .. } = *self;
        let reference = Reference::read(&data.export)?;
        let start = start::measure(self.program, self.ground, &self.wanted, &data.database, folder, report)?;
        let server = self.serve(&reference, report)?;
        let ours = Subject::ours(&server, &data.database);
        let growth = growth::measure(&ours, &reference, &data.token, self.arguments.method(), report)?;
        gates::check(growth, &start, report)
    }

    fn measure_all(&self, report: &mut Report) -> Result<()> {
        let Self { arguments, data, folder, .. } = *self;
        let reference = Reference::read(&data.export)?;
        bare::measure(self.program, self.ground, &self.wanted, folder, report)?;
        let start = start::measure(self.program, self.ground, &self.wanted, &data.database, folder, report)?;
        let nginx = arguments.against.contains(&Contender::Nginx).then(|| Nginx::start(folder)).transpose()?;
        let peers_table = self.peers_table()?;
        let mut peers = Vec::new();
        for peer in arguments.peers() {
            let database = peers_table.as_ref().context("peers have a table")?;
            peers.push(Peer::start(self.workspace, folder, peer, &database.url)?);
        }
        let server = self.serve(&reference, report)?;
        let mut subjects = vec![Subject::ours(&server, &data.database)];
        if let Some(nginx) = &nginx {
            let processes = Box::new(|| nginx.processes());
            subjects.push(Subject { name: "nginx", address: nginx.address, processes });
        }
        for peer in &peers {
            let processes = Box::new(|| {
                let mut processes = peer.processes()?;
                // Of all peers together, but only one of them is asked at a time.
                if let Some(table) = &peers_table {
                    processes.extend(table.backends()?);
                }
                Ok(processes)
            });
            subjects.push(Subject { name: peer.name, address: peer.address, processes });
        }
        let method = arguments.method();
        let scene = read::Scene {
            subjects: &subjects,
            nginx: nginx.as_ref(),
            reference: &reference,
            token: &data.token,
            folder,
            method,
        };
        let rounds = read::measure(&scene, report)?;
        latency::measure(&scene, &rounds, report)?;
        if let Some(nginx) = &nginx {
            gzip::measure(&scene, nginx, report)?;
        }
        growth::measure(&subjects[0], &reference, &data.token, method, report)?;
        start.after_load(&server, report)?;
        drop(subjects);
        drop(peers);
        drop(server);
        beside::measure(self.program, data, &reference, folder, method, report)
    }

    /// Starts our server and compares its pages.
    fn serve(&self, reference: &Reference, report: &Report) -> Result<Server> {
        let location = self.data.database.location();
        let server = Server::start(self.program, &location, &self.folder.join("server.log"))?;
        let pages = verify::every_page_is_right(&server, self.data, reference)?;
        report.line(&format!("{pages} pages equal their plain rendering byte for byte"));
        Ok(server)
    }

    fn peers_table(&self) -> Result<Option<database::postgres::Owned>> {
        let Self { arguments, data, .. } = *self;
        if arguments.peers().is_empty() {
            return Ok(None);
        }
        let server = arguments.postgres.as_deref().context("peers need --postgres URL")?;
        peers::table::prepare(server, &data.name, arguments.keep, &data.export, arguments.fresh).map(Some)
    }
}

fn ensure_tools() -> Result<()> {
    let answers = |name: &str| {
        let mut command = Command::new(name);
        // wrk answers `-v` with its usage and a failure; that it can be run is enough.
        command.arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    let missing: Vec<_> = [("nginx", nginx::program()), ("wrk", "wrk")]
        .into_iter()
        .filter(|(_, program)| !answers(program))
        .map(|(package, _)| package)
        .collect();
    let missing = missing.join(" ");
    ensure!(missing.is_empty(), "missing: {missing}\ninstall with: sudo apt-get install -y {missing}");
    Ok(())
}
