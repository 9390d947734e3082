//! Counts per status of a sequence of entries, with running sums: totals and "the entry that holds the n-th" without
//! looking at the entries. Blocks of a group and tenants of the inventory are both such sequences.

use numberline_domain::{Status, StatusFilter};

/// Rows per status.
pub(crate) type Counts = [u32; Status::COUNT];

/// How many of these rows the filter admits.
#[inline]
pub(crate) fn admitted(counts: &Counts, filter: StatusFilter) -> u32 {
    match filter {
        StatusFilter::All => counts.iter().sum(),
        StatusFilter::Only(status) => counts[usize::from(status.code())],
    }
}

/// Counts and their running sums. The sums are right up to the first entry changed since the last [`Counters::settle`].
#[derive(Default)]
pub(crate) struct Counters {
    counts: Vec<Counts>,
    /// `sums[i]` counts entries 0 to `i`.
    sums: Vec<Counts>,
    /// How many leading sums are right.
    settled: usize,
}

impl Counters {
    pub(crate) fn get(&self, position: usize) -> &Counts {
        &self.counts[position]
    }

    pub(crate) fn set(&mut self, position: usize, counts: Counts) {
        self.counts[position] = counts;
        self.settled = self.settled.min(position);
    }

    pub(crate) fn increase(&mut self, position: usize, status: Status) {
        self.counts[position][usize::from(status.code())] += 1;
        self.settled = self.settled.min(position);
    }

    pub(crate) fn decrease(&mut self, position: usize, status: Status) {
        self.counts[position][usize::from(status.code())] -= 1;
        self.settled = self.settled.min(position);
    }

    pub(crate) fn insert(&mut self, position: usize, counts: Counts) {
        self.counts.insert(position, counts);
        self.settled = self.settled.min(position);
    }

    pub(crate) fn remove(&mut self, position: usize) {
        self.counts.remove(position);
        self.settled = self.settled.min(position);
    }

    /// Makes the sums right again, from the first changed entry on.
    pub(crate) fn settle(&mut self) {
        self.sums.resize(self.counts.len(), Counts::default());
        let mut sum = self.settled.checked_sub(1).map_or_else(Counts::default, |last| self.sums[last]);
        for (counts, target) in self.counts[self.settled..].iter().zip(&mut self.sums[self.settled..]) {
            for (status, count) in counts.iter().enumerate() {
                sum[status] += count;
            }
            *target = sum;
        }
        self.settled = self.counts.len();
    }

    /// The counts of all entries together.
    pub(crate) fn totals(&self) -> Counts {
        debug_assert!(self.is_settled(), "counters are settled before they are read");
        self.sums.last().copied().unwrap_or_default()
    }

    /// How many admitted rows stand before this entry.
    pub(crate) fn before(&self, position: usize, filter: StatusFilter) -> u32 {
        debug_assert!(self.is_settled(), "counters are settled before they are read");
        position.checked_sub(1).map_or(0, |last| admitted(&self.sums[last], filter))
    }

    /// The entry that holds the admitted row with this rank (from 0), and the row's rank in that entry. The position past
    /// the last entry when there are not so many.
    pub(crate) fn find(&self, filter: StatusFilter, rank: u32) -> (usize, u32) {
        let position = self.sums.partition_point(|sum| admitted(sum, filter) <= rank);
        (position, rank - self.before(position, filter))
    }

    /// Whether the sums are right.
    pub(crate) fn is_settled(&self) -> bool {
        self.settled == self.counts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_found_in_its_entry() {
        let mut counters = Counters::default();
        for (position, active) in [3, 0, 2].into_iter().enumerate() {
            counters.insert(position, [active, 0, 1, 0, 0]);
        }
        counters.settle();
        let active = StatusFilter::Only(Status::Active);
        let found: Vec<_> = (0..6).map(|rank| counters.find(active, rank)).collect();
        assert_eq!(found, [(0, 0), (0, 1), (0, 2), (2, 0), (2, 1), (3, 0)]);
        assert_eq!(counters.find(StatusFilter::All, 4), (1, 0));
        assert_eq!(counters.totals(), [5, 0, 3, 0, 0]);
    }

    #[test]
    fn sums_follow_every_kind_of_change() {
        let mut counters = Counters::default();
        counters.insert(0, [1, 0, 0, 0, 0]);
        counters.insert(0, [0, 2, 0, 0, 0]);
        counters.insert(2, [0, 0, 3, 0, 0]);
        counters.settle();
        counters.remove(0);
        counters.increase(1, Status::PendingFirstSync);
        counters.decrease(0, Status::Active);
        counters.settle();
        assert_eq!(counters.totals(), [0, 0, 3, 0, 1]);
        assert_eq!(counters.before(1, StatusFilter::All), 0);
    }
}
