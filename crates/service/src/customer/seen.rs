//! Services that were only seen on numbers.

use crate::Error;
use numberline_domain::{CustomerService, Guid, Scope, ServiceFacts, SiteLocation};
use numberline_store::{Tx, fact, shape};
use std::collections::BTreeMap;

/// A service as seen, with the id of the facts that show it.
type Seen = BTreeMap<(Guid, Guid), (u32, CustomerService)>;

/// The services that facts of a scope's tenants show.
pub(super) fn in_scope(tx: &Tx<'_>, scope: &Scope) -> Result<Vec<CustomerService>, Error> {
    let mut seen = Seen::new();
    match scope.tenants() {
        None => fact::service::scan(tx, |id, facts| note(&mut seen, id, &facts))?,
        Some(tenants) => {
            for tenant in tenants {
                fact::service::of_tenant(tx, *tenant)?.iter().for_each(|(id, facts)| note(&mut seen, *id, facts));
            }
        }
    }
    let mut sbcs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    shape::sbcs_of_services(tx, |service, sbc| sbcs.entry(service).or_default().push(sbc))?;
    let mut services = Vec::new();
    for (id, mut service) in seen.into_values() {
        service.sites = sites(tx, &service, sbcs.get(&id).map_or(&[][..], Vec::as_slice))?;
        services.push(service);
    }
    Ok(services)
}

/// The service with this GUID that `admits` lets pass, as it was last seen for the first time.
pub(super) fn one(
    tx: &Tx<'_>,
    guid: Guid,
    admits: impl Fn(&CustomerService) -> bool,
) -> Result<Option<CustomerService>, Error> {
    let facts = fact::service::of_service(tx, guid)?;
    let found = facts.iter().rev().find_map(|(id, facts)| {
        let service = CustomerService::seen(facts).filter(|service| admits(service))?;
        Some((*id, service))
    });
    let Some((id, mut service)) = found else { return Ok(None) };
    let sbcs: Vec<u32> = shape::of_service(tx, id)?.iter().map(|(_, shape)| shape.sbc).collect();
    service.sites = sites(tx, &service, &sbcs)?;
    Ok(Some(service))
}

fn note(seen: &mut Seen, id: u32, facts: &ServiceFacts) {
    if let Some(service) = CustomerService::seen(facts) {
        seen.insert((service.guid, service.tenant_id), (id, service));
    }
}

/// The SBCs of the newest texts that name any, as SIP connections without ids.
fn sites(tx: &Tx<'_>, service: &CustomerService, sbcs: &[u32]) -> Result<Vec<SiteLocation>, Error> {
    let mut newest_first = sbcs.to_vec();
    newest_first.sort_unstable();
    newest_first.dedup();
    for id in newest_first.into_iter().rev() {
        let facts = fact::sbc::get(tx, id)?.ok_or_else(|| Error::missing("sbc_fact", id))?;
        let attached = facts.attached();
        if !attached.is_empty() {
            let site = |(position, sbc): (usize, numberline_domain::AttachedSbc)| SiteLocation {
                id: (position == 0).then_some(service.guid),
                name: sbc.name,
                sbc: sbc.id,
                deployment_state: None,
                configuration_type: None,
            };
            return Ok(attached.into_iter().enumerate().map(site).collect());
        }
    }
    Ok(Vec::new())
}
