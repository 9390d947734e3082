//! Tenants. One exists once a number, a service or a token named it, and for ever.

use crate::{Error, Tx};
use numberline_domain::Guid;

statements! {
    INSERT = "INSERT INTO tenant (id, guid) VALUES ($1, $2) ON CONFLICT (guid) DO NOTHING";
    FIND = "SELECT id FROM tenant WHERE guid = $1";
    GET = "SELECT guid FROM tenant WHERE id = $1";
    ALL = "SELECT id, guid FROM tenant ORDER BY id";
}

/// The id of a tenant, which from now on exists; `fresh` becomes it if the tenant is new.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn intern(tx: &mut Tx<'_>, tenant: Guid, fresh: u32) -> Result<u32, Error> {
    let guid = tenant.to_string();
    if tx.execute(INSERT, &[fresh.into(), (&guid).into()])? == 1 {
        return Ok(fresh);
    }
    find(tx, tenant)?.ok_or_else(|| Error::corrupt("tenant.guid"))
}

/// The id of a tenant.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find(tx: &Tx<'_>, tenant: Guid) -> Result<Option<u32>, Error> {
    tx.find(FIND, &[(&tenant.to_string()).into()], |row| row.narrow(0, "tenant.id"))
}

/// The tenant with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<Guid>, Error> {
    tx.find(GET, &[id.into()], |row| row.guid(0, "tenant.guid"))
}

/// Every tenant with its id, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn all(tx: &Tx<'_>, mut each: impl FnMut(u32, Guid)) -> Result<(), Error> {
    tx.query(ALL, &[], |row| {
        each(row.narrow(0, "tenant.id")?, row.guid(1, "tenant.guid")?);
        Ok(())
    })
}
