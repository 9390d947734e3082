//! Numbers from files: V3 pages, V2 arrays, NDJSON or CSV, told by content. All or nothing for each file, unless
//! partial acceptance is asked for.
//!
//! The way of a record: [`format`] tells the file and splits it, [`pipeline`] reads records ahead on other threads,
//! [`stage`] puts them into temporary tables outside the write lock, where [`repeats`] judges them among themselves; then,
//! in one transaction, [`judge`] compares them with the database and [`apply`] writes what is new or changed and its log
//! rows.

mod apply;
mod csv;
mod database;
mod document;
mod facts;
mod format;
mod intern;
mod judge;
mod lines;
mod merge;
mod pipeline;
mod plausible;
mod record;
mod repeats;
mod report;
mod stage;
mod value;

pub use report::{Refusal, Report};

use crate::{Error, Progress, Service};
use format::{Told, Unreadable};
use intern::Interner;
use numberline_store::{Author, ChangeKind, Session, Tx, number};
use std::io::Read;

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
    take_in(service, input, options, &author, ChangeKind::ImportedAdded, progress)
}

/// The same for any bringer of records.
pub(crate) fn take_in(
    service: &Service,
    input: Input,
    options: &Options,
    author: &Author,
    added: ChangeKind,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let mut report = Report { name: input.name.clone(), dry_run: options.dry_run, ..Report::default() };
    progress.phase("reading", input.size);
    let mut told = match format::tell(input.reader) {
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
    let mut session = service.database.session()?;
    let mut interner = read(&mut session, &mut told, author, &mut report, progress)?;
    if options.dry_run {
        session.stage(|tx| judge::judge(tx, &mut interner, &mut report, progress).map(drop))?;
        return Ok(report);
    }
    write(service, &mut session, &mut interner, &mut report, options, author, added, progress)?;
    Ok(report)
}

fn read(
    session: &mut Session,
    told: &mut Told,
    author: &Author,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Interner, Error> {
    session.stage(|tx| stage::stage(tx, told.records.as_mut(), author.at, report, progress))
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
    interner: &mut Interner,
    report: &mut Report,
    options: &Options,
    author: &Author,
    added: ChangeKind,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let written = session.write(author, |tx: &mut Tx<'_>| {
        // What is judged must stay as it is until it is applied.
        number::lock(tx)?;
        let summary = judge::judge(tx, interner, report, progress)?;
        let refused = report.refused > 0 && !options.accept_partial;
        if refused || report.added + report.changed == 0 {
            return Err(Halt::NothingToWrite);
        }
        apply::apply(tx, &summary, author, added, progress)?;
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
