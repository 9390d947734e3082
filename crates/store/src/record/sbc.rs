//! SBCs.

use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{Sbc, SbcId};
use std::collections::BTreeMap;

statements! {
    SET = "INSERT INTO sbc (id, name, fqdn, ip_address) VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, fqdn = excluded.fqdn, ip_address = excluded.ip_address";
    ADD = "INSERT INTO sbc (id, name, fqdn, ip_address) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
    GET = "SELECT id, name, fqdn, ip_address FROM sbc WHERE id = $1";
    ALL = "SELECT id, name, fqdn, ip_address FROM sbc ORDER BY id";
}

/// Writes an SBC: a new one, or other values for the one with its id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn set(tx: &Tx<'_>, sbc: &Sbc) -> Result<(), Error> {
    write(tx, SET, sbc).map(drop)
}

/// Writes an SBC unless there is one with its id; `false` when there is.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn add(tx: &Tx<'_>, sbc: &Sbc) -> Result<bool, Error> {
    Ok(write(tx, ADD, sbc)? == 1)
}

fn write(tx: &Tx<'_>, text: &str, sbc: &Sbc) -> Result<u64, Error> {
    let Sbc { id, name, fqdn, ip_address } = sbc;
    tx.execute(text, &[(*id).into(), name.into(), fqdn.as_deref().into(), ip_address.as_deref().into()])
}

/// The SBC with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: SbcId) -> Result<Option<Sbc>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// Every SBC, by id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn all(tx: &Tx<'_>) -> Result<BTreeMap<SbcId, Sbc>, Error> {
    let mut sbcs = BTreeMap::new();
    tx.query(ALL, &[], |row| {
        let sbc = read(row)?;
        sbcs.insert(sbc.id, sbc);
        Ok::<_, Error>(())
    })?;
    Ok(sbcs)
}

fn read(row: &Row<'_>) -> Result<Sbc, Error> {
    Ok(Sbc {
        id: row.integer(0)?,
        name: row.text(1)?.to_owned(),
        fqdn: row.optional_string(2)?,
        ip_address: row.optional_string(3)?,
    })
}
