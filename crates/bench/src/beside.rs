//! Readers beside a writer: the same load on a copy of the data, quiet, and while numbers of other tenants are made.

use crate::arguments::Method;
use crate::data::DataSet;
use crate::load::Load;
use crate::pages::{MIXED_PAGES, cases};
use crate::reference::Reference;
use crate::report::Report;
use crate::spread::Spread;
use crate::subject::Subject;
use anyhow::{Context, Result, anyhow};
use serde_json::json;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use xtask::program::{Program, output};
use xtask::server::Server;

/// Numbers that one call of the writer makes, in one transaction.
const BATCH: u64 = 20_000;
/// Long enough for several batches.
const LENGTH: Duration = Duration::from_secs(6);

/// Measures and tells. The server over the data set itself must have ended, for the database is copied.
pub(crate) fn measure(
    program: &Program,
    data: &DataSet,
    reference: &Reference,
    folder: &Path,
    method: Method,
    report: &mut Report,
) -> Result<()> {
    let copy = data.database.copy(folder, "beside")?;
    let location = copy.location();
    let server = Server::start(program, &location, &folder.join("beside.log"))?;
    let subject = Subject::ours(&server, &copy);
    let mut pages = cases(reference).into_iter().filter(|case| case.name == MIXED_PAGES);
    let pages = pages.next().context("there is a mixed case")?.pages;
    let target = subject.pages(&pages, reference, &data.token)?;
    let load = Load { folder, token: &data.token, length: LENGTH, connections: method.connections };
    let (mut ratios, mut tails, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=method.rounds {
        eprintln!("beside a writer, round {round} of {} …", method.rounds);
        let quiet = load.run(&subject, &target)?;
        let stop = AtomicBool::new(false);
        let started = Instant::now();
        let (beside, written) = std::thread::scope(|scope| {
            let writer = scope.spawn(|| write_until(&stop, program, &location, u64::from(round)));
            let beside = load.run(&subject, &target);
            stop.store(true, Ordering::Relaxed);
            (beside, writer.join())
        });
        let written = written.map_err(|_| anyhow!("the writer panicked"))??;
        // To the end of the last batch.
        rates.push(written as f64 / started.elapsed().as_secs_f64());
        let beside = beside?;
        ratios.push(beside.rate / quiet.rate);
        tails.push((quiet.p99, beside.p99));
    }
    let (ratio, rate) = (Spread::of(ratios), Spread::of(rates));
    let (quiet, beside) = (Spread::of(tails.iter().map(|pair| pair.0)), Spread::of(tails.iter().map(|pair| pair.1)));
    report.line(&format!(
        "mixed pages beside a writer of {rate} rows/s in transactions of {BATCH}: {ratio} of the quiet rate; \
         p99 {beside} µs, quiet {quiet} µs"
    ));
    report.keep(
        "beside_a_writer",
        &json!({"ratio": ratio, "rows_per_second": rate, "p99_us": beside, "quiet_p99_us": quiet}),
    );
    Ok(())
}

/// Makes numbers of tenants that nobody reads, again and again, and gives how many.
fn write_until(stop: &AtomicBool, program: &Program, location: &OsStr, round: u64) -> Result<u64> {
    let mut written = 0;
    while !stop.load(Ordering::Relaxed) {
        // Another seed means other tenants than those of the data set.
        let seed = (1000 * round + written / BATCH + 2).to_string();
        let mut generate = program.over(location);
        output(generate.args(["generate", "--tenants", "1", "--seed", &seed, "--numbers", &BATCH.to_string()]))?;
        written += BATCH;
    }
    Ok(written)
}
