//! The facts of customers' services.

use crate::dictionary::{self, Interned};
use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::{Guid, ServiceFacts};

statements! {
    INSERT = "INSERT INTO service_fact (id, tenant, ump_customer_guid, ump_customer_full_name, ms_company_name,
                  ovoc_channel_id, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
                  oc_sip_connection_description, digest)
              VALUES ($1, (SELECT id FROM tenant WHERE guid = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11)
              ON CONFLICT (digest) DO NOTHING";
    FIND_ID = "SELECT id FROM service_fact WHERE digest = $1";
    GET = "SELECT service_fact.id, tenant.guid, ump_customer_guid, ump_customer_full_name, ms_company_name,
               ovoc_channel_id, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
               oc_sip_connection_description
           FROM service_fact JOIN tenant ON tenant.id = service_fact.tenant WHERE service_fact.id = $1";
    SCAN = "SELECT service_fact.id, tenant.guid, ump_customer_guid, ump_customer_full_name, ms_company_name,
                ovoc_channel_id, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
                oc_sip_connection_description
            FROM service_fact JOIN tenant ON tenant.id = service_fact.tenant ORDER BY service_fact.id";
    OF_SERVICE = "SELECT service_fact.id, tenant.guid, ump_customer_guid, ump_customer_full_name, ms_company_name,
                ovoc_channel_id, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
                oc_sip_connection_description
            FROM service_fact JOIN tenant ON tenant.id = service_fact.tenant
            WHERE ump_customer_guid = $1 ORDER BY service_fact.id";
    OF_TENANT = "SELECT service_fact.id, tenant.guid, ump_customer_guid, ump_customer_full_name, ms_company_name,
                ovoc_channel_id, consented_on, tenant_calling_profile_id, oc_sip_connection_name,
                oc_sip_connection_description
            FROM service_fact JOIN tenant ON tenant.id = service_fact.tenant
            WHERE tenant.guid = $1 ORDER BY service_fact.id";
    REPLACE = "UPDATE service_fact SET ump_customer_full_name = $2, ms_company_name = $3, consented_on = $4,
                   tenant_calling_profile_id = $5, oc_sip_connection_name = $6, oc_sip_connection_description = $7,
                   digest = $8
               WHERE id = $1";
}

impl Interned for ServiceFacts {
    const COUNTER: Counter = Counter::Service;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND_ID;
    const PLACE: &'static str = "service_fact.id";

    fn digest(&self) -> Digest {
        Digest::of_service(self)
    }

    fn row<'v>(&'v self, id: u32, digest: &'v Digest) -> Vec<Value<'v>> {
        vec![
            id.into(),
            self.tenant_id.into(),
            self.ump_customer_guid.into(),
            self.ump_customer_full_name.as_deref().into(),
            self.ms_company_name.as_deref().into(),
            self.ovoc_channel_id.into(),
            self.consented_on.into(),
            self.tenant_calling_profile_id.into(),
            self.oc_sip_connection_name.as_deref().into(),
            self.oc_sip_connection_description.as_deref().into(),
            digest.as_bytes().into(),
        ]
    }
}

/// Keeps facts under this id; `false` when the same facts are kept already, under another one. Their tenant must
/// have been [interned](crate::tenant::intern).
///
/// # Errors
/// [`Error::Constraint`] `service_fact.tenant` when it was not, and any other [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, facts: &ServiceFacts) -> Result<bool, Error> {
    dictionary::insert(tx, id, facts)
}

/// The id of facts.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, facts: &ServiceFacts) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, facts)
}

/// The ids of facts whose tenants have been [interned](crate::tenant::intern), which from now on are kept; fresh ones come from the counter.
///
/// # Errors
/// As [`insert`], and [`Error::Exhausted`] when there are no more ids.
pub fn intern_each(tx: &mut Tx<'_>, facts: &[ServiceFacts]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, facts)
}

/// The facts with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<ServiceFacts>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// All facts, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, ServiceFacts)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "service_fact.id", read, each)
}

/// The facts that name a service, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_service(tx: &Tx<'_>, guid: Guid) -> Result<Vec<(u32, ServiceFacts)>, Error> {
    list(tx, OF_SERVICE, guid)
}

/// The facts of a tenant's services, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_tenant(tx: &Tx<'_>, tenant: Guid) -> Result<Vec<(u32, ServiceFacts)>, Error> {
    list(tx, OF_TENANT, tenant)
}

fn list(tx: &Tx<'_>, text: &str, guid: Guid) -> Result<Vec<(u32, ServiceFacts)>, Error> {
    let mut facts = Vec::new();
    tx.query(text, &[guid.into()], |row| {
        facts.push((row.narrow(0, "service_fact.id")?, read(row)?));
        Ok::<_, Error>(())
    })?;
    Ok(facts)
}

/// Puts other facts under an id, for every number that has them at once. Their service, tenant and channel are what they
/// were: those decide where numbers are listed.
///
/// # Errors
/// [`Error::Constraint`] `service_fact_digest_key` when the facts are kept already, under another id;
/// [`Error::RowCount`] when there are none under this one; and any other [`Error`] of the database.
pub fn replace(tx: &Tx<'_>, id: u32, facts: &ServiceFacts) -> Result<(), Error> {
    tx.execute_exactly(
        REPLACE,
        &[
            id.into(),
            facts.ump_customer_full_name.as_deref().into(),
            facts.ms_company_name.as_deref().into(),
            facts.consented_on.into(),
            facts.tenant_calling_profile_id.into(),
            facts.oc_sip_connection_name.as_deref().into(),
            facts.oc_sip_connection_description.as_deref().into(),
            facts.digest().as_bytes().into(),
        ],
        1,
    )
}

fn read(row: &Row<'_>) -> Result<ServiceFacts, Error> {
    Ok(ServiceFacts {
        tenant_id: row.guid(1, "tenant.guid")?,
        ump_customer_guid: row.optional_guid(2, "service_fact.ump_customer_guid")?,
        ump_customer_full_name: row.optional_string(3)?,
        ms_company_name: row.optional_string(4)?,
        ovoc_channel_id: row.integer(5)?,
        consented_on: row.optional_ticks(6, "service_fact.consented_on")?,
        tenant_calling_profile_id: row.optional_integer(7)?,
        oc_sip_connection_name: row.optional_string(8)?,
        oc_sip_connection_description: row.optional_string(9)?,
    })
}
