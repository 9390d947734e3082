//! A tenant with several channels: its groups as one list in the order of ids.

use crate::group::Group;
use crate::slab::Slab;
use numberline_domain::StatusFilter;

/// Several groups, each at its next row.
pub(crate) struct Merge<'a> {
    cursors: Vec<Cursor<'a>>,
    filter: StatusFilter,
    rows: &'a Slab,
}

struct Cursor<'a> {
    group: &'a Group,
    block: usize,
    position: usize,
    /// Id and slot of the row there; `None` at the end.
    next: Option<(i64, u32)>,
}

impl<'a> Merge<'a> {
    /// The groups' admitted rows from the one with this rank on; `None` when there are not so many.
    pub(crate) fn starting_at(groups: &[&'a Group], filter: StatusFilter, rank: u32, rows: &'a Slab) -> Option<Self> {
        let below = |id: i64| groups.iter().map(|group| group.count_below(id, filter, rows)).sum::<u32>();
        let (mut low, mut high) = id_range(groups, rows)?;
        // The wanted id is the largest with at most `rank` rows below it: halve the range of ids.
        while low < high {
            let middle = low + (high - low).div_euclid(2) + (high - low) % 2;
            if below(middle) <= rank {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if below(low) < rank {
            return None;
        }
        Some(Self::from_id(groups, filter, low, rows))
    }

    /// The groups' admitted rows with this id or a larger one.
    pub(crate) fn from_id(groups: &[&'a Group], filter: StatusFilter, id: i64, rows: &'a Slab) -> Self {
        let cursors = groups.iter().map(|group| Cursor::at(group, id, filter, rows)).collect();
        Self { cursors, filter, rows }
    }

    /// Visits the row with the smallest id; `false` at the end.
    pub(crate) fn visit_next(&mut self, visit: &mut impl FnMut(u32)) -> bool {
        let first = self.cursors.iter_mut().filter(|cursor| cursor.next.is_some()).min_by_key(|cursor| cursor.next);
        let Some(cursor) = first else { return false };
        if let Some((_, slot)) = cursor.next {
            visit(slot);
        }
        cursor.position += 1;
        cursor.seek(self.filter, self.rows);
        true
    }
}

impl<'a> Cursor<'a> {
    /// The group's first admitted row with this id or a larger one.
    fn at(group: &'a Group, id: i64, filter: StatusFilter, rows: &Slab) -> Self {
        let (block, position) = group.lower_bound(id, rows);
        let mut cursor = Self { group, block, position, next: None };
        cursor.seek(filter, rows);
        cursor
    }

    /// Moves on to the first admitted row from here.
    fn seek(&mut self, filter: StatusFilter, rows: &Slab) {
        self.next = None;
        while let Some(block) = self.group.blocks.get(self.block) {
            let found = match filter {
                StatusFilter::All => (self.position < block.slots.len()).then_some(self.position),
                StatusFilter::Only(status) => block.next_with(status.code(), self.position),
            };
            if let Some(position) = found {
                self.position = position;
                let slot = block.slots[position];
                self.next = Some((rows.get(slot).id, slot));
                return;
            }
            self.block += 1;
            self.position = 0;
        }
    }
}

impl Group {
    /// How many admitted rows have a smaller id.
    fn count_below(&self, id: i64, filter: StatusFilter, rows: &Slab) -> u32 {
        let (block, position) = self.lower_bound(id, rows);
        let before = self.counters.before(block, filter);
        let Some(block) = self.blocks.get(block) else { return before };
        let here = match filter {
            StatusFilter::All => position,
            StatusFilter::Only(status) => {
                block.statuses[..position].iter().filter(|byte| **byte == status.code()).count()
            }
        };
        before + u32::try_from(here).expect("a block is short")
    }

    /// Block and position of the first row with this id or a larger one.
    fn lower_bound(&self, id: i64, rows: &Slab) -> (usize, usize) {
        let block = self.block_of(id);
        let Some(found) = self.blocks.get(block) else { return (0, 0) };
        (block, found.slots.partition_point(|slot| rows.get(*slot).id < id))
    }
}

/// The smallest and the largest id; `None` when there are no rows.
fn id_range(groups: &[&Group], rows: &Slab) -> Option<(i64, i64)> {
    let first =
        |group: &&Group| group.blocks.first().and_then(|block| block.slots.first()).map(|slot| rows.get(*slot).id);
    let last = |group: &&Group| group.blocks.last().and_then(|block| block.slots.last()).map(|slot| rows.get(*slot).id);
    Some((groups.iter().filter_map(first).min()?, groups.iter().filter_map(last).max()?))
}
