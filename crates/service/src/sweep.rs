//! Checks of assignments when somebody asks for them: a sweep over a tenant's numbers, or over some of them.

use crate::Service;
use crate::job::sweep::{self, Extent};
use crate::order::{self, Order, Ordered, Origin, Refusal, Seen, look};
use numberline_domain::{Guid, PhoneNumber, Reason, Refused, Standing, Status, TaskKind, Wanted};

/// Checks as they are ordered.
#[derive(Debug, Clone)]
pub struct Check {
    /// Whose numbers.
    pub tenant: Guid,
    /// Which; `None` for all that are active.
    pub numbers: Option<Vec<PhoneNumber>>,
}

/// Orders that the assignments of a tenant's numbers are checked.
///
/// # Errors
/// A [`Refusal`]; nothing is changed then.
pub fn order(service: &Service, origin: Origin<'_>, check: &Check) -> Result<Ordered, Refusal> {
    let mut phones = check.numbers.clone().unwrap_or_default();
    phones.sort_unstable();
    phones.dedup();
    let numbers = phones.iter().map(|phone| phone.digits()).collect();
    let extent = Extent { tenant: Some(check.tenant), numbers, older_than_seconds: None };
    // The same request again is the same, though it came at another time: only what is kept names the time.
    let scope = if check.numbers.is_some() { "numbers" } else { "tenant" };
    let wanted = Wanted { numbers: phones.clone(), ranges: Vec::new() };
    let mut order = Order::new(TaskKind::Sweep, check.tenant, scope.to_owned(), &wanted);
    order.input = sweep::input(service.author(origin.actor).at, &extent);
    order::take(service, origin, &order, |tx, desk| {
        let refused = look(tx, &phones)?.iter().filter_map(|seen| judge(seen, desk.tenant).err()).collect();
        order::all_or_nothing(refused)
    })
}

/// Whether a tenant's number can be checked. What else is done with it does not matter: a check changes no standing.
fn judge(seen: &Seen, tenant: u32) -> Result<(), Refused> {
    let number = seen.of_tenant(tenant)?;
    match number.status {
        Status::Active => Ok(()),
        Status::ReleaseRequested | Status::MarkedForRemoval | Status::ReadyForRemoval | Status::PendingFirstSync => {
            let stays = Standing::Listed(number.status);
            Err(Refused::standing(seen.phone, Reason::NotActive, number.status, stays))
        }
    }
}
