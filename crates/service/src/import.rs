//! Numbers from files: V3 pages, V2 arrays, NDJSON or CSV, told by content. All or nothing for each file, unless
//! partial acceptance is asked for.
//!
//! The way of a record: [`format`] tells the file and splits it, [`pipeline`] reads records ahead on other threads,
//! [`stage`] puts them aside, outside the write lock, where [`repeats`] judges them among themselves; then, in one
//! transaction, [`judge`] compares them with the database and [`apply`] writes what is new or changed and its log rows.
//! They wait in temporary tables; or, when the database has no number that they could be compared with, in a spool.

mod apply;
mod csv;
mod database;
mod document;
mod facts;
mod format;
mod intern;
mod judge;
mod keys;
mod lines;
mod merge;
mod pipeline;
mod plausible;
pub(crate) mod record;
mod repeats;
mod report;
mod stage;
mod text;
mod turns;
mod value;
mod words;

pub(crate) use format::Unreadable;
pub(crate) use keys::KeyId;
pub(crate) use pipeline::Source;
pub(crate) use record::Batch;
pub use report::{Refusal, Report};

use crate::{Error, Progress, Service};
use numberline_store::{Author, ChangeKind, Session, Tx, number};
use stage::Staged;
use std::io::Read;
use text::Text;

/// A file to import.
pub struct Input {
    /// Its name, for the report.
    pub name: String,
    /// Its content.
    pub reader: Box<dyn Read + Send>,
    /// Its length in bytes, when that is known.
    pub size: Option<u64>,
}

/// How to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Report only.
    pub dry_run: bool,
    /// Write the acceptable records even though others are refused.
    pub accept_partial: bool,
}

/// How records stand to the numbers that are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intake {
    /// They say how numbers were seen, those that are stored too.
    Seen,
    /// They are made up, and each has to be new: a number or an id that is stored already keeps all of them out.
    MadeUp,
}

impl Intake {
    /// The word under which those that come stand in the log.
    const fn added(self) -> ChangeKind {
        match self {
            Self::Seen => ChangeKind::ImportedAdded,
            Self::MadeUp => ChangeKind::Generated,
        }
    }
}

/// Imports one file and reports.
///
/// # Errors
/// When the file or the database fails; refused records are no error but stand in the report.
pub fn run(
    service: &Service,
    input: Input,
    options: &Options,
    actor: &str,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let author = service.author(actor);
    let mut report = Report::of(&input.name, options);
    progress.phase("reading", input.size);
    let told = match format::tell(input.reader) {
        Ok(told) => told,
        Err(Unreadable::Io(source)) => {
            return Err(Error::File { what: format!("{} cannot be read", input.name), source });
        }
        Err(Unreadable::Broken { line, reason }) => {
            "unknown".clone_into(&mut report.format);
            report.refused = 1;
            report.refuse(Refusal { line, number: None, field: "record".to_owned(), reason });
            return Ok(report);
        }
    };
    told.format.clone_into(&mut report.format);
    for column in told.records.unknown_columns() {
        report.unknown_members.insert(column.clone(), 1);
    }
    take_in(service, Text::new(told.records), options, &author, Intake::Seen, report, progress)
}

/// Takes in the records of any source.
pub(crate) fn take_in(
    service: &Service,
    mut source: impl Source,
    options: &Options,
    author: &Author,
    intake: Intake,
    mut report: Report,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let mut session = service.database.session()?;
    let mut staged = session.stage(|tx| stage::stage(tx, &mut source, author.at, &mut report, progress))?;
    if options.dry_run {
        session.stage(|tx| judge::judge(tx, &mut staged, &mut report, progress).map(drop))?;
        return Ok(report);
    }
    write(service, &mut session, staged, &mut report, options, author, intake, progress)?;
    Ok(report)
}

/// Ends a transaction without writing anything.
enum Halt {
    NothingToWrite,
    Failed(Error),
}

impl From<numberline_store::Error> for Halt {
    fn from(error: numberline_store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

#[expect(clippy::too_many_arguments, reason = "the one place where all that an import needs comes together")]
fn write(
    service: &Service,
    session: &mut Session,
    mut staged: Staged,
    report: &mut Report,
    options: &Options,
    author: &Author,
    intake: Intake,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let written = session.write(author, |tx: &mut Tx<'_>| {
        // What is judged must stay as it is until it is applied.
        number::lock(tx)?;
        let summary = judge::judge(tx, &mut staged, report, progress)?;
        let refused = report.refused > 0 && !options.accept_partial;
        // Asked here and not before: until the write lock is held, another writer may be faster.
        let is_overtaken = intake == Intake::MadeUp && summary.new < summary.staged;
        if refused || is_overtaken || report.added + report.changed == 0 {
            return Err(Halt::NothingToWrite);
        }
        apply::apply(tx, staged.spool, &summary, author, intake.added(), progress)?;
        Ok(())
    });
    match written {
        Ok(written) => {
            report.applied = true;
            report.seq = Some(written.seq.0);
            service.shared.wake_follower();
            Ok(())
        }
        Err(Halt::NothingToWrite) => Ok(()),
        Err(Halt::Failed(error)) => Err(error),
    }
}
