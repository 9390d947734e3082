//! A tenant's numbers, as the inventory has them.

mod stream;

pub use numberline_inventory::Edition;
pub use stream::{Broken, NoStream, Stream, stream};

use crate::{Service, token::Caller};
use numberline_domain::{Guid, PhoneNumber, StatusFilter};
use numberline_inventory::{Inventory, Selection};
use std::time::Duration;

/// What a list of numbers asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListNumbers {
    /// The tenant; `None` for all that the caller sees.
    pub tenant: Option<Guid>,
    /// The statuses.
    pub filter: StatusFilter,
    /// The page, from 1.
    pub page: u64,
    /// Records on a page.
    pub size: u64,
}

/// Why there is no answer to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The caller sees no such tenant: there is none, or it is another's.
    UnknownTenant,
    /// The caller sees no such number: there is none, or it is another's.
    UnknownNumber,
    /// The first build of the inventory is under way.
    InventoryLoading,
}

/// Of which state an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// The last change the answer may know of, among those of the caller's tenants.
    pub seq: u64,
    /// A weak entity tag: equal tags, equal answers, but for the moment in which the follower is amid a step.
    pub etag: String,
    /// For how long the database has not answered.
    pub stale: Option<Duration>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The buffer has it.
    Fresh(Freshness),
    /// The caller knows it already; the buffer is untouched.
    Known(Freshness),
}

/// Renders a page of numbers, its totals of the same state, into `out`.
///
/// `is_known` says whether the caller has an answer with this entity tag.
///
/// # Errors
/// A [`Refusal`].
pub fn list(
    service: &Service,
    caller: &Caller,
    query: &ListNumbers,
    is_known: impl Fn(&str) -> bool,
    out: &mut Vec<u8>,
) -> Result<Answer, Refusal> {
    let inventory = ready(service)?;
    if query.tenant.is_some_and(|tenant| !inventory.shows_tenant(tenant, &caller.scope)) {
        return Err(Refusal::UnknownTenant);
    }
    let selection = Selection { scope: &caller.scope, tenant: query.tenant, filter: query.filter };
    let filter = match query.filter {
        StatusFilter::All => "all".to_owned(),
        StatusFilter::Only(status) => status.code().to_string(),
    };
    let tenant = query.tenant.map_or_else(|| "all".to_owned(), |tenant| tenant.to_string());
    let what = format!("{tenant}-{filter}-{}-{}", query.page, query.size);
    let freshness = freshness(service, &inventory, caller, &selection, &what);
    if is_known(&freshness.etag) {
        return Ok(Answer::Known(freshness));
    }
    inventory.page(&selection, query.page, query.size, out);
    Ok(Answer::Fresh(freshness))
}

/// Renders one number into `out`.
///
/// # Errors
/// A [`Refusal`].
pub fn find(
    service: &Service,
    caller: &Caller,
    edition: Edition,
    phone: PhoneNumber,
    is_known: impl Fn(&str) -> bool,
    out: &mut Vec<u8>,
) -> Result<Answer, Refusal> {
    let inventory = ready(service)?;
    let start = out.len();
    if !inventory.number_as(edition, &caller.scope, phone, out) {
        return Err(Refusal::UnknownNumber);
    }
    let selection = Selection { scope: &caller.scope, tenant: None, filter: StatusFilter::All };
    let what = match edition {
        Edition::V2 => format!("2-{}", phone.digits()),
        Edition::V3 => phone.digits().to_string(),
    };
    let freshness = freshness(service, &inventory, caller, &selection, &what);
    if is_known(&freshness.etag) {
        out.truncate(start);
        return Ok(Answer::Known(freshness));
    }
    Ok(Answer::Fresh(freshness))
}

/// Refuses a tenant that the caller does not see.
///
/// # Errors
/// A [`Refusal`].
pub fn know_tenant(service: &Service, caller: &Caller, tenant: Option<Guid>) -> Result<(), Refusal> {
    let inventory = ready(service)?;
    let is_known = tenant.is_none_or(|tenant| inventory.shows_tenant(tenant, &caller.scope));
    if is_known { Ok(()) } else { Err(Refusal::UnknownTenant) }
}

pub(crate) fn ready(service: &Service) -> Result<parking_lot::RwLockReadGuard<'_, Inventory>, Refusal> {
    if service.shared.is_ready() { Ok(service.shared.inventory()) } else { Err(Refusal::InventoryLoading) }
}

/// The tag names the caller's scope, what was asked, and the last commit that touched it: its number, and its mark mixed
/// with the database's epoch, so that a restored database or a promoted replica that gives the number again gives no tag
/// again.
pub(crate) fn freshness(
    service: &Service,
    inventory: &Inventory,
    caller: &Caller,
    selection: &Selection<'_>,
    what: &str,
) -> Freshness {
    let touched = inventory.touched(selection);
    let history = inventory.epoch() ^ touched.mark.cast_unsigned();
    Freshness {
        seq: inventory.scope_seq(&caller.scope),
        etag: format!("W/\"{history:x}-{:x}-{what}-{:x}\"", caller.scope_fingerprint, touched.seq),
        stale: service.shared.stale_for(),
    }
}
