//! Leads.

use super::{of_json, to_json};
use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{Guid, JsonText, Lead};

statements! {
    SET = "INSERT INTO lead (id, tenant, service, channel, is_direct, status, tenant_origin, operator_id, consented_on,
               last_modified_on, consented_countries, contact_details, contacts, comments)
           VALUES ($1, (SELECT id FROM tenant WHERE guid = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
           ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, service = excluded.service,
               channel = excluded.channel, is_direct = excluded.is_direct, status = excluded.status,
               tenant_origin = excluded.tenant_origin, operator_id = excluded.operator_id,
               consented_on = excluded.consented_on, last_modified_on = excluded.last_modified_on,
               consented_countries = excluded.consented_countries, contact_details = excluded.contact_details,
               contacts = excluded.contacts, comments = excluded.comments";
    // A row that another transaction changes at the moment is waited for. On SQLite a writer is alone.
    LOCK = "UPDATE lead SET status = status WHERE id = $1";
    GET = "SELECT lead.id, tenant.guid, service, channel, is_direct, status, tenant_origin, operator_id, consented_on,
               last_modified_on, consented_countries, contact_details, contacts, comments
           FROM lead JOIN tenant ON tenant.id = lead.tenant WHERE lead.id = $1";
    ALL = "SELECT lead.id, tenant.guid, service, channel, is_direct, status, tenant_origin, operator_id, consented_on,
               last_modified_on, consented_countries, contact_details, contacts, comments
           FROM lead JOIN tenant ON tenant.id = lead.tenant ORDER BY lead.id LIMIT $1 OFFSET $2";
    OF_TENANT = "SELECT lead.id, tenant.guid, service, channel, is_direct, status, tenant_origin, operator_id, consented_on,
               last_modified_on, consented_countries, contact_details, contacts, comments
           FROM lead JOIN tenant ON tenant.id = lead.tenant WHERE tenant.guid = $3 ORDER BY lead.id LIMIT $1 OFFSET $2";
}

/// Writes a lead: a new one, or other values for the one with its id. Its tenant must have been
/// [interned](crate::tenant::intern).
///
/// # Errors
/// Any [`Error`] of the database.
pub fn set(tx: &Tx<'_>, lead: &Lead) -> Result<(), Error> {
    let contact: Option<JsonText> = lead.contact_details.as_ref().map(to_json);
    tx.execute_exactly(
        SET,
        &[
            lead.id.into(),
            lead.tenant_id.into(),
            lead.service.into(),
            lead.channel.into(),
            i64::from(lead.is_direct).into(),
            (&lead.status).into(),
            lead.tenant_origin.as_deref().into(),
            lead.operator_id.into(),
            lead.consented_on.into(),
            lead.last_modified_on.into(),
            (&to_json(&lead.consented_countries)).into(),
            contact.as_ref().into(),
            (&to_json(&lead.contacts)).into(),
            lead.comments.as_deref().into(),
        ],
        1,
    )
}

/// Lets nobody else change the lead with this id, if there is one, until the transaction ends. Who makes a lead's new
/// values from its old ones begins with it.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn lock(tx: &Tx<'_>, id: Guid) -> Result<(), Error> {
    tx.execute(LOCK, &[id.into()]).map(drop)
}

/// The lead with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: Guid) -> Result<Option<Lead>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// So many leads after as many others, of all tenants or of one, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn page(tx: &Tx<'_>, tenant: Option<Guid>, skip: u64, most: u64) -> Result<Vec<Lead>, Error> {
    let bound = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let (most, skip) = (bound(most), bound(skip));
    let mut leads = Vec::new();
    let take = |row: &Row<'_>| {
        leads.push(read(row)?);
        Ok::<_, Error>(())
    };
    match tenant {
        None => tx.query(ALL, &[most.into(), skip.into()], take)?,
        Some(tenant) => tx.query(OF_TENANT, &[most.into(), skip.into(), tenant.into()], take)?,
    }
    Ok(leads)
}

fn read(row: &Row<'_>) -> Result<Lead, Error> {
    let contact = row.optional_text(11)?;
    Ok(Lead {
        id: row.guid(0, "lead.id")?,
        tenant_id: row.guid(1, "tenant.guid")?,
        service: row.optional_guid(2, "lead.service")?,
        channel: row.optional_integer(3)?,
        is_direct: row.integer(4)? != 0,
        status: row.text(5)?.to_owned(),
        tenant_origin: row.optional_string(6)?,
        operator_id: row.optional_guid(7, "lead.operator_id")?,
        consented_on: row.optional_ticks(8, "lead.consented_on")?,
        last_modified_on: row.optional_ticks(9, "lead.last_modified_on")?,
        consented_countries: of_json(row.text(10)?, "lead.consented_countries")?,
        contact_details: contact.map(|text| of_json(text, "lead.contact_details")).transpose()?,
        contacts: of_json(row.text(12)?, "lead.contacts")?,
        comments: row.optional_string(13)?,
    })
}
