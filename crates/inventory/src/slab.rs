//! Where rows live: chunks of a fixed size, so that growing copies nothing, and slots that stay valid until freed.

use crate::row::Row;

/// Rows in a chunk: 64 KiB.
const CHUNK: usize = 1024;
/// The end of the list of free slots.
const NO_SLOT: i64 = -1;

/// Rows by slot. A freed slot is used again before the slab grows; the free slots are a list through the rows themselves.
pub(crate) struct Slab {
    chunks: Vec<Box<[Row; CHUNK]>>,
    used: u32,
    first_free: i64,
}

impl Slab {
    pub(crate) const fn new() -> Self {
        Self { chunks: Vec::new(), used: 0, first_free: NO_SLOT }
    }

    pub(crate) fn insert(&mut self, row: Row) -> u32 {
        if let Ok(slot) = u32::try_from(self.first_free) {
            self.first_free = self.get(slot).id;
            *self.get_mut(slot) = row;
            return slot;
        }
        let slot = self.used;
        if index_of(slot).0 == self.chunks.len() {
            let chunk = vec![Row::EMPTY; CHUNK].into_boxed_slice();
            self.chunks.push(chunk.try_into().expect("the slice was made with the chunk's length"));
        }
        self.used = slot.checked_add(1).expect("fewer than 2^32 telephone numbers are live at a time");
        *self.get_mut(slot) = row;
        slot
    }

    pub(crate) fn free(&mut self, slot: u32) {
        let mut empty = Row::EMPTY;
        empty.id = self.first_free;
        *self.get_mut(slot) = empty;
        self.first_free = i64::from(slot);
    }

    #[inline]
    pub(crate) fn get(&self, slot: u32) -> &Row {
        let (chunk, position) = index_of(slot);
        &self.chunks[chunk][position]
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, slot: u32) -> &mut Row {
        let (chunk, position) = index_of(slot);
        &mut self.chunks[chunk][position]
    }
}

#[inline]
const fn index_of(slot: u32) -> (usize, usize) {
    (slot as usize / CHUNK, slot as usize % CHUNK)
}
