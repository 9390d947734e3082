//! Unassignments: numbers whose users or applications lose them. Where a number stands is not changed by it.

use crate::Service;
use crate::order::{self, Order, Ordered, Origin, Refusal, Seen, look};
use numberline_domain::{Guid, Number, PhoneNumber, Reason, Refused, Standing, Status, TaskKind, Wanted};
use numberline_store::Counter;

/// An unassignment as it is ordered.
#[derive(Debug, Clone)]
pub struct Unassign {
    /// Whose numbers.
    pub tenant: Guid,
    /// Which.
    pub wanted: Wanted,
    /// How many they may come to.
    pub limit: usize,
}

/// Orders that a tenant's numbers are unassigned.
///
/// # Errors
/// A [`Refusal`]; nothing is changed then.
pub fn order(service: &Service, origin: Origin<'_>, unassign: &Unassign) -> Result<Ordered, Refusal> {
    let order = Order::new(TaskKind::Unassign, unassign.tenant, "{}".to_owned(), &unassign.wanted);
    let expanded = order::expand(&unassign.wanted, unassign.limit);
    let phones: Vec<PhoneNumber> = expanded.numbers.iter().map(|(phone, _)| *phone).collect();
    let entries = service.database.reserve(Counter::Entry, phones.len() as u64)?;
    order::take(service, origin, &order, |tx, desk| {
        let mut refused = expanded.refused.clone();
        let mut numbers = Vec::with_capacity(phones.len());
        for seen in look(tx, &phones)? {
            match judge(&seen, desk.tenant) {
                Ok(number) => numbers.push((number.phone, number.id)),
                Err(refusal) => refused.push(refusal),
            }
        }
        order::all_or_nothing(refused)?;
        order::keep_entries(tx, desk.task, entries.clone(), numbers.into_iter())
    })
}

/// Whether a tenant's number can be unassigned. One that is unassigned can: that may be news, and does no harm.
pub(crate) fn judge(seen: &Seen, tenant: u32) -> Result<Number, Refused> {
    let number = seen.of_tenant(tenant)?;
    let stays = Standing::Listed(number.status);
    seen.free(number.status, stays)?;
    match number.status {
        Status::Active => Ok(number),
        Status::ReleaseRequested | Status::MarkedForRemoval | Status::ReadyForRemoval | Status::PendingFirstSync => {
            Err(Refused::standing(seen.phone, Reason::NotActive, number.status, stays))
        }
    }
}
