//! Finds a row by its telephone number.

use crate::slab::Slab;
use hashbrown::HashTable;

/// Tables that the index is parted into at least. When one of them grows it moves its own slots only, so that at ten
/// million numbers no insertion takes longer than about a millisecond.
const SHARDS: usize = 1024;

/// The least buckets of a table that is made with room, as a power of two.
const FEWEST_BUCKETS: u32 = 8;

/// Slots by telephone number: 5 bytes a bucket, because the number itself stands in the row.
pub(crate) struct PhoneIndex {
    shards: Box<[HashTable<u32>]>,
}

impl PhoneIndex {
    /// An index with room for so many numbers. A table has a power of two of buckets: so many tables are made that each
    /// is as full as it may be.
    pub(crate) fn with_room_for(numbers: usize) -> Self {
        let fitting = (FEWEST_BUCKETS..).map(|exponent| 1_usize << exponent).map(usual_load);
        let load = fitting.take_while(|load| numbers / load >= SHARDS).last();
        let shards = load.map_or(SHARDS, |load| numbers.div_ceil(load));
        let room = load.unwrap_or(0);
        Self { shards: std::iter::repeat_with(|| HashTable::with_capacity(room)).take(shards).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.shards.iter().map(HashTable::len).sum()
    }

    pub(crate) fn find(&self, phone: u64, rows: &Slab) -> Option<u32> {
        let hash = hash(phone);
        self.shards[self.shard_of(hash)].find(hash, |slot| rows.get(*slot).phone == phone).copied()
    }

    /// Enters a row whose number is not entered yet.
    pub(crate) fn insert(&mut self, slot: u32, rows: &Slab) {
        let hash_of = |slot: u32| hash(rows.get(slot).phone);
        let hash = hash_of(slot);
        self.shards[self.shard_of(hash)].insert_unique(hash, slot, |other| hash_of(*other));
    }

    pub(crate) fn remove(&mut self, slot: u32, rows: &Slab) {
        let hash = hash(rows.get(slot).phone);
        if let Ok(entry) = self.shards[self.shard_of(hash)].find_entry(hash, |other| *other == slot) {
            entry.remove();
        }
    }

    /// The tables themselves use the ends of the hash; the middle is free.
    fn shard_of(&self, hash: u64) -> usize {
        let middle = (hash >> 16) & u64::from(u32::MAX);
        let share = (middle * self.shards.len() as u64) >> 32;
        usize::try_from(share).expect("less than the number of shards")
    }
}

/// How many numbers a table of so many buckets has on average, if none is to have more than seven eighths of them: six
/// standard deviations less.
const fn usual_load(buckets: usize) -> usize {
    let most = buckets / 8 * 7;
    most - 6 * most.isqrt()
}

/// Folds a full multiplication: telephone numbers come in runs, and the table needs good bits at both ends.
fn hash(phone: u64) -> u64 {
    const ODD: u128 = 0x9E37_79B9_7F4A_7C15;
    let product = (u128::from(phone ^ 0x2545_F491_4F6C_DD1D)) * ODD;
    let folded = (product >> 64) ^ product;
    u64::try_from(folded & u128::from(u64::MAX)).expect("masked to 64 bits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Row;

    /// Buckets of all tables.
    fn buckets(index: &PhoneIndex) -> usize {
        index.shards.iter().map(|shard| (shard.capacity() / 7 * 8).next_power_of_two()).sum()
    }

    #[test]
    fn an_index_made_with_room_does_not_grow_and_has_little_to_spare() {
        for (first, step) in [(441_610_000_000, 1), (4_930_000, 7), (390_000_000_000, 1_000_003)] {
            let numbers = 300_000;
            let (mut index, mut rows) = (PhoneIndex::with_room_for(numbers), Slab::new());
            let made = buckets(&index);
            for phone in (first..).step_by(step).take(numbers) {
                let mut row = Row::EMPTY;
                row.phone = phone;
                let slot = rows.insert(row);
                index.insert(slot, &rows);
            }
            assert_eq!((index.len(), buckets(&index)), (numbers, made));
            assert!(made <= 2 * numbers, "{made} buckets for {numbers} numbers");
            assert_eq!(index.find(first, &rows), Some(0));
        }
    }
}
