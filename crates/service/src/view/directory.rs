//! Tenants with their services, page by page.

use super::overview::census_of;
use super::{Refusal, ready};
use crate::Service;
use crate::token::Caller;
use numberline_domain::Guid;
use numberline_inventory::Census;
use std::sync::Arc;

pub use numberline_inventory::{ServiceEntry, TenantEntry};

/// A page of the directory asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryPage {
    /// The tenant after which the page begins.
    pub after: Option<Guid>,
    /// What the names have in them, or GUIDs begin with.
    pub search: String,
    /// How many tenants it has at most.
    pub limit: usize,
}

/// A page of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Tenants, each with counts of its numbers.
    pub tenants: Vec<(TenantEntry, Arc<Census>)>,
    /// The tenant after which the next page begins; `None` when this is the last.
    pub next: Option<Guid>,
}

/// The tenants that the caller sees, in the order of their GUIDs. Blocks while tenants are counted.
///
/// # Errors
/// A [`Refusal`].
pub fn directory(service: &Service, caller: &Caller, page: &DirectoryPage) -> Result<Directory, Refusal> {
    let inventory = ready(service)?;
    let epoch = inventory.epoch();
    let mut entries = inventory.directory(&caller.scope, page.after, &page.search.to_lowercase(), page.limit + 1);
    drop(inventory);
    let has_more = entries.len() > page.limit;
    entries.truncate(page.limit);
    let next = entries.last().filter(|_| has_more).map(|entry| entry.tenant);
    let with_census = |entry: TenantEntry| {
        let census = census_of(service, &caller.scope, epoch, entry.tenant, entry.touched);
        (entry, census)
    };
    Ok(Directory { tenants: entries.into_iter().map(with_census).collect(), next })
}
