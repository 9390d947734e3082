//! A large import through the product, against a bare load of the same rows, and what a reader feels of it.

mod reader;

use crate::bare::{self, Bare};
use crate::data::DataSet;
use crate::database::{Database, Ground};
use crate::reference::Reference;
use crate::report::Report;
use crate::usage::most_resident;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use xtask::program::Program;
use xtask::server::{Guard, Server};

const LONGEST_IMPORT: Duration = Duration::from_secs(900);
const QUIET: Duration = Duration::from_secs(10);

struct Import {
    took: Duration,
    most_resident: u64,
}

/// Measures and tells.
pub(crate) fn measure(
    program: &Program,
    ground: Ground,
    data: &DataSet,
    folder: &Path,
    report: &mut Report,
) -> Result<()> {
    let database = ground.passing(folder, "imported")?;
    let reference = Reference::read(&data.export)?;
    let lines = reference.len();
    eprintln!("importing {lines} records …");
    let import = import(program, &database, &data.export, folder)?;
    eprintln!("inserting the same rows …");
    let bare = bare::load(&database, folder, reference.ids())?;
    ensure!(bare.rows == lines, "{lines} records were imported, {} rows are there", bare.rows);
    let rate = lines as f64 / import.took.as_secs_f64();
    let bare_rate = bare.rate();
    report.line(&format!(
        "import of {lines} records: {rate:.0} rows/s; {}: {bare_rate:.0} rows/s; ratio {:.2}; at most {:.0} MiB resident",
        Bare::name(&database),
        rate / bare_rate,
        import.most_resident as f64 / f64::from(1 << 20)
    ));
    report.keep("import", &json!({
        "rows": lines, "rows_per_second": rate, "bare_rows_per_second": bare_rate, "most_resident": import.most_resident,
    }));
    measure_reader(program, ground, data, lines, folder, report)
}

/// A tenth of the records are there first; a reader reads them alone, then while the rest comes.
fn measure_reader(
    program: &Program,
    ground: Ground,
    data: &DataSet,
    lines: u64,
    folder: &Path,
    report: &mut Report,
) -> Result<()> {
    let (head, tail) = split(&data.export, lines / 10, folder)?;
    let database = ground.passing(folder, "served")?;
    import(program, &database, &head, folder)?;
    let token = program.reader_token(&database.location())?;
    let server = Server::start(program, &database.location(), &folder.join("server.log"))?;
    let tenant = first_tenant(&head)?;
    let reader = reader::Reader::start(&server, &tenant, &token)?;
    eprintln!("reading, quiet …");
    std::thread::sleep(QUIET);
    let quiet = reader.finish()?.latency()?;
    eprintln!("reading beside the import …");
    let reader = reader::Reader::start(&server, &tenant, &token)?;
    let import = import(program, &database, &tail, folder)?;
    let committed = Instant::now();
    reader::wait_for_total(&server, &token, lines)?;
    let seen_after = committed.elapsed();
    let readings = reader.finish()?;
    let beside = readings.latency()?;
    let catching_up = readings.latency_since(committed)?;
    report.line(&format!(
        "a reader of {} pages a second, beside an import of {:.1} s:",
        reader::RATE,
        import.took.as_secs_f64()
    ));
    let row = |name: &str, latency: &reader::Latency| {
        let figures = [latency.p50, latency.p99, latency.most].map(|figure| format!("{figure:.2}"));
        [name.to_owned()].into_iter().chain(figures).chain([format!("{:.1}", latency.p99 / quiet.p99)]).collect()
    };
    let head = ["", "p50 ms", "p99 ms", "most ms", "p99 / quiet"];
    let rows = [
        row("quiet", &quiet),
        row("until the server shows the last record", &beside),
        row("of that, after the import's end", &catching_up),
    ];
    report.table(&head, &rows);
    report.line(&format!("the server shows the last record {:.2} s after the import's end", seen_after.as_secs_f64()));
    report.keep(
        "reader",
        &json!({"quiet": quiet, "beside": beside, "catching_up": catching_up, "seen_after_s": seen_after.as_secs_f64()}),
    );
    Ok(())
}

fn import(program: &Program, database: &Database, file: &Path, folder: &Path) -> Result<Import> {
    let log = folder.join("import.log");
    let mut command = program.over(database.location());
    command.arg("import").arg(file);
    let started = Instant::now();
    let mut process = Guard::start(&mut command, &log)?;
    let mut most = 0;
    let status = loop {
        // It cannot be read once the process has ended, and it never falls: the last reading holds.
        most = most_resident(process.id()).unwrap_or(most);
        if let Some(status) = process.ended()? {
            break status;
        }
        ensure!(started.elapsed() < LONGEST_IMPORT, "the import takes longer than {LONGEST_IMPORT:?}");
        std::thread::sleep(Duration::from_millis(5));
    };
    let took = started.elapsed();
    ensure!(status.success(), "the import ended with {status}: {}", std::fs::read_to_string(&log)?);
    Ok(Import { took, most_resident: most })
}

fn split(file: &Path, lines: u64, folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let paths = (folder.join("head.ndjson"), folder.join("tail.ndjson"));
    let mut reader = BufReader::with_capacity(1 << 20, File::open(file)?);
    let mut head = BufWriter::new(File::create(&paths.0)?);
    let mut line = Vec::new();
    for _ in 0..lines {
        line.clear();
        reader.read_until(b'\n', &mut line)?;
        head.write_all(&line)?;
    }
    head.flush()?;
    std::io::copy(&mut reader, &mut File::create(&paths.1)?)?;
    Ok(paths)
}

fn first_tenant(file: &Path) -> Result<String> {
    let mut line = String::new();
    BufReader::new(File::open(file)?).read_line(&mut line)?;
    let record: serde_json::Value = serde_json::from_str(&line)?;
    record["tenantId"].as_str().map(str::to_owned).context("the first record has no tenant")
}
