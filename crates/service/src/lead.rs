//! Leads and civic addresses: what customers told Microsoft.

use crate::record::{self, Kept};
use crate::token::Caller;
use crate::{Error, Service};
use numberline_domain::{CivicAddress, Guid, Lead, Scope};
use numberline_store::record::{civic_address, lead as stored};
use numberline_store::{RecordKind, Tx};
use std::collections::BTreeMap;

/// A lead with the civic addresses of its tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The lead.
    pub lead: Lead,
    /// The addresses.
    pub addresses: Vec<CivicAddress>,
}

/// A page of the leads that the caller sees, of one tenant or of all, in the order of ids; pages count from 1.
///
/// # Errors
/// When the database fails.
pub fn list(
    service: &Service,
    caller: &Caller,
    tenant: Option<Guid>,
    page: u64,
    size: u64,
) -> Result<Vec<Addressed>, Error> {
    let skip = (page.saturating_sub(1)).saturating_mul(size);
    service.database.read(|tx| {
        let leads = match (&caller.scope, tenant) {
            (scope, Some(tenant)) if !scope.admits_tenant(tenant) => Vec::new(),
            (Scope::All, tenant) => stored::page(tx, tenant, skip, size)?,
            (Scope::Limited(_), tenant) => {
                let mut leads = Vec::new();
                match (tenant, caller.scope.tenants()) {
                    (None, Some(tenants)) => {
                        for tenant in tenants {
                            leads.extend(stored::page(tx, Some(*tenant), 0, u64::MAX)?);
                        }
                    }
                    (tenant, _) => leads.extend(stored::page(tx, tenant, 0, u64::MAX)?),
                }
                leads.retain(|lead| caller.scope.admits_channel(lead.channel.unwrap_or_default()));
                leads.sort_unstable_by_key(|lead| lead.id);
                let skip = usize::try_from(skip).unwrap_or(usize::MAX);
                leads.into_iter().skip(skip).take(usize::try_from(size).unwrap_or(usize::MAX)).collect()
            }
        };
        addressed(tx, leads)
    })
}

fn addressed(tx: &Tx<'_>, leads: Vec<Lead>) -> Result<Vec<Addressed>, Error> {
    let mut known: BTreeMap<Guid, Vec<CivicAddress>> = BTreeMap::new();
    let mut found = Vec::with_capacity(leads.len());
    for lead in leads {
        let addresses = match known.get(&lead.tenant_id) {
            Some(addresses) => addresses.clone(),
            None => known.entry(lead.tenant_id).or_insert(civic_address::of_tenant(tx, lead.tenant_id)?).clone(),
        };
        found.push(Addressed { lead, addresses });
    }
    Ok(found)
}

/// Sets a lead.
///
/// # Errors
/// When the database fails.
pub fn set(service: &Service, lead: Lead, actor: &str) -> Result<Kept<Addressed>, Error> {
    let kept = record::write(service, actor, |tx| {
        take_in(tx, &lead)?;
        let addresses = civic_address::of_tenant(tx, lead.tenant_id)?;
        Ok(Addressed { lead, addresses })
    })?;
    kept.map_err(|refusal| Error::Refused(refusal.to_string()))
}

/// Takes in a lead as it stands at Microsoft; `false` when it is known so already. Its tenant exists from now on.
///
/// # Errors
/// When the database fails.
pub fn take_in(tx: &mut Tx<'_>, lead: &Lead) -> Result<bool, Error> {
    stored::lock(tx, lead.id)?;
    let before = stored::get(tx, lead.id)?;
    if before.as_ref() == Some(lead) {
        return Ok(false);
    }
    let tenant = record::tenant(tx, lead.tenant_id)?;
    stored::set(tx, lead)?;
    record::log(tx, Some(tenant), RecordKind::Lead, before.as_ref().map(told), told(lead));
    Ok(true)
}

/// Takes in a civic address as it stands at Microsoft; `false` when it is known so already. Its tenant exists from now on.
///
/// # Errors
/// When the database fails.
pub fn take_in_address(tx: &mut Tx<'_>, address: &CivicAddress) -> Result<bool, Error> {
    let tenant = record::tenant(tx, address.tenant_id)?;
    if !civic_address::set(tx, address)? {
        return Ok(false);
    }
    let after = serde_json::json!({ "civicAddressId": address.id }).to_string();
    record::log(tx, Some(tenant), RecordKind::CivicAddress, None, after);
    Ok(true)
}

fn told(lead: &Lead) -> String {
    serde_json::json!({ "id": lead.id, "tenantId": lead.tenant_id, "status": lead.status }).to_string()
}
