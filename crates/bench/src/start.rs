//! Start-up: how soon a server is ready, against a bare loop over the rows it reads, and what memory it then holds.

use crate::database::{Database, Ground};
use crate::report::Report;
use crate::spread::Spread;
use crate::usage::resident;
use anyhow::{Result, ensure};
use serde::Serialize;
use std::path::Path;
use xtask::program::Program;
use xtask::server::Server;

const STARTS: u32 = 3;

/// What starts told.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Start {
    numbers: u64,
    ready_s: Spread,
    /// Reading every row in a bare loop.
    scan_s: Spread,
    /// Ready to scan, pair by pair.
    ready_to_scan: Spread,
    empty_bytes: u64,
    /// Resident bytes a number when ready, less those of a server that holds none.
    pub(crate) bytes_a_number: Spread,
}

/// Starts servers over the data, one after the other.
pub(crate) fn measure(
    program: &Program,
    ground: Ground,
    database: &Database,
    folder: &Path,
    report: &mut Report,
) -> Result<Start> {
    let empty = ground.passing(folder, "empty")?;
    let empty_bytes = resident(Server::start(program, &empty.location(), &folder.join("empty.log"))?.id())?;
    // What the page cache holds afterwards it holds for all.
    let numbers = database.scan()?.rows;
    ensure!(numbers > 0, "the database holds no numbers");
    let (mut ready, mut scans, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        scans.push(database.scan()?.took.as_secs_f64());
        let server = Server::start(program, &database.location(), &folder.join("start.log"))?;
        ready.push(server.ready_after.as_secs_f64());
        bytes.push(a_number(resident(server.id())?, empty_bytes, numbers));
    }
    let start = Start {
        numbers,
        ready_to_scan: Spread::of(ready.iter().zip(&scans).map(|(ready, scan)| ready / scan)),
        ready_s: Spread::of(ready),
        scan_s: Spread::of(scans),
        empty_bytes,
        bytes_a_number: Spread::of(bytes),
    };
    let Start { ready_s, scan_s, ready_to_scan, bytes_a_number, .. } = start;
    report.line(&format!("ready after {ready_s} s; a bare scan of the rows {scan_s} s; ratio {ready_to_scan}"));
    report.line(&format!(
        "resident: empty server {:.1} MiB; when ready {bytes_a_number} bytes a number more",
        empty_bytes as f64 / f64::from(1 << 20)
    ));
    report.keep("start", &start);
    Ok(start)
}

impl Start {
    /// Looks at a server again after its load.
    pub(crate) fn after_load(&self, server: &Server, report: &mut Report) -> Result<()> {
        let bytes = a_number(resident(server.id())?, self.empty_bytes, self.numbers);
        report.line(&format!("resident after the load: {bytes:.1} bytes a number"));
        report.keep("loaded_bytes_a_number", &bytes);
        Ok(())
    }
}

fn a_number(resident: u64, empty: u64, numbers: u64) -> f64 {
    resident.saturating_sub(empty) as f64 / numbers as f64
}
