//! Requests for information: the consents of customers.

use super::{Answered, body, condition, noted};
use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::order::Ordered;
use numberline_domain::Guid;
use serde_json::{Map, Value};

/// The consent of a directory.
pub(super) fn find(world: &World, tenant: Guid) -> Option<Value> {
    let consent = world.tenants.get(&tenant)?.consent.as_ref()?;
    let account = world.accounts.values().find(|account| account.tenant() == Some(tenant));
    Some(consent.to_json(tenant, world.options.operator_id, account.map(|account| &*account.name)))
}

/// All consents.
pub(super) fn all(world: &World) -> Vec<Value> {
    world.tenants.keys().filter_map(|tenant| find(world, *tenant)).collect()
}

pub(super) fn get(world: &World, asked: &Asked<'_>, tenant: &str) -> Answered {
    let (_, consent) = existing(world, tenant)?;
    condition::resource(asked, consent.to_string().into_bytes())
}

/// A merge patch (RFC 7396) of what the operator says; the rest is the customer's.
pub(super) fn patch(world: &mut World, asked: &Asked<'_>, tenant: &str, ordered: Ordered) -> Answered {
    let (tenant, present) = existing(world, tenant)?;
    condition::check(asked, Some(present.to_string().as_bytes()))?;
    let patch = body(asked, "application/merge-patch+json")?;
    let invalid = |message: &str| Refusal::new(400, "InvalidRequestForInformation", message).at("customerRelationship");
    if !patch.is_object() {
        return Err(invalid("The patch must be an object."));
    }
    let mut relationship = present["customerRelationship"].as_object().cloned().unwrap_or_default();
    relationship.remove("lastModifiedOn");
    match patch.get("customerRelationship") {
        None => {}
        Some(Value::Null) => relationship = Map::new(),
        Some(Value::Object(changes)) => {
            for (name, value) in changes.iter().filter(|(name, _)| *name != "lastModifiedOn") {
                match value {
                    Value::Null => drop(relationship.remove(name)),
                    Value::String(_) => drop(relationship.insert(name.clone(), value.clone())),
                    _ => return Err(invalid("status and comment must be texts.")),
                }
            }
        }
        Some(_) => return Err(invalid("It must be an object.")),
    }
    noted(world.patch_consent(ordered, tenant, relationship))?;
    Ok(condition::written(200, &find(world, tenant).unwrap_or(present)))
}

fn existing(world: &World, tenant: &str) -> Result<(Guid, Value), Refusal> {
    let malformed = |_| Refusal::new(400, "InvalidTenantId", "The tenant must be a GUID.").at("tenantId");
    let id = if tenant.len() == 36 { Guid::parse(tenant) } else { Guid::parse("") }.map_err(malformed)?;
    let unknown = || Refusal::new(404, "RequestForInformationNotFound", "The tenant gave no consent.").at("tenantId");
    find(world, id).map(|consent| (id, consent)).ok_or_else(unknown)
}
