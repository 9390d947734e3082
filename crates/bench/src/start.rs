//! Start-up: how soon a server is ready, against a bare loop over the rows it reads, and what memory it then holds.

use crate::data::{self, Wanted};
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
/// The most numbers that the server with some holds.
const MOST_FEW: u64 = 100_000;

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
    bytes_a_number: Spread,
    /// Less those of a server that holds some already: what every server needs once, such as the database's caches, would
    /// weigh on the few numbers of a small data set.
    pub(crate) bytes_a_number_more: Spread,
}

/// Starts servers over the data, one after the other.
pub(crate) fn measure(
    program: &Program,
    ground: Ground,
    wanted: &Wanted,
    database: &Database,
    folder: &Path,
    report: &mut Report,
) -> Result<Start> {
    let resident_over = |database: &Database| {
        let server = Server::start(program, &database.location(), &folder.join("start.log"))?;
        Ok::<_, anyhow::Error>((resident(server.id())?, server.ready_after.as_secs_f64()))
    };
    let (empty_bytes, _) = resident_over(&ground.passing(folder, "empty")?)?;
    let few = (wanted.numbers / 10).clamp(1, MOST_FEW);
    let small = ground.passing(folder, "small")?;
    data::generate(program, &small.location(), &Wanted { numbers: few, tenants: (few / 1000).max(1), ..*wanted })?;
    let (small_bytes, _) = resident_over(&small)?;
    // What the page cache holds afterwards it holds for all.
    let numbers = database.scan()?.rows;
    ensure!(numbers > few, "the database holds {numbers} numbers: too few to tell");
    let (mut ready, mut scans, mut bytes, mut more) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        scans.push(database.scan()?.took.as_secs_f64());
        let (held, ready_after) = resident_over(database)?;
        ready.push(ready_after);
        bytes.push(a_number(held, empty_bytes, numbers));
        more.push(a_number(held, small_bytes, numbers - few));
    }
    let start = Start {
        numbers,
        ready_to_scan: Spread::of(ready.iter().zip(&scans).map(|(ready, scan)| ready / scan)),
        ready_s: Spread::of(ready),
        scan_s: Spread::of(scans),
        empty_bytes,
        bytes_a_number: Spread::of(bytes),
        bytes_a_number_more: Spread::of(more),
    };
    let Start { ready_s, scan_s, ready_to_scan, bytes_a_number, bytes_a_number_more, .. } = start;
    report.line(&format!("ready after {ready_s} s; a bare scan of the rows {scan_s} s; ratio {ready_to_scan}"));
    report.line(&format!(
        "resident: empty server {:.1} MiB; when ready {bytes_a_number} bytes a number more; against a server over {few} \
         numbers, {bytes_a_number_more} bytes for each further one",
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
