//! Writers: commands of the product in a loop, as operators run them. What succeeded is written to a log of its own, and
//! only then: that log is what the database has to keep.

use super::report::Report;
use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use xtask::program::Program;
use xtask::server::{Guard, example_file};
use xtask::workspace::Workspace;

/// New numbers in each import, beside the one that every import of a writer changes.
const NEW_NUMBERS: u64 = 5;
const IMPORTERS: u64 = 2;
/// A write that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);

/// Writers at work.
pub(super) struct Writers {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Result<Tally>>>,
}

/// What became of the writes.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) acknowledged: Vec<Instant>,
    refused: u64,
    hung: u64,
    /// What the last one that did not succeed said.
    said: String,
}

/// What a writer needs.
#[derive(Clone)]
struct Desk {
    program: Program,
    location: String,
    folder: PathBuf,
    /// A record to make others of.
    record: Value,
}

/// Where the acknowledged writes stand, one in a line.
pub(super) fn log(folder: &Path) -> PathBuf {
    folder.join("acknowledged.log")
}

impl Writers {
    /// `first` keeps the numbers and names of several rounds of writers apart.
    pub(super) fn start(
        workspace: &Workspace,
        program: &Program,
        location: &str,
        folder: &Path,
        first: u64,
    ) -> Result<Self> {
        let example: Value = serde_json::from_str(&fs::read_to_string(example_file(&workspace.root))?)?;
        let (program, location, folder) = (program.clone(), location.to_owned(), folder.to_owned());
        let desk = Desk { program, location, folder, record: example["data"][0].clone() };
        let stop = Arc::new(AtomicBool::new(false));
        let start = |number| {
            let (stop, desk) = (Arc::clone(&stop), desk.clone());
            std::thread::spawn(move || {
                if number == first { desk.make_tokens(number, &stop) } else { desk.import(number, &stop) }
            })
        };
        Ok(Self { threads: (first..=first + IMPORTERS).map(start).collect(), stop })
    }

    /// Ends the writers, each after the write under way, and says what became of all writes.
    pub(super) fn stop(self) -> Result<Tally> {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Tally::default();
        for thread in self.threads {
            all.add(thread.join().map_err(|_| anyhow!("a writer panicked"))??);
        }
        Ok(all)
    }
}

impl Tally {
    pub(super) fn report(&self, report: &mut Report) {
        let (acknowledged, refused) = (self.acknowledged.len(), self.refused);
        report.must(acknowledged > 0, format_args!("{acknowledged} writes acknowledged, {refused} not"));
        if !self.said.is_empty() {
            report.observed(format_args!("a write that was not acknowledged said: {}", self.said));
        }
        if self.hung > 0 {
            report.violated(format_args!("{} writes took longer than {LIMIT:?}", self.hung));
        }
    }

    fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.refused += other.refused;
        self.hung += other.hung;
        if !other.said.is_empty() {
            self.said = other.said;
        }
    }
}

impl Desk {
    fn make_tokens(&self, writer: u64, stop: &AtomicBool) -> Result<Tally> {
        let mut tally = Tally::default();
        for round in 1_u64.. {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let name = format!("writer-{writer}-{round}");
            let mut command = self.program.over(&self.location);
            command.args(["token", "create", "--role", "reader", "--name", &name]);
            self.run(command, writer, [format!("token {name}")], &mut tally)?;
        }
        Ok(tally)
    }

    fn import(&self, writer: u64, stop: &AtomicBool) -> Result<Tally> {
        let mut tally = Tally::default();
        let file = self.folder.join(format!("writer-{writer}.ndjson"));
        for round in 1_u64.. {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            // A number that every round changes, and those that this one brings. The country code is nobody's.
            let of_this_round = (0..NEW_NUMBERS).map(|position| round * NEW_NUMBERS + position);
            let phones: Vec<_> =
                [0].into_iter().chain(of_this_round).map(|number| format!("+888{writer:02}{number:08}")).collect();
            let mut out = File::create(&file)?;
            for phone in &phones {
                writeln!(out, "{}", self.record_of(phone, writer, round))?;
            }
            let mut command = self.program.over(&self.location);
            command.arg("import").arg(&file);
            self.run(command, writer, phones.iter().map(|phone| format!("number {phone} {round}")), &mut tally)?;
        }
        Ok(tally)
    }

    fn record_of(&self, phone: &str, writer: u64, round: u64) -> Value {
        let mut record = self.record.clone();
        if let Some(record) = record.as_object_mut() {
            record.remove("id");
            record.insert("telephoneNumber".to_owned(), json!(phone));
            record.insert("tenantId".to_owned(), json!(format!("00000000-0000-4000-8000-{writer:012}")));
            record.insert("locationId".to_owned(), json!(round.to_string()));
        }
        record
    }

    /// Runs a write and notes what is acknowledged with it.
    fn run(
        &self,
        mut command: Command,
        writer: u64,
        lines: impl IntoIterator<Item = impl Display>,
        tally: &mut Tally,
    ) -> Result<()> {
        let output = self.folder.join(format!("writer-{writer}.log"));
        let mut process = Guard::start(&mut command, &output)?;
        match process.wait(LIMIT) {
            Ok(status) if status.success() => {
                tally.acknowledged.push(Instant::now());
                let text: String = lines.into_iter().map(|line| format!("{line}\n")).collect();
                let mut log = OpenOptions::new().append(true).create(true).open(log(&self.folder))?;
                log.write_all(text.as_bytes()).context("cannot write the log of what is acknowledged")?;
            }
            Ok(_) => {
                tally.refused += 1;
                tally.said = fs::read_to_string(&output).unwrap_or_default().trim().to_owned();
            }
            Err(_) => tally.hung += 1,
        }
        std::thread::sleep(PAUSE);
        Ok(())
    }
}
