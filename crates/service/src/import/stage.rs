//! Puts a file's records into the staging tables. The main write lock is not held meanwhile.

use super::format::Unreadable;
use super::intern::{Interner, Met, Shared};
use super::pipeline::{self, Source};
use super::record::{Batch, Candidate, Refused};
use super::repeats;
use super::report::{Refusal, Report};
use super::turns::Turns;
use super::value::Fault;
use crate::field::at;
use crate::{Error, Progress};
use numberline_domain::{PhoneNumber, Status, Ticks};
use numberline_store::staging::{self, Spool, StagedNumber, Stager, State};
use numberline_store::{Tx, number};

/// What a file says.
pub(super) struct Staged {
    /// What its keys have become.
    pub(super) interner: Interner,
    /// Its records, when they wait for a database without numbers; otherwise they are in the staging table.
    pub(super) spool: Spool,
}

impl Staged {
    /// Puts the records where they can be joined, if they are not there yet.
    pub(super) fn fill(&mut self, tx: &Tx<'_>) -> Result<(), Error> {
        if !self.spool.is_empty() {
            staging::fill(tx, std::mem::take(&mut self.spool))?;
            staging::survey(tx)?;
        }
        Ok(())
    }
}

/// Stages all records and judges them among themselves; refusals go to the report.
pub(super) fn stage(
    tx: &Tx<'_>,
    source: &mut impl Source,
    now: Ticks,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Staged, Error> {
    staging::create(tx)?;
    let stager = if number::any(tx)? { Stager::new(tx) } else { Stager::aside(tx) };
    let mut stage = Stage { stager, interner: Interner::new(), report };
    let end = pipeline::run(source, now, |batch| {
        progress.advance(batch.bytes);
        stage.take(&batch)
    })?;
    match end {
        Ok(()) => {}
        Err(Unreadable::Io(source)) => {
            return Err(Error::File { what: format!("{} cannot be read", stage.report.name), source });
        }
        Err(Unreadable::Broken { line, reason }) => {
            let reason = format!("{reason}; what follows could not be read");
            stage.refuse(line, None, vec![Fault { field: "record", reason }]);
        }
    }
    let Stage { stager, interner, report } = stage;
    let (repeats, spool) = stager.finish()?;
    let mut staged = Staged { interner, spool };
    if !repeats.phones.is_empty() || repeats.ids || staged.spool.tally().lacking(bit("tenantId")) > 0 {
        staged.fill(tx)?;
    }
    repeats::judge(tx, &repeats, report)?;
    staging::survey(tx)?;
    Ok(staged)
}

struct Stage<'t, 'c, 'r> {
    stager: Stager<'t, 'c>,
    interner: Interner,
    report: &'r mut Report,
}

impl Stage<'_, '_, '_> {
    fn take(&mut self, batch: &Batch) -> Result<(), Error> {
        for (member, count) in &batch.unknown {
            // A file of senseless members must not fill the memory with their names.
            let member = if self.report.unknown_members.len() < 1_000 { member.as_str() } else { "…" };
            *self.report.unknown_members.entry(member.to_owned()).or_default() += count;
        }
        for number in &batch.implausible {
            self.report.warn(|| format!("{number} fits no numbering plan that is known here; stored all the same"));
        }
        let mut met = Met::default();
        let mut turns = Turns::default();
        for record in &batch.records {
            turns.step();
            match record {
                Ok(candidate) => self.candidate(batch, &mut met, candidate)?,
                Err(Refused { line, number, faults }) => self.refuse(*line, number.as_deref(), faults.clone()),
            }
        }
        Ok(())
    }

    fn candidate(&mut self, batch: &Batch, met: &mut Met, candidate: &Candidate) -> Result<(), Error> {
        match self.interner.intern(&mut self.stager, &batch.keys, met, candidate)? {
            Ok(shared) => self.stager.number(staged(candidate, shared))?,
            Err(faults) => self.refuse(candidate.line, Some(&candidate.phone.to_string()), faults),
        }
        Ok(())
    }

    fn refuse(&mut self, line: u64, number: Option<&str>, faults: Vec<Fault>) {
        self.report.refused += 1;
        for Fault { field, reason } in faults {
            self.report.refuse(Refusal { line, number: number.map(str::to_owned), field: field.to_owned(), reason });
        }
    }
}

/// The record as if the number were new.
fn staged(candidate: &Candidate, shared: Shared) -> StagedNumber {
    let Candidate { line, present, phone, id, entry, acquired_on, aslcht, aslsct, aslv_code, status, .. } = *candidate;
    let seen = if acquired_on.is_some() { Status::Active } else { Status::PendingFirstSync };
    let Shared { shape, place, sweep, assignment } = shared;
    StagedNumber {
        // The stager's to give.
        ordinal: 0,
        phone,
        line,
        state: State::New,
        present,
        id,
        entry,
        acquired_on,
        aslcht,
        aslsct,
        shape,
        place,
        sweep,
        aslv_code,
        assignment,
        status: status.unwrap_or(seen),
    }
}

/// The bit of a field in [`super::record::Present`].
pub(super) const fn bit(name: &str) -> u32 {
    1 << at(name)
}

/// A refusal found after reading, when the line is known again.
pub(super) fn refusal(line: u64, phone: PhoneNumber, field: &str, reason: String) -> Refusal {
    Refusal { line, number: Some(phone.to_string()), field: field.to_owned(), reason }
}
