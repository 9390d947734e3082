//! What people look at: windows of lists, overviews, directories. All of it is read from the inventory.
//!
//! | module | operation |
//! | --- | --- |
//! | [`window`](mod@window) | a window of a list, narrowed by a sieve |
//! | [`overview`](mod@overview) | counts of a scope's numbers by what they have |
//! | [`directory`](mod@directory) | tenants with their services |
//!
//! Sifting and counting look at every number of a list. They do so in slices, each under the read lock for about a
//! millisecond at most, and their results are kept until a change touches the list.

pub mod directory;
pub mod overview;
pub mod window;

use crate::Service;
use numberline_inventory::Inventory;
use parking_lot::{Mutex, RwLockReadGuard};

/// Why there is nothing to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The caller sees no such tenant: there is none, or it is another's.
    UnknownTenant,
    /// The first build of the inventory is under way.
    InventoryLoading,
    /// Looking at every number takes longer than a request may; the next one goes on from there.
    SearchUnfinished,
}

fn ready(service: &Service) -> Result<RwLockReadGuard<'_, Inventory>, Refusal> {
    let shared = service.shared();
    if shared.is_ready() { Ok(shared.inventory()) } else { Err(Refusal::InventoryLoading) }
}

/// Results that are kept between requests.
#[derive(Default)]
pub(crate) struct Views {
    windows: window::Kept,
    overviews: overview::Kept,
}

/// A few values, the one used last at the end. Asking for a value makes it the last.
pub(crate) struct Recent<K, V> {
    most: usize,
    entries: Mutex<Vec<(K, V)>>,
}

impl<K: PartialEq, V: Clone + Default> Recent<K, V> {
    fn of(most: usize) -> Self {
        Self { most, entries: Mutex::new(Vec::new()) }
    }

    /// The value that is kept under this key, or a new one, which is kept from now on.
    fn get(&self, key: K) -> V {
        let mut entries = self.entries.lock();
        let value = match entries.iter().position(|(known, _)| *known == key) {
            Some(position) => entries.remove(position).1,
            None => V::default(),
        };
        if entries.len() == self.most {
            entries.remove(0);
        }
        entries.push((key, value.clone()));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn what_was_used_last_is_kept() {
        let recent: Recent<u8, Arc<Mutex<u8>>> = Recent::of(2);
        *recent.get(1).lock() = 10;
        *recent.get(2).lock() = 20;
        assert_eq!(*recent.get(1).lock(), 10);
        *recent.get(3).lock() = 30;
        assert_eq!((*recent.get(1).lock(), *recent.get(2).lock()), (10, 0));
    }
}
