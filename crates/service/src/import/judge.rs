//! Judges all staged records against each other and against the database.

use super::intern::Interner;
use super::merge::Merger;
use super::report::Report;
use super::stage::{bit, refusal};
use crate::{Error, Progress};
use numberline_domain::PhoneNumber;
use numberline_store::staging::{self, Clash, State, Summary};
use numberline_store::{Tx, number};

/// Staged numbers compared at a time.
const PAGE: i64 = 1_000;

/// Refuses what clashes, compares the rest, and counts.
pub(super) fn judge(
    tx: &Tx<'_>,
    interner: &mut Interner,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Summary, Error> {
    for clash in staging::clashes_within(tx)? {
        refuse_clash(tx, report, &clash, "claims it too")?;
    }
    if number::any(tx)? {
        staging::match_stored(tx)?;
    }
    for (line, phone) in staging::without_tenant(tx, bit("tenantId"))? {
        report.refuse(refusal(line, phone, "tenantId", "is missing, and the number is not stored yet".to_owned()));
        refuse(tx, report, phone)?;
    }
    // A refused record frees no id, so that each round may bring new clashes.
    while number::any(tx)? {
        let clashes = staging::clashes_with_stored(tx)?;
        if clashes.is_empty() {
            break;
        }
        for clash in clashes {
            refuse_clash(tx, report, &clash, "has it")?;
        }
    }
    compare(tx, interner, progress)?;
    let summary = staging::summary(tx, bit("acquiredNumberStatus"))?;
    report.added = summary.new;
    report.changed = summary.changed;
    report.unchanged = summary.unchanged;
    report.status_defaulted = summary.without;
    Ok(summary)
}

fn compare(tx: &Tx<'_>, interner: &mut Interner, progress: &dyn Progress) -> Result<(), Error> {
    let stored = if number::any(tx)? { staging::count(tx, State::Stored)? } else { 0 };
    if stored == 0 {
        return Ok(());
    }
    progress.phase("comparing", Some(stored));
    let mut merger = Merger::new(tx, interner);
    let mut after = None;
    loop {
        let matched = staging::matched_after(tx, after, PAGE)?;
        let Some(last) = matched.last() else { return Ok(()) };
        after = Some(last.staged.phone);
        for matched in &matched {
            merger.merge(matched)?;
        }
        progress.advance(matched.len() as u64);
    }
}

fn refuse_clash(tx: &Tx<'_>, report: &mut Report, clash: &Clash, how: &str) -> Result<(), Error> {
    let Clash { line, phone, id, holder } = clash;
    report.refuse(refusal(*line, *phone, "id", format!("{id} is taken: {holder} {how}")));
    refuse(tx, report, *phone)
}

/// A number may be refused for several reasons; it counts once.
fn refuse(tx: &Tx<'_>, report: &mut Report, phone: PhoneNumber) -> Result<(), Error> {
    if staging::find(tx, phone)?.is_some_and(|staged| staged.state != State::Refused) {
        report.refused += 1;
        staging::refuse(tx, phone)?;
    }
    Ok(())
}
