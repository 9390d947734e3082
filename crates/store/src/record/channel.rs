//! Channels.

use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{Channel, ChannelId};

statements! {
    SET = "INSERT INTO channel (id, name, ms_tenant_id, description) VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, ms_tenant_id = excluded.ms_tenant_id,
               description = excluded.description";
    GET = "SELECT id, name, ms_tenant_id, description FROM channel WHERE id = $1";
    ALL = "SELECT id, name, ms_tenant_id, description FROM channel ORDER BY id";
}

/// Writes a channel: a new one, or other values for the one with its id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn set(tx: &Tx<'_>, channel: &Channel) -> Result<(), Error> {
    let Channel { id, name, ms_tenant_id, description } = channel;
    tx.execute_exactly(SET, &[(*id).into(), name.into(), (*ms_tenant_id).into(), description.as_deref().into()], 1)
}

/// The channel with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: ChannelId) -> Result<Option<Channel>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// Every channel, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Channel>, Error> {
    let mut channels = Vec::new();
    tx.query(ALL, &[], |row| {
        channels.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(channels)
}

fn read(row: &Row<'_>) -> Result<Channel, Error> {
    Ok(Channel {
        id: row.integer(0)?,
        name: row.text(1)?.to_owned(),
        ms_tenant_id: row.optional_guid(2, "channel.ms_tenant_id")?,
        description: row.optional_string(3)?,
    })
}
