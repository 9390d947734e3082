//! `numberline import`: numbers from files, with a report of what became of each.

use super::Outcome;
use crate::cli::Globals;
use crate::{actor, output, progress::Bar};
use anyhow::Context;
use numberline_service::import::{self, Input, Options, Report};
use std::fs::File;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  numberline import dump.json
  numberline import --dry-run numbers.csv
  curl -s https://numbers.example/dump | numberline import -

A file is a V3 answer, a V2 array, one JSON record per line, or CSV with a header; its content tells which.
The report goes to standard output. The exit code is 1 when anything was refused.";

/// Read numbers from files: all of a file or nothing
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Import {
    /// The files, each in a transaction of its own; `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Report what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,

    /// Take the good records of a file that also has bad ones
    #[arg(long)]
    accept_partial: bool,

    /// Report as JSON, one object per line and file
    #[arg(long)]
    json: bool,
}

/// Lets a server on the same machine go first: its readers notice a load that takes every core, the load does not
/// notice them. Without effect where the system does not allow it.
fn give_way() {
    const NICENESS: i32 = 19;
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "the import runs at ordinary priority");
    }
}

impl Import {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        give_way();
        let service = globals.open()?;
        let options = Options { dry_run: self.dry_run, accept_partial: self.accept_partial };
        let actor = actor::name();
        let mut outcome = Outcome::Done;
        for (position, file) in self.files.iter().enumerate() {
            let report = import::run(&service, open(file)?, &options, &actor, &Bar::new())?;
            self.print(&report)?;
            if report.refused == 0 {
                continue;
            }
            outcome = Outcome::Refused;
            let left = self.files.len() - position - 1;
            if !self.accept_partial && left > 0 {
                output::say(&format!("stopped after {}: {left} more not read", file.display()));
                break;
            }
        }
        Ok(outcome)
    }

    fn print(&self, report: &Report) -> anyhow::Result<()> {
        let text = if self.json { serde_json::to_string(report)? } else { report.to_string() };
        output::print(format!("{}\n", text.trim_end()).as_bytes())?;
        Ok(())
    }
}

fn open(path: &Path) -> anyhow::Result<Input> {
    if path == Path::new("-") {
        return Ok(Input { name: "standard input".to_owned(), reader: Box::new(std::io::stdin()), size: None });
    }
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
    let metadata = file.metadata().with_context(|| format!("cannot read {name}"))?;
    if metadata.is_dir() {
        anyhow::bail!("{name} is a folder: name the files in it");
    }
    // A pipe has no size to tell the progress by.
    let size = metadata.is_file().then_some(metadata.len());
    Ok(Input { name, reader: Box::new(file), size })
}
