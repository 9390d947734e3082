//! Civic addresses, which the customer of an account keeps.

use super::{Answered, account, condition};
use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::world::World;
use serde_json::Value;

/// The addresses of an account's customer.
pub(super) fn of_account(world: &World, account: &str) -> Result<Vec<Value>, Refusal> {
    let Some(id) = account::find(world, account)?.tenant() else { return Ok(Vec::new()) };
    let Some(tenant) = world.tenants.get(&id) else { return Ok(Vec::new()) };
    let company = tenant.consent.as_ref().map_or(account, |consent| consent.company.as_str());
    Ok(tenant.addresses.iter().map(|address| address.to_json(id, company)).collect())
}

pub(super) fn get(world: &World, asked: &Asked<'_>, account: &str, id: &str) -> Answered {
    let addresses = of_account(world, account)?;
    let found = addresses.iter().find(|address| address["id"] == id);
    let unknown = || Refusal::new(404, "AddressNotFound", "The customer has no such address.").at("civicAddressId");
    condition::resource(asked, found.ok_or_else(unknown)?.to_string().into_bytes())
}
