//! The numbers that there are: 24 bytes for each, and its places in three lists.

use super::shape::{Key, Shape, Shapes};
use numberline_domain::{Guid, PhoneNumber};
use std::collections::HashMap;
use std::sync::Arc;

/// Where a number is kept while it exists.
pub(crate) type Slot = u32;

/// A number.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) phone: PhoneNumber,
    pub(crate) shape: Arc<Shape>,
    /// Which write it is under; what was scheduled by an earlier one is void.
    pub(crate) write: u64,
}

/// Every number, by slot, by telephone number, and in the order of arrival.
#[derive(Debug)]
pub(crate) struct Numbers {
    rows: Vec<Option<Row>>,
    free: Vec<Slot>,
    by_phone: HashMap<PhoneNumber, Slot>,
    order: Vec<Slot>,
    /// How many of them the gateway does not show.
    hidden: usize,
    shapes: Shapes,
    /// Differs after every change.
    version: u64,
}

impl Numbers {
    pub(crate) fn new(operator: Guid) -> Self {
        Self {
            rows: Vec::new(),
            free: Vec::new(),
            by_phone: HashMap::new(),
            order: Vec::new(),
            hidden: 0,
            shapes: Shapes::new(operator),
            version: 0,
        }
    }

    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Makes the version another one: something else that decides who sees what has changed.
    pub(crate) fn touch(&mut self) {
        self.version += 1;
    }

    /// All of them, in the order of arrival.
    pub(crate) fn order(&self) -> &[Slot] {
        &self.order
    }

    /// How many the gateway does not show.
    pub(crate) fn hidden(&self) -> usize {
        self.hidden
    }

    pub(crate) fn find(&self, phone: PhoneNumber) -> Option<Slot> {
        self.by_phone.get(&phone).copied()
    }

    /// The number in a slot.
    ///
    /// # Panics
    /// When there is none: slots are taken from lists that hold those in use.
    pub(crate) fn row(&self, slot: Slot) -> &Row {
        self.find_row(slot).expect("a slot from a list of numbers is in use")
    }

    /// The number in a slot, unless it is gone.
    pub(crate) fn find_row(&self, slot: Slot) -> Option<&Row> {
        self.rows.get(index(slot)).and_then(Option::as_ref)
    }

    /// Adds a number that is not there yet.
    pub(crate) fn insert(&mut self, phone: PhoneNumber, key: Key, write: u64) -> Slot {
        self.version += 1;
        let row = Row { phone, shape: self.shapes.shape(key), write };
        self.hidden += usize::from(!row.shape.is_at_gateway);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.rows.push(None);
            Slot::try_from(self.rows.len() - 1).expect("there are fewer than four billion numbers")
        });
        self.rows[index(slot)] = Some(row);
        self.by_phone.insert(phone, slot);
        self.order.push(slot);
        slot
    }

    /// Changes what a number shares with others.
    pub(crate) fn change(&mut self, slot: Slot, change: impl FnOnce(&mut Key)) {
        self.version += 1;
        let before = &self.row(slot).shape;
        let (was_hidden, mut key) = (!before.is_at_gateway, before.key.clone());
        change(&mut key);
        let shape = self.shapes.shape(key);
        self.hidden += usize::from(!shape.is_at_gateway);
        self.hidden -= usize::from(was_hidden);
        self.row_mut(slot).shape = shape;
    }

    /// Puts a number under a new write.
    pub(crate) fn set_write(&mut self, slot: Slot, write: u64) {
        self.row_mut(slot).write = write;
    }

    /// Removes numbers. Their slots may be used again.
    pub(crate) fn remove(&mut self, slots: &[Slot]) {
        self.version += 1;
        for slot in slots {
            if let Some(row) = self.rows[index(*slot)].take() {
                self.by_phone.remove(&row.phone);
                self.hidden -= usize::from(!row.shape.is_at_gateway);
            }
        }
        let Self { rows, order, .. } = self;
        order.retain(|slot| rows[index(*slot)].is_some());
        self.free.extend_from_slice(slots);
    }

    fn row_mut(&mut self, slot: Slot) -> &mut Row {
        self.rows[index(slot)].as_mut().expect("a slot from a list of numbers is in use")
    }
}

fn index(slot: Slot) -> usize {
    usize::try_from(slot).expect("32 bits are an index here")
}
