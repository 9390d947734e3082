//! Finds a row by its telephone number.

use crate::slab::Slab;
use hashbrown::HashTable;

/// Slots by telephone number: 5 bytes a bucket, because the number itself stands in the row.
pub(crate) struct PhoneIndex {
    slots: HashTable<u32>,
}

impl PhoneIndex {
    pub(crate) const fn new() -> Self {
        Self { slots: HashTable::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn find(&self, phone: u64, rows: &Slab) -> Option<u32> {
        self.slots.find(hash(phone), |slot| rows.get(*slot).phone == phone).copied()
    }

    /// Enters a row whose number is not entered yet.
    pub(crate) fn insert(&mut self, slot: u32, rows: &Slab) {
        self.slots.insert_unique(hash(rows.get(slot).phone), slot, |other| hash(rows.get(*other).phone));
    }

    pub(crate) fn remove(&mut self, slot: u32, rows: &Slab) {
        if let Ok(entry) = self.slots.find_entry(hash(rows.get(slot).phone), |other| *other == slot) {
            entry.remove();
        }
    }
}

/// Folds a full multiplication: telephone numbers come in runs, and the table needs good bits at both ends.
fn hash(phone: u64) -> u64 {
    const ODD: u128 = 0x9E37_79B9_7F4A_7C15;
    let product = (u128::from(phone ^ 0x2545_F491_4F6C_DD1D)) * ODD;
    let folded = (product >> 64) ^ product;
    u64::try_from(folded & u128::from(u64::MAX)).expect("masked to 64 bits")
}
