//! Tenants. One exists once a number, a service or a token named it, and for ever.

use crate::dictionary::{self, Interned};
use crate::row::Value;
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::Guid;

statements! {
    INSERT = "INSERT INTO tenant (id, guid) VALUES ($1, $2) ON CONFLICT (guid) DO NOTHING";
    FIND = "SELECT id FROM tenant WHERE guid = $1";
    GET = "SELECT guid FROM tenant WHERE id = $1";
    ALL = "SELECT id, guid FROM tenant ORDER BY id";
}

impl Interned for Guid {
    const COUNTER: Counter = Counter::Tenant;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND;
    const PLACE: &'static str = "tenant.id";

    fn digest(&self) -> Digest {
        Digest::NONE
    }

    fn key<'v>(&'v self, _: &'v Digest) -> Vec<Value<'v>> {
        vec![(*self).into()]
    }

    fn row<'v>(&'v self, id: u32, _: &'v Digest) -> Vec<Value<'v>> {
        vec![id.into(), (*self).into()]
    }
}

/// The id of a tenant, which from now on exists; `fresh` becomes it if the tenant is new.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn intern(tx: &mut Tx<'_>, tenant: Guid, fresh: u32) -> Result<u32, Error> {
    if dictionary::insert(tx, fresh, &tenant)? {
        return Ok(fresh);
    }
    find(tx, tenant)?.ok_or_else(|| Error::corrupt("tenant.guid"))
}

/// The ids of tenants, which from now on exist; fresh ones come from the counter.
///
/// # Errors
/// [`Error::Exhausted`] when there are no more ids, and any other [`Error`] of the database.
pub fn intern_each(tx: &mut Tx<'_>, tenants: &[Guid]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, tenants)
}

/// The id of a tenant.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find(tx: &Tx<'_>, tenant: Guid) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, &tenant)
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
