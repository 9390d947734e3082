//! What a file says twice: equal records count once, differing ones about the same number are all refused, and so are
//! numbers that claim the same id.

use super::database;
use super::judge::refuse_clash;
use super::report::Report;
use super::stage::refusal;
use crate::Error;
use numberline_store::Tx;
use numberline_store::staging::{self, Repeats, StagedNumber, Stager};

/// Judges all staged records among themselves.
pub(super) fn judge(tx: &Tx<'_>, repeats: &Repeats, report: &mut Report) -> Result<(), Error> {
    let mut judged = Judged::default();
    if !repeats.phones.is_empty() {
        let mut groups = Vec::new();
        staging::repeated(tx, &repeats.phones, |same| {
            groups.push(same.to_vec());
            Ok::<_, Error>(())
        })?;
        for same in &groups {
            judged.judge(tx, same)?;
        }
    }
    for ordinal in judged.repeated {
        staging::drop_repeated(tx, ordinal)?;
        report.repeated += 1;
    }
    for (number, other) in judged.refused {
        if staging::refuse(tx, number.ordinal)? {
            report.refused += 1;
        }
        let reason = format!("line {other} says something else about the same number");
        report.refuse(refusal(number.line, number.phone, "telephoneNumber", reason));
    }
    if repeats.ids {
        for clash in staging::clashes_within(tx)? {
            refuse_clash(tx, report, &clash, "claims it too")?;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Judged {
    /// Ordinals of records that say what the first one about their number says.
    repeated: Vec<i64>,
    /// Records that are refused, with the line that contradicts them.
    refused: Vec<(StagedNumber, u64)>,
}

impl Judged {
    fn judge(&mut self, tx: &Tx<'_>, same: &[StagedNumber]) -> Result<(), Error> {
        let Some((first, others)) = same.split_first() else { return Ok(()) };
        let mut contradicted = false;
        for other in others {
            if !contradicted && says_the_same(tx, first, other)? {
                self.repeated.push(other.ordinal);
                continue;
            }
            if !contradicted {
                contradicted = true;
                self.refused.push((first.clone(), other.line));
            }
            self.refused.push((other.clone(), first.line));
        }
        Ok(())
    }
}

fn says_the_same(tx: &Tx<'_>, first: &StagedNumber, second: &StagedNumber) -> Result<bool, Error> {
    let own = |number: &StagedNumber| StagedNumber {
        ordinal: 0,
        line: 0,
        shape: 0,
        place: 0,
        sweep: 0,
        assignment: 0,
        ..number.clone()
    };
    if own(first) != own(second) {
        return Ok(false);
    }
    let shared = |number: &StagedNumber| [number.shape, number.place, number.sweep, number.assignment];
    if shared(first) == shared(second) {
        return Ok(true);
    }
    // The same text may have got two staged ids, and two texts may mean the same.
    let mut stager = Stager::new(tx);
    let mut facts = |number: &StagedNumber| -> Result<Vec<super::facts::Fact>, Error> {
        let shape = stager.find_shape(number.shape)?;
        let all = shape.into_iter().chain([number.place, number.sweep, number.assignment]).enumerate();
        all.map(|(kind, id)| database::fact(tx, &mut stager, kind, id)).collect()
    };
    Ok(facts(first)? == facts(second)?)
}
