//! Counts of a scope's numbers by what they have, put together from a census of each tenant.
//!
//! A census is taken anew when a change touched its tenant; the others are kept. So an overview of ten million numbers
//! looks at those alone that changed.

use super::{Recent, Refusal, ready};
use crate::Service;
use crate::token::Caller;
use numberline_domain::{Guid, Scope, Ticks};
use numberline_inventory::{Commit, Gathering};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

pub use numberline_inventory::Census;

/// Numbers counted under one lock.
const SLICE: u64 = 8192;
/// Scopes whose sums are kept.
const KEPT: usize = 16;
const TICKS_PER_HOUR: i64 = 36_000_000_000;

/// How long ago a number's assignment was last checked with success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckAge {
    /// A word for the bucket.
    pub name: &'static str,
    /// Its upper end in hours, itself excluded; `None` for no end.
    pub below_hours: Option<i64>,
    /// Numbers in it.
    pub numbers: u64,
}

/// An overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The last change of the scope that it knows of.
    pub seq: u64,
    /// The counts.
    pub census: Arc<Census>,
    /// Ages of checks at this moment, the youngest first. Those that were never checked are not among them.
    pub check_ages: Vec<CheckAge>,
    /// Tenants of the scope.
    pub tenants: u64,
}

/// A census with the state that it is of: the epoch and the last commit that touched what it counts.
type Taken = Option<((u64, Commit), Arc<Census>)>;

/// What is kept between requests.
pub(super) struct Kept {
    tenants: Mutex<HashMap<(Guid, Scope), Taken>>,
    sums: Recent<(Scope, Option<Guid>), Arc<Mutex<Taken>>>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { tenants: Mutex::default(), sums: Recent::of(KEPT) }
    }
}

/// Counts the numbers of a tenant, or of all tenants that the caller sees. Blocks while tenants are counted.
///
/// # Errors
/// A [`Refusal`].
pub fn overview(service: &Service, caller: &Caller, tenant: Option<Guid>) -> Result<Overview, Refusal> {
    let inventory = ready(service)?;
    let mut tenants = inventory.tenants_of(&caller.scope);
    if let Some(asked) = tenant {
        tenants.retain(|(guid, _)| *guid == asked);
        if tenants.is_empty() {
            return Err(Refusal::UnknownTenant);
        }
    }
    let (epoch, seq) = (inventory.epoch(), inventory.scope_seq(&caller.scope));
    drop(inventory);
    let kept = service.shared().views.overviews.sums.get((caller.scope.clone(), tenant));
    // Whoever asks for the same meanwhile waits here, and finds the sum made.
    let mut kept = kept.lock();
    let touched = tenants.iter().map(|(_, touched)| *touched).max().unwrap_or_default();
    let census = match &*kept {
        Some((state, census)) if *state == (epoch, touched) => Arc::clone(census),
        _ => {
            let mut sum = Census::default();
            for (tenant, touched) in &tenants {
                sum.add(&census_of(service, &caller.scope, epoch, *tenant, *touched));
            }
            let sum = Arc::new(sum);
            *kept = Some(((epoch, touched), Arc::clone(&sum)));
            sum
        }
    };
    let check_ages = check_ages(&census, service.clock().now());
    Ok(Overview { seq, census, check_ages, tenants: tenants.len() as u64 })
}

/// The census of what a scope has of a tenant, as it was after a commit.
pub(super) fn census_of(service: &Service, scope: &Scope, epoch: u64, tenant: Guid, touched: Commit) -> Arc<Census> {
    // Scopes of other tenants in the same channels share what was counted.
    let scope = scope.of_any_tenant();
    let key = (tenant, scope.clone());
    let kept = &service.shared().views.overviews.tenants;
    if let Some(Some((state, census))) = kept.lock().get(&key)
        && *state == (epoch, touched)
    {
        return Arc::clone(census);
    }
    let mut gathering = Gathering::default();
    let mut skip = 0;
    loop {
        let visited = service.shared().inventory().gather(&scope, tenant, skip, SLICE, &mut gathering);
        skip += visited;
        if visited < SLICE {
            break;
        }
    }
    let census = Arc::new(service.shared().inventory().census(&gathering));
    kept.lock().insert(key, Some(((epoch, touched), Arc::clone(&census))));
    census
}

/// Puts hours into buckets.
fn check_ages(census: &Census, now: Ticks) -> Vec<CheckAge> {
    let bucket = |name, below_hours| CheckAge { name, below_hours, numbers: 0 };
    let mut buckets = vec![
        bucket("hour", Some(1)),
        bucket("day", Some(24)),
        bucket("week", Some(7 * 24)),
        bucket("month", Some(30 * 24)),
        bucket("older", None),
    ];
    let hour_now = now.as_i64() / TICKS_PER_HOUR;
    for (hour, count) in &census.check_hours {
        let age = hour_now - hour;
        let holder = buckets.iter_mut().find(|bucket| bucket.below_hours.is_none_or(|below| age < below));
        if let Some(holder) = holder {
            holder.numbers += count;
        }
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_fall_into_their_buckets() {
        let now = Ticks::from_i64(639_079_416_000_000_000).unwrap();
        let hour = now.as_i64() / TICKS_PER_HOUR;
        let check_hours =
            [(hour + 5, 1), (hour, 2), (hour - 1, 4), (hour - 24, 8), (hour - 168, 16), (hour - 5000, 32)];
        let census = Census { check_hours: check_hours.into(), ..Census::default() };
        let counts: Vec<_> = check_ages(&census, now).iter().map(|bucket| bucket.numbers).collect();
        assert_eq!(counts, [3, 4, 8, 16, 32]);
    }
}
