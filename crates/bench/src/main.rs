//! The benchmark: nginx serving a page as a file and our server, measured in turn in one run, so that only ratios count.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`data`] | the data set, made once and kept |
//! | [`mod@reference`] | a plain rendering of any page, to compare with before anything is measured |
//! | [`verify`] | that comparison |
//! | [`nginx`], [`load`], [`usage`] | the measure, the load generator, what processes used |
//! | [`read`], [`growth`], [`memory`], [`mod@write`] | what is measured |
//! | [`report`], [`machine`] | the table, the line in `results.jsonl`, and where it was measured |

mod data;
mod growth;
mod load;
mod machine;
mod memory;
mod nginx;
mod read;
mod reference;
mod report;
mod usage;
mod verify;
mod write;

use anyhow::{Result, ensure};
use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;
use xtask::program::{Profile, Program};
use xtask::workspace::Workspace;

/// Measures numberline against nginx serving the same pages as files; everything on the loopback interface
#[derive(Parser)]
#[command(name = "numberline-bench", version)]
struct Arguments {
    /// Numbers in the data set
    #[arg(long, default_value_t = 200_000)]
    numbers: u64,
    /// Tenants in the data set [default: one for each 1,000 numbers, at least 10]
    #[arg(long)]
    tenants: Option<u64>,
    /// How much differs from number to number
    #[arg(long, value_enum, default_value = "even")]
    profile: Variety,
    /// How often each case is measured
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long each measurement takes
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Connections of the load generator, where not one
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    connections: u32,
    /// Measure an import of --lines records instead of reading
    #[arg(long)]
    write: bool,
    /// Records in the file that --write imports
    #[arg(long, default_value_t = 1_000_000)]
    lines: u64,
    /// Measure this program instead of building one, to compare versions
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Make the data set anew
    #[arg(long)]
    fresh: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Variety {
    /// Locations, SBCs and creation times are shared by whole jobs
    Even,
    /// They vary by number
    Varied,
}

/// How a case is measured.
#[derive(Debug, Clone, Copy)]
struct Method {
    rounds: u32,
    length: Duration,
    connections: u32,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let method = Method {
        rounds: arguments.rounds,
        length: Duration::from_secs(arguments.seconds),
        connections: arguments.connections,
    };
    if !arguments.write {
        ensure_tools()?;
    }
    let program = match arguments.program {
        Some(path) => Program::at(path),
        None => Program::build(&workspace, Profile::Release)?,
    };
    let numbers = if arguments.write { arguments.lines } else { arguments.numbers };
    let tenants = arguments.tenants.unwrap_or_else(|| (numbers / 1000).max(10));
    let wanted = data::Wanted { numbers, tenants, variety: arguments.profile, fresh: arguments.fresh };
    let data = data::DataSet::prepare(&workspace, &program, &wanted)?;
    let mut report = report::Report::new(&workspace, &wanted);
    if arguments.write {
        write::measure(&workspace, &program, &data, &mut report)?;
    } else {
        measure_reading(&workspace, &program, &data, method, &mut report)?;
    }
    report.save(&workspace)
}

fn measure_reading(
    workspace: &Workspace,
    program: &Program,
    data: &data::DataSet,
    method: Method,
    report: &mut report::Report,
) -> Result<()> {
    let folder = tempfile::tempdir_in(data::folder(workspace)?)?;
    let reference = reference::Reference::read(&data.export)?;
    let mut memory = memory::Memory::of_an_empty_server(program, folder.path())?;
    let server = xtask::server::Server::start(program, &data.database, &folder.path().join("server.log"))?;
    memory.at_ready(&server)?;
    let pages = verify::every_page_is_right(&server, data, &reference)?;
    report.line(&format!("{pages} pages equal their plain rendering byte for byte"));
    read::measure(&server, data, &reference, folder.path(), method, report)?;
    growth::measure(&server, data, &reference, folder.path(), method, report)?;
    memory.after_load(&server)?;
    memory.tell(reference.len(), report);
    Ok(())
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
