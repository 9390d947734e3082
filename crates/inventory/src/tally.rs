//! Sifted lists: how many numbers a sieve lets through, and any window of them.
//!
//! A sieve has no counters, so its list is walked once and what comes through is counted, stretch by stretch. From then
//! on the counts lead to any window, until the list changes. The walk can be done in slices, the lock given back between.

use crate::render::Renderer;
use crate::sieve::Ready;
use crate::{Edition, Inventory, Selection};
use numberline_domain::{PhoneNumber, Status, StatusFilter};
use std::collections::BTreeSet;

/// Rows of the list in a stretch.
const STRETCH: u64 = 1024;

/// Counts for each status.
pub type Totals = [u64; Status::COUNT];

/// What a sieve lets through of a list of all statuses, as far as it was counted.
#[derive(Default)]
pub struct Tally {
    /// A stretch counts no more than fits.
    stretches: Vec<[u16; Status::COUNT]>,
    totals: Totals,
    is_whole: bool,
}

impl Tally {
    /// Whether the list was counted to its end.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// How many were let through of each status.
    #[must_use]
    pub const fn totals(&self) -> Totals {
        self.totals
    }
}

/// How many of these the filter admits.
#[must_use]
pub fn total_of(totals: &Totals, filter: StatusFilter) -> u64 {
    match filter {
        StatusFilter::All => totals.iter().sum(),
        StatusFilter::Only(status) => totals[usize::from(status.code())],
    }
}

impl Inventory {
    /// Counts so many stretches more. The selection's filter is not regarded: all statuses are counted.
    pub fn count_on(&self, selection: &Selection<'_>, sieve: &Ready, tally: &mut Tally, stretches: usize) {
        let all = Selection { filter: StatusFilter::All, ..*selection };
        for _ in 0..stretches {
            if tally.is_whole {
                return;
            }
            let mut counts = [0_u16; Status::COUNT];
            let skip = tally.stretches.len() as u64 * STRETCH;
            let visited = self.walk(&all, skip, STRETCH, &mut |slot| {
                if self.lets_through(sieve, slot) {
                    counts[usize::from(self.rows.get(slot).status_code())] += 1;
                }
            });
            for (total, count) in tally.totals.iter_mut().zip(counts) {
                *total += u64::from(count);
            }
            tally.stretches.push(counts);
            tally.is_whole = visited < STRETCH;
        }
    }

    /// Appends at most `count` records that come through, after the first `skip`, with commas between; says how many.
    pub fn sifted(
        &self,
        selection: &Selection<'_>,
        sieve: &Ready,
        tally: &Tally,
        skip: u64,
        count: u64,
        out: &mut Vec<u8>,
    ) -> u64 {
        let all = Selection { filter: StatusFilter::All, ..*selection };
        let mut renderer = Renderer::new(&self.rows, &self.dictionary, Edition::V3, b",", count, out);
        let (mut skip, mut left) = (skip, count);
        for (stretch, counts) in (0..).zip(&tally.stretches) {
            let here = total_of(&counts.map(u64::from), selection.filter);
            if left == 0 {
                break;
            }
            if here <= skip {
                skip -= here;
                continue;
            }
            self.walk(&all, stretch * STRETCH, STRETCH, &mut |slot| {
                if left == 0
                    || !selection.filter.admits(self.rows.get(slot).status())
                    || !self.lets_through(sieve, slot)
                {
                    return;
                }
                if skip > 0 {
                    skip -= 1;
                    return;
                }
                renderer.add(slot);
                left -= 1;
            });
        }
        renderer.finish();
        separated(count - left, out)
    }

    /// Appends a window of those among these numbers that the selection has and the sieve lets through, with commas
    /// between; says how many there are of each status, and how many were appended. A number that is named twice is
    /// one number.
    pub fn picked(
        &self,
        selection: &Selection<'_>,
        sieve: &Ready,
        phones: &[PhoneNumber],
        skip: u64,
        count: u64,
        out: &mut Vec<u8>,
    ) -> (Totals, u64) {
        let mut totals = Totals::default();
        let mut slots = Vec::new();
        let found = phones.iter().filter_map(|phone| self.phones.find(phone.digits(), &self.rows));
        for slot in found.collect::<BTreeSet<_>>() {
            let (group, row) = (self.group_at(slot), self.rows.get(slot));
            let tenant = self.tenants.get(group.tenant).guid;
            let is_asked_for =
                selection.tenant.is_none_or(|asked| asked == tenant) && selection.scope.admits(tenant, group.channel);
            if is_asked_for && self.lets_through(sieve, slot) {
                totals[usize::from(row.status_code())] += 1;
                if selection.filter.admits(row.status()) {
                    slots.push((tenant, row.id, slot));
                }
            }
        }
        slots.sort_unstable();
        let window = slots.iter().skip(narrow(skip)).take(narrow(count));
        let mut renderer = Renderer::new(&self.rows, &self.dictionary, Edition::V3, b",", window.len() as u64, out);
        let appended = window.len() as u64;
        window.for_each(|(.., slot)| renderer.add(*slot));
        renderer.finish();
        (totals, separated(appended, out))
    }

    fn lets_through(&self, sieve: &Ready, slot: u32) -> bool {
        let row = self.rows.get(slot);
        sieve.admits(row, self.dictionary.form(row.shape).expect("a row came in with a defined shape"))
    }
}

fn narrow(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// Takes away the comma behind the last record.
fn separated(records: u64, out: &mut Vec<u8>) -> u64 {
    if records > 0 {
        out.pop();
    }
    records
}
