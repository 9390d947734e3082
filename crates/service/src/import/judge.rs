//! Judges all staged records against the database.

use super::intern::Interner;
use super::merge::Merger;
use super::report::Report;
use super::stage::{Staged, bit, refusal};
use super::words;
use crate::{Error, Progress};
use numberline_store::staging::{self, Clash, Summary};
use numberline_store::{Tx, number};

/// Refuses what clashes, compares the rest, and counts.
pub(super) fn judge(
    tx: &Tx<'_>,
    staged: &mut Staged,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Summary, Error> {
    let any = number::any(tx)?;
    let is_wordy = words::may_exceed(tx, &staged.interner)?;
    // Another writer may have been faster than one whose records wait in a spool.
    if any || is_wordy {
        staged.fill(tx)?;
    }
    let summary = if staged.spool.is_empty() {
        judge_staged(tx, &mut staged.interner, any, is_wordy, report, progress)?
    } else {
        staged.spool.tally().summary(bit("acquiredNumberStatus"))
    };
    report.added = summary.new;
    report.changed = summary.changed;
    report.unchanged = summary.unchanged;
    report.status_defaulted = summary.without;
    Ok(summary)
}

fn judge_staged(
    tx: &Tx<'_>,
    interner: &mut Interner,
    any: bool,
    is_wordy: bool,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Summary, Error> {
    let stored = if any { staging::match_stored(tx)? } else { 0 };
    for (ordinal, line, phone) in staging::without_tenant(tx, bit("tenantId"))? {
        report.refuse(refusal(line, phone, "tenantId", "is missing, and the number is not stored yet".to_owned()));
        refuse(tx, report, ordinal)?;
    }
    if any {
        refuse_clashes(tx, report)?;
    }
    if is_wordy && words::refuse_late(tx, report)? && any {
        refuse_clashes(tx, report)?;
    }
    if stored > 0 {
        compare(tx, interner, stored, progress)?;
    }
    Ok(staging::summary(tx, bit("acquiredNumberStatus"))?)
}

/// A refused record frees no id, so that each round may bring new clashes.
fn refuse_clashes(tx: &Tx<'_>, report: &mut Report) -> Result<(), Error> {
    loop {
        let clashes = staging::clashes_with_stored(tx)?;
        if clashes.is_empty() {
            return Ok(());
        }
        for clash in clashes {
            refuse_clash(tx, report, &clash, "has it")?;
        }
    }
}

fn compare(tx: &Tx<'_>, interner: &mut Interner, stored: u64, progress: &dyn Progress) -> Result<(), Error> {
    progress.phase("comparing", Some(stored));
    let mut merger = Merger::new(tx, interner);
    let mut after = 0;
    loop {
        let matched = staging::matched_after(tx, after)?;
        let Some(last) = matched.last() else { return Ok(()) };
        after = last.staged.ordinal;
        let settled = matched.iter().map(|matched| merger.merge(matched)).collect::<Result<Vec<_>, _>>()?;
        merger.flush()?;
        staging::settle(tx, &settled)?;
        progress.advance(matched.len() as u64);
    }
}

pub(super) fn refuse_clash(tx: &Tx<'_>, report: &mut Report, clash: &Clash, how: &str) -> Result<(), Error> {
    let Clash { ordinal, line, phone, id, holder } = clash;
    report.refuse(refusal(*line, *phone, "id", format!("{id} is taken: {holder} {how}")));
    refuse(tx, report, *ordinal)
}

/// A record may be refused for several reasons; it counts once.
pub(super) fn refuse(tx: &Tx<'_>, report: &mut Report, ordinal: i64) -> Result<(), Error> {
    if staging::refuse(tx, ordinal)? {
        report.refused += 1;
    }
    Ok(())
}
