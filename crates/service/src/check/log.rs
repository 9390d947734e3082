//! The log against the numbers: those that came and did not leave are there, and no others.

use super::everything;
use crate::Error;
use numberline_domain::Scope;
use numberline_inventory::Inventory;
use numberline_store::{Passage, Seq, Subject, Tx, change};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// What the log says of ids.
#[derive(Default)]
struct Told {
    /// Ids that came at some time.
    came: Vec<RangeInclusive<i64>>,
    /// Ids that left and have not come again.
    gone: BTreeSet<i64>,
}

impl Told {
    fn note(&mut self, ids: RangeInclusive<i64>, passage: Passage) {
        match passage {
            Passage::Stayed => {}
            Passage::Left => self.gone.extend(ids),
            Passage::Came => {
                let again: Vec<i64> = self.gone.range(ids.clone()).copied().collect();
                for id in again {
                    self.gone.remove(&id);
                }
                self.came.push(ids);
            }
        }
    }
}

/// Compares, unless the log no longer reaches back to its beginning.
pub(super) fn compare(tx: &Tx<'_>, inventory: &Inventory, note: &mut impl FnMut(String)) -> Result<(), Error> {
    let mut told = Told::default();
    change::since(tx, Seq(0), |row| {
        let Subject::Numbers { ids, .. } = &row.change.subject else { return };
        for range in ids.ranges() {
            match range {
                Ok(range) => told.note(range, row.change.kind.passage()),
                Err(error) => note(format!("change {} part {}: {error}", row.seq, row.part)),
            }
        }
    })?;
    if change::oldest(tx)?.is_some_and(|oldest| oldest.0 > 1) {
        return Ok(());
    }
    let mut ids = Vec::new();
    let scope = Scope::All;
    inventory.numbers(&everything(&scope), 0, u64::MAX, |_, number| ids.push(number.id.as_i64()));
    ids.sort_unstable();
    let came = disjoint(told.came);
    for id in &ids {
        let after = came.partition_point(|range| range.start() <= id);
        if after == 0 || came[after - 1].end() < id {
            note(format!("the number with id {id} came without a row in the log"));
        } else if told.gone.contains(id) {
            note(format!("the number with id {id} left by the log and is still there"));
        }
    }
    for range in came {
        for id in range {
            if ids.binary_search(&id).is_err() && !told.gone.contains(&id) {
                note(format!("the number with id {id} came by the log, never left, and is not there"));
            }
        }
    }
    Ok(())
}

/// The same ids as ascending ranges that do not overlap.
fn disjoint(mut ranges: Vec<RangeInclusive<i64>>) -> Vec<RangeInclusive<i64>> {
    ranges.sort_unstable_by_key(|range| *range.start());
    let mut joined: Vec<RangeInclusive<i64>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(before) if *range.start() <= before.end().saturating_add(1) => {
                *before = *before.start()..=*before.end().max(range.end());
            }
            _ => joined.push(range),
        }
    }
    joined
}
