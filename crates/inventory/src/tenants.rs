//! The tenants: those with rows and those whose rows are gone, in the order of their GUIDs.

use crate::counters::{Counters, Counts};
use crate::version::Commit;
use numberline_domain::Guid;

/// A tenant.
pub(crate) struct Tenant {
    pub(crate) guid: Guid,
    /// Its groups; nearly always one.
    pub(crate) groups: Vec<u32>,
    /// The last commit that touched it.
    pub(crate) touched: Commit,
}

/// Every tenant, by an index that never changes and in the order of their GUIDs.
pub(crate) struct Tenants {
    tenants: Vec<Tenant>,
    order: Vec<(Guid, u32)>,
    /// In the order of the GUIDs.
    pub(crate) counters: Counters,
}

impl Tenants {
    pub(crate) fn new() -> Self {
        Self { tenants: Vec::new(), order: Vec::new(), counters: Counters::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.tenants.len()
    }

    pub(crate) fn get(&self, index: u32) -> &Tenant {
        &self.tenants[index as usize]
    }

    pub(crate) fn get_mut(&mut self, index: u32) -> &mut Tenant {
        &mut self.tenants[index as usize]
    }

    pub(crate) fn find(&self, guid: Guid) -> Option<&Tenant> {
        self.position(guid).map(|position| self.at(position))
    }

    /// The tenant at this position in the order of the GUIDs.
    pub(crate) fn at(&self, position: usize) -> &Tenant {
        self.get(self.order[position].1)
    }

    pub(crate) fn position(&self, guid: Guid) -> Option<usize> {
        self.search(guid).ok()
    }

    /// How many tenants, in the order of the GUIDs, the condition holds for before it no longer does.
    pub(crate) fn partition_point(&self, condition: impl Fn(Guid) -> bool) -> usize {
        self.order.partition_point(|(guid, _)| condition(*guid))
    }

    /// The tenant's index; from now on it exists.
    pub(crate) fn ensure(&mut self, guid: Guid) -> u32 {
        match self.search(guid) {
            Ok(position) => self.order[position].1,
            Err(position) => {
                let index = u32::try_from(self.tenants.len()).expect("there are fewer than 2^32 tenants");
                self.tenants.push(Tenant { guid, groups: Vec::new(), touched: Commit::default() });
                self.order.insert(position, (guid, index));
                self.counters.insert(position, Counts::default());
                index
            }
        }
    }

    fn search(&self, guid: Guid) -> Result<usize, usize> {
        self.order.binary_search_by_key(&guid, |(other, _)| *other)
    }
}
