//! Civic addresses.

use super::{of_json, to_json};
use crate::{Error, Tx};
use numberline_domain::{CivicAddress, Guid};

statements! {
    SET = "INSERT INTO civic_address (id, tenant, body) VALUES ($1, (SELECT id FROM tenant WHERE guid = $2), $3)
           ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, body = excluded.body
           WHERE civic_address.body <> excluded.body";
    OF_TENANT = "SELECT body FROM civic_address JOIN tenant ON tenant.id = civic_address.tenant
                 WHERE tenant.guid = $1 ORDER BY civic_address.id";
}

/// Writes an address: a new one, or other values for the one with its id; `false` when it was there as it is. Its tenant
/// must have been [interned](crate::tenant::intern).
///
/// # Errors
/// Any [`Error`] of the database.
pub fn set(tx: &Tx<'_>, address: &CivicAddress) -> Result<bool, Error> {
    let body = to_json(address);
    Ok(tx.execute(SET, &[(&address.id).into(), address.tenant_id.into(), (&body).into()])? == 1)
}

/// A tenant's addresses, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_tenant(tx: &Tx<'_>, tenant: Guid) -> Result<Vec<CivicAddress>, Error> {
    let mut addresses = Vec::new();
    tx.query(OF_TENANT, &[tenant.into()], |row| {
        addresses.push(of_json(row.text(0)?, "civic_address.body")?);
        Ok::<_, Error>(())
    })?;
    Ok(addresses)
}
