//! Customers' services: looked up, set, renamed.
//!
//! A service is known by its record, or, until one is made, by the facts of its numbers: then it is shown as it was last
//! first seen. Setting one rewrites the facts of its numbers, so that they all show it at once.

mod seen;

use crate::record::{self, Halt, Kept, RecordRefusal};
use crate::token::Caller;
use crate::{Error, Service, rewrite};
use numberline_domain::{
    CustomerService, Guid, JsonText, Lead, Sbc, SbcFacts, ServiceEdit, ServiceFacts, SiteLocation,
};
use numberline_store::record::{lead, sbc, service as stored, site_location};
use numberline_store::{Error as StoreError, RecordKind, Tx};
use std::collections::BTreeMap;

/// Whether the caller sees a service.
fn sees(caller: &Caller, service: &CustomerService) -> bool {
    caller.scope.admits(service.tenant_id, service.channel)
}

/// The services that the caller sees, in the order of GUIDs.
///
/// # Errors
/// When the database fails.
pub fn list(service: &Service, caller: &Caller) -> Result<Vec<CustomerService>, Error> {
    service.database.read(|tx| {
        let mut found = BTreeMap::new();
        let mut take = |service: CustomerService| {
            if sees(caller, &service) {
                found.insert((service.guid, service.tenant_id), service);
            }
        };
        match caller.scope.tenants() {
            None => stored::all(tx, None, &mut take)?,
            Some(tenants) => {
                tenants.iter().try_for_each(|tenant| stored::all(tx, Some(*tenant), &mut take))?;
            }
        }
        for service in found.values_mut() {
            service.sites = site_location::of_service(tx, service.guid)?;
        }
        for service in seen::in_scope(tx, &caller.scope)? {
            if sees(caller, &service) {
                found.entry((service.guid, service.tenant_id)).or_insert(service);
            }
        }
        Ok(found.into_values().collect())
    })
}

/// A service, if the caller sees it.
///
/// # Errors
/// When the database fails.
pub fn find(service: &Service, caller: &Caller, guid: Guid) -> Result<Option<CustomerService>, Error> {
    service.database.read(|tx| Ok(get(tx, guid, |service| sees(caller, service))?.map(|(service, _)| service)))
}

/// A service that `admits` lets pass, and whether it has a record.
fn get(
    tx: &Tx<'_>,
    guid: Guid,
    admits: impl Fn(&CustomerService) -> bool,
) -> Result<Option<(CustomerService, bool)>, Error> {
    if let Some(mut service) = stored::get(tx, guid)?.filter(&admits) {
        service.sites = site_location::of_service(tx, guid)?;
        return Ok(Some((service, true)));
    }
    Ok(seen::one(tx, guid, admits)?.map(|service| (service, false)))
}

/// Sets a service: makes it, or gives what is mentioned other values. Every number of it shows them at once.
///
/// # Errors
/// When the database fails.
pub fn set(
    service: &Service,
    caller: &Caller,
    guid: Guid,
    tenant: Option<Guid>,
    edit: &ServiceEdit,
    actor: &str,
) -> Result<Result<Kept<CustomerService>, RecordRefusal>, Error> {
    record::write(service, actor, |tx| {
        rewrite::begin(tx)?;
        let (before, is_record) = match get(tx, guid, |_| true)? {
            Some(present) => present,
            None => {
                let tenant = tenant.ok_or(RecordRefusal::UnknownService(guid))?;
                (CustomerService::bare(guid, tenant), false)
            }
        };
        // Whose a service is beyond the caller's reach is not told.
        if !sees(caller, &before) {
            return Err(RecordRefusal::UnknownService(guid).into());
        }
        if tenant.is_some_and(|tenant| tenant != before.tenant_id) {
            return Err(RecordRefusal::OtherTenant { service: guid, tenant: before.tenant_id }.into());
        }
        let mut after = edit.of_service(&before);
        name_sites(&before, &mut after);
        keep_seen(tx, &before)?;
        let sbcs = attached(tx, &after)?;
        let tenant_id = record::tenant(tx, after.tenant_id)?;
        if !is_record || after != before {
            stored::set(tx, &after)?;
            replace_sites(tx, &after)?;
            record::log(tx, Some(tenant_id), RecordKind::Service, is_record.then(|| told(&before)), told(&after));
        }
        let sbcs: Vec<&Sbc> = sbcs.iter().collect();
        let attached = edit.sites.is_some().then_some(sbcs.as_slice());
        rewrite::service(tx, guid, after.tenant_id, edit, attached)?;
        Ok(after)
    })
}

