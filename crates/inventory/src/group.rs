//! The rows of one tenant and channel, in the order of their ids: blocks of slots and status bytes, with counters.

#[cfg(test)]
mod tests;

use crate::counters::{Counters, Counts};
use crate::row::Row;
use crate::slab::Slab;
use crate::version::Commit;
use numberline_domain::{ChannelId, Status};

/// Rows in a full block.
pub(crate) const BLOCK: usize = 512;
/// Two neighbours that hold no more than this together become one.
const MERGED: usize = BLOCK / 2;
/// Blocks grow by so many rows, so that none has much unused room.
const GROWTH: usize = 64;

/// Where a row stands in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) block: usize,
    pub(crate) position: usize,
}

/// A run of rows in id order; never empty.
pub(crate) struct Block {
    first_id: i64,
    pub(crate) slots: Vec<u32>,
    pub(crate) statuses: Vec<u8>,
}

/// The rows of one tenant and channel.
pub(crate) struct Group {
    /// Index of its tenant.
    pub(crate) tenant: u32,
    pub(crate) channel: ChannelId,
    pub(crate) blocks: Vec<Block>,
    pub(crate) counters: Counters,
    /// Whether it changed since its counters were settled.
    pub(crate) is_dirty: bool,
    /// The last commit that touched it.
    pub(crate) touched: Commit,
}

impl Group {
    pub(crate) fn new(tenant: u32, channel: ChannelId) -> Self {
        Self {
            tenant,
            channel,
            blocks: Vec::new(),
            counters: Counters::default(),
            is_dirty: false,
            touched: Commit::default(),
        }
    }

    /// Where the row with this id stands, or else where it belongs.
    pub(crate) fn locate(&self, id: i64, rows: &Slab) -> Result<Spot, Spot> {
        let Some(last) = self.blocks.last() else { return Err(Spot { block: 0, position: 0 }) };
        // Ids nearly always arrive in ascending order: then one look at the last row is enough.
        if last.slots.last().is_some_and(|slot| rows.get(*slot).id < id) {
            return Err(Spot { block: self.blocks.len() - 1, position: last.slots.len() });
        }
        let block = self.block_of(id);
        let found = self.blocks[block].slots.binary_search_by_key(&id, |slot| rows.get(*slot).id);
        found.map(|position| Spot { block, position }).map_err(|position| Spot { block, position })
    }

    /// The block in which the id stands or belongs.
    pub(crate) fn block_of(&self, id: i64) -> usize {
        self.blocks.partition_point(|block| block.first_id <= id).saturating_sub(1)
    }

    pub(crate) fn slot(&self, spot: Spot) -> u32 {
        self.blocks[spot.block].slots[spot.position]
    }

    /// Puts a row where [`Group::locate`] said that it belongs.
    pub(crate) fn insert(&mut self, spot: Spot, slot: u32, rows: &Slab) {
        let row = rows.get(slot);
        let spot = self.room_for(spot, row.id, rows);
        self.blocks[spot.block].insert(spot.position, slot, row);
        self.counters.increase(spot.block, row.status());
    }

    /// Notes that the row now there has this status.
    pub(crate) fn set_status(&mut self, spot: Spot, status: Status) {
        let byte = &mut self.blocks[spot.block].statuses[spot.position];
        let old = Status::ALL[usize::from(*byte)];
        *byte = status.code();
        self.counters.decrease(spot.block, old);
        self.counters.increase(spot.block, status);
    }

    /// Takes a row out and returns its slot.
    pub(crate) fn remove(&mut self, spot: Spot, rows: &Slab) -> u32 {
        let block = &mut self.blocks[spot.block];
        let slot = block.slots.remove(spot.position);
        let status = Status::ALL[usize::from(block.statuses.remove(spot.position))];
        self.counters.decrease(spot.block, status);
        match block.slots.first() {
            None => {
                self.blocks.remove(spot.block);
                self.counters.remove(spot.block);
            }
            Some(first) => {
                block.first_id = rows.get(*first).id;
                block.give_back_room();
                self.merge_around(spot.block);
            }
        }
        slot
    }

    /// Makes sure that the block has room for one more, and says where the row belongs then.
    fn room_for(&mut self, spot: Spot, id: i64, rows: &Slab) -> Spot {
        let Spot { block, position } = spot;
        if self.blocks.get(block).is_some_and(|block| block.slots.len() < BLOCK) {
            return spot;
        }
        if self.blocks.is_empty() {
            self.insert_block(0, Block::starting_at(id));
            return spot;
        }
        if position < BLOCK {
            let half = self.blocks[block].split(rows);
            self.insert_block(block + 1, half);
            self.recount(block);
            self.recount(block + 1);
            let kept = self.blocks[block].slots.len();
            return if position <= kept { spot } else { Spot { block: block + 1, position: position - kept } };
        }
        // Behind a full block: a run of ascending ids fills block after block.
        if self.blocks.get(block + 1).is_none_or(|next| next.slots.len() == BLOCK) {
            self.insert_block(block + 1, Block::starting_at(id));
        }
        Spot { block: block + 1, position: 0 }
    }

    fn merge_around(&mut self, block: usize) {
        let fits = |left: usize| {
            let length = |block: usize| self.blocks.get(block).map_or(BLOCK, |block| block.slots.len());
            length(left) + length(left + 1) <= MERGED
        };
        let Some(left) = [Some(block), block.checked_sub(1)].into_iter().flatten().find(|left| fits(*left)) else {
            return;
        };
        let right = self.blocks.remove(left + 1);
        self.counters.remove(left + 1);
        self.blocks[left].append(&right);
        self.recount(left);
    }

    fn insert_block(&mut self, at: usize, block: Block) {
        self.blocks.insert(at, block);
        self.counters.insert(at, Counts::default());
    }

    fn recount(&mut self, block: usize) {
        let mut counts = Counts::default();
        for status in &self.blocks[block].statuses {
            counts[usize::from(*status)] += 1;
        }
        self.counters.set(block, counts);
    }
}

impl Block {
    const fn starting_at(id: i64) -> Self {
        Self { first_id: id, slots: Vec::new(), statuses: Vec::new() }
    }

    fn insert(&mut self, position: usize, slot: u32, row: &Row) {
        if self.slots.len() == self.slots.capacity() {
            self.slots.reserve_exact(GROWTH);
            self.statuses.reserve_exact(GROWTH);
        }
        self.slots.insert(position, slot);
        self.statuses.insert(position, row.status_code());
        if position == 0 {
            self.first_id = row.id;
        }
    }

    /// Keeps the lower half and returns the upper one.
    fn split(&mut self, rows: &Slab) -> Self {
        let middle = self.slots.len() / 2;
        let upper = Self {
            first_id: rows.get(self.slots[middle]).id,
            slots: self.slots.split_off(middle),
            statuses: self.statuses.split_off(middle),
        };
        self.give_back_room();
        upper
    }

    fn append(&mut self, next: &Self) {
        self.slots.reserve_exact(next.slots.len());
        self.slots.extend_from_slice(&next.slots);
        self.statuses.reserve_exact(next.statuses.len());
        self.statuses.extend_from_slice(&next.statuses);
    }

    fn give_back_room(&mut self) {
        if self.slots.capacity() - self.slots.len() > 2 * GROWTH {
            self.slots.shrink_to(self.slots.len() + GROWTH);
            self.statuses.shrink_to(self.statuses.len() + GROWTH);
        }
    }
}
