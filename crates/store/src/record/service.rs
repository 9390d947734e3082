//! Services, without their SIP connections, which are in [`site_location`](super::site_location).

use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{CustomerService, Guid};

statements! {
    SET = "INSERT INTO service (guid, tenant, short_name, full_name, ms_company_name, ms_default_domain, license_type,
               licensed_users, channel, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
               oc_sip_connection_description)
           VALUES ($1, (SELECT id FROM tenant WHERE guid = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
           ON CONFLICT (guid) DO UPDATE SET short_name = excluded.short_name, full_name = excluded.full_name,
               ms_company_name = excluded.ms_company_name, ms_default_domain = excluded.ms_default_domain,
               license_type = excluded.license_type, licensed_users = excluded.licensed_users,
               channel = excluded.channel, consented_on = excluded.consented_on,
               tenant_calling_profile_id = excluded.tenant_calling_profile_id,
               oc_sip_connection_name = excluded.oc_sip_connection_name,
               oc_sip_connection_description = excluded.oc_sip_connection_description
           WHERE service.tenant = excluded.tenant";
    GET = "SELECT service.guid, tenant.guid, short_name, full_name, ms_company_name, ms_default_domain, license_type,
               licensed_users, channel, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
               oc_sip_connection_description
           FROM service JOIN tenant ON tenant.id = service.tenant WHERE service.guid = $1";
    ALL = "SELECT service.guid, tenant.guid, short_name, full_name, ms_company_name, ms_default_domain, license_type,
               licensed_users, channel, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
               oc_sip_connection_description
           FROM service JOIN tenant ON tenant.id = service.tenant ORDER BY service.guid";
    OF_TENANT = "SELECT service.guid, tenant.guid, short_name, full_name, ms_company_name, ms_default_domain, license_type,
               licensed_users, channel, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
               oc_sip_connection_description
           FROM service JOIN tenant ON tenant.id = service.tenant WHERE tenant.guid = $1 ORDER BY service.guid";
}

/// Writes a service: a new one, or other values for the one with its GUID. Its tenant must have been
/// [interned](crate::tenant::intern).
///
/// # Errors
/// [`Error::RowCount`] when the service is another tenant's, and any other [`Error`] of the database.
pub fn set(tx: &Tx<'_>, service: &CustomerService) -> Result<(), Error> {
    tx.execute_exactly(
        SET,
        &[
            service.guid.into(),
            service.tenant_id.into(),
            service.short_name.as_deref().into(),
            service.full_name.as_deref().into(),
            service.company_name.as_deref().into(),
            service.default_domain.as_deref().into(),
            service.license_type.into(),
            service.licensed_users.into(),
            service.channel.into(),
            service.consented_on.into(),
            service.tenant_calling_profile_id.into(),
            service.sip_connection_name.as_deref().into(),
            service.sip_connection_description.as_deref().into(),
        ],
        1,
    )
}

/// The service with this GUID.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, guid: Guid) -> Result<Option<CustomerService>, Error> {
    tx.find(GET, &[guid.into()], read)
}

/// Every service, or a tenant's, in the order of GUIDs.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn all(tx: &Tx<'_>, tenant: Option<Guid>, mut each: impl FnMut(CustomerService)) -> Result<(), Error> {
    let take = |row: &Row<'_>| {
        each(read(row)?);
        Ok(())
    };
    match tenant {
        None => tx.query(ALL, &[], take),
        Some(tenant) => tx.query(OF_TENANT, &[tenant.into()], take),
    }
}

fn read(row: &Row<'_>) -> Result<CustomerService, Error> {
    Ok(CustomerService {
        guid: row.guid(0, "service.guid")?,
        tenant_id: row.guid(1, "tenant.guid")?,
        short_name: row.optional_string(2)?,
        full_name: row.optional_string(3)?,
        company_name: row.optional_string(4)?,
        default_domain: row.optional_string(5)?,
        license_type: row.optional_integer(6)?,
        licensed_users: row.optional_integer(7)?,
        channel: row.integer(8)?,
        consented_on: row.optional_ticks(9, "service.consented_on")?,
        tenant_calling_profile_id: row.optional_integer(10)?,
        sip_connection_name: row.optional_string(11)?,
        sip_connection_description: row.optional_string(12)?,
        sites: Vec::new(),
    })
}