fn replace_sites(tx: &Tx<'_>, service: &CustomerService) -> Result<(), Halt> {
    site_location::replace(tx, service.guid, &service.sites).map_err(|error| match error {
        StoreError::Constraint { ref name } if name == "site_location_id_key" => RecordRefusal::SiteTaken.into(),
        error => error.into(),
    })
}

/// Gives SIP connections without an id one: that of the present one through the same SBC; else the first the service's
/// own, as the vendor does, if it is free; else a new one. So the same set again is the same.
fn name_sites(before: &CustomerService, after: &mut CustomerService) {
    let own = after.guid;
    for position in 0..after.sites.len() {
        let site = &after.sites[position];
        if site.id.is_some() {
            continue;
        }
        let is_free = |id: &Guid| after.sites.iter().all(|site| site.id != Some(*id));
        let through_the_same = before.sites.iter().filter(|present| present.sbc == site.sbc);
        let present = through_the_same.filter_map(|present| present.id).find(is_free);
        let first = (position == 0 && before.sites.iter().all(|present| present.id != Some(own))).then_some(own);
        let id = present.or_else(|| first.filter(is_free));
        after.sites[position].id = Some(id.unwrap_or_else(|| Guid::from_u128(uuid::Uuid::new_v4().as_u128())));
    }
}

/// Makes records of SBCs that were only seen at a service: it may lose them.
fn keep_seen(tx: &mut Tx<'_>, before: &CustomerService) -> Result<(), Error> {
    for site in &before.sites {
        let name = site.name.clone().unwrap_or_else(|| format!("SBC {}", site.sbc));
        let sbc = Sbc { id: site.sbc, name, fqdn: None, ip_address: None };
        if sbc::add(tx, &sbc)? {
            record::log(tx, None, RecordKind::Sbc, None, crate::sbc::told(&sbc));
        }
    }
    Ok(())
}

/// The SBCs of a service.
fn attached(tx: &Tx<'_>, service: &CustomerService) -> Result<Vec<Sbc>, Halt> {
    let found = service.sbcs().into_iter().map(|id| match sbc::get(tx, id)? {
        Some(sbc) => Ok(sbc),
        None => Err(RecordRefusal::UnknownSbc(id).into()),
    });
    found.collect()
}

fn told(service: &CustomerService) -> String {
    let sites: Vec<_> = service.sites.iter().map(|SiteLocation { sbc, .. }| *sbc).collect();
    serde_json::json!({
        "umpCustomerGuid": service.guid,
        "umpCustomerFullName": service.full_name,
        "msCompanyName": service.company_name,
        "ovocChannelId": service.channel,
        "sbcs": sites,
    })
    .to_string()
}

/// What the numbers of an upload for a tenant share with its service: `None` when the tenant has no service of record.
/// Of several it is the one that was made from the tenant's active lead, else the first by GUID.
///
/// # Errors
/// When the database fails.
pub fn facts_for_upload(tx: &Tx<'_>, tenant: Guid) -> Result<Option<(ServiceFacts, SbcFacts)>, Error> {
    let mut services = Vec::new();
    stored::all(tx, Some(tenant), |service| services.push(service))?;
    let leads = lead::page(tx, Some(tenant), 0, u64::MAX)?;
    let led = leads.iter().filter(|lead| lead.status == Lead::ACTIVE).find_map(|lead| lead.service);
    let chosen = services.iter().position(|service| Some(service.guid) == led).unwrap_or(0);
    let Some(service) = services.get_mut(chosen) else { return Ok(None) };
    service.sites = site_location::of_service(tx, service.guid)?;
    let mut sbcs = Vec::new();
    for id in service.sbcs() {
        sbcs.extend(sbc::get(tx, id)?);
    }
    let bare = SbcFacts { sbc_list: None, sbc_list_json: None, sbc_list_array: Some(JsonText::from_json("[]")) };
    Ok(Some((service.facts(), bare.with_attached(&sbcs.iter().collect::<Vec<_>>()))))
}
