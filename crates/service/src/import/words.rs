//! Words of `assignmentStatus`: a number names its word in one byte, so that there is an end to those that are kept.

use super::facts::{self, Fact};
use super::intern::Interner;
use super::judge::refuse;
use super::record::ASSIGNMENT;
use super::report::Report;
use super::stage::refusal;
use crate::Error;
use numberline_store::staging::{self, Worded};
use numberline_store::{Tx, assignment};
use std::collections::BTreeSet;

/// Whether a file may bring more words than fit. Counts some twice: whether it does is for [`refuse_late`] to tell.
pub(super) fn may_exceed(tx: &Tx<'_>, interner: &Interner) -> Result<bool, Error> {
    Ok(kept(tx)?.len() + interner.staged(ASSIGNMENT) > assignment::MOST)
}

/// Refuses the records with the words that no longer fit: the first in the file come in. Tells whether there were any.
pub(super) fn refuse_late(tx: &Tx<'_>, report: &mut Report) -> Result<bool, Error> {
    let mut words = kept(tx)?;
    let (mut after, mut has_refused) = (0, false);
    loop {
        let worded = staging::worded_after(tx, after)?;
        let Some(last) = worded.last() else { return Ok(has_refused) };
        after = last.ordinal;
        for Worded { ordinal, line, phone, body } in worded {
            let Fact::Assignment(word) = facts::parse(ASSIGNMENT, &body).expect("judged before it was staged") else {
                continue;
            };
            if words.contains(&word.0) {
                continue;
            }
            if words.len() < assignment::MOST {
                words.insert(word.0);
                continue;
            }
            let word = serde_json::Value::from(word.0);
            let reason = format!("{word} is one word too many: {} are kept, and all are taken", assignment::MOST);
            report.refuse(refusal(line, phone, "assignmentStatus", reason));
            refuse(tx, report, ordinal)?;
            has_refused = true;
        }
    }
}

fn kept(tx: &Tx<'_>) -> Result<BTreeSet<String>, Error> {
    let mut words = BTreeSet::new();
    assignment::scan(tx, |_, word| {
        words.insert(word.0);
    })?;
    Ok(words)
}
