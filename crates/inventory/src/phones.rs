//! Finds a row by its telephone number.

use crate::slab::Slab;
use hashbrown::HashTable;

/// Tables that the index is parted into. When one of them grows it moves its own slots only, so that at ten million
/// numbers no insertion takes longer than about a millisecond.
const SHARDS: usize = 1024;

/// Slots by telephone number: 5 bytes a bucket, because the number itself stands in the row.
pub(crate) struct PhoneIndex {
    shards: Box<[HashTable<u32>]>,
}

impl PhoneIndex {
    pub(crate) fn new() -> Self {
        Self { shards: std::iter::repeat_with(HashTable::new).take(SHARDS).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.shards.iter().map(HashTable::len).sum()
    }

    pub(crate) fn find(&self, phone: u64, rows: &Slab) -> Option<u32> {
        let hash = hash(phone);
        self.shards[shard_of(hash)].find(hash, |slot| rows.get(*slot).phone == phone).copied()
    }

    /// Enters a row whose number is not entered yet.
    pub(crate) fn insert(&mut self, slot: u32, rows: &Slab) {
        let hash_of = |slot: u32| hash(rows.get(slot).phone);
        let hash = hash_of(slot);
        self.shards[shard_of(hash)].insert_unique(hash, slot, |other| hash_of(*other));
    }

    pub(crate) fn remove(&mut self, slot: u32, rows: &Slab) {
        let hash = hash(rows.get(slot).phone);
        if let Ok(entry) = self.shards[shard_of(hash)].find_entry(hash, |other| *other == slot) {
            entry.remove();
        }
    }
}

/// The tables themselves use the ends of the hash; the middle is free.
fn shard_of(hash: u64) -> usize {
    usize::try_from((hash >> 32) % SHARDS as u64).expect("less than the number of shards")
}

/// Folds a full multiplication: telephone numbers come in runs, and the table needs good bits at both ends.
fn hash(phone: u64) -> u64 {
    const ODD: u128 = 0x9E37_79B9_7F4A_7C15;
    let product = (u128::from(phone ^ 0x2545_F491_4F6C_DD1D)) * ODD;
    let folded = (product >> 64) ^ product;
    u64::try_from(folded & u128::from(u64::MAX)).expect("masked to 64 bits")
}
