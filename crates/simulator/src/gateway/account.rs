//! Accounts.

use super::written::{checked_name, checked_services};
use super::{Answered, body, condition, noted};
use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::reply;
use crate::world::World;
use crate::world::account::Account;
use crate::world::order::Ordered;
use serde_json::Value;

/// The account of this name.
pub(super) fn find<'w>(world: &'w World, name: &str) -> Result<&'w Account, Refusal> {
    checked_name(name)?;
    let unknown = || Refusal::new(404, "AccountNotFound", "There is no such account.").at("accountName");
    world.accounts.get(name).ok_or_else(unknown)
}

pub(super) fn get(world: &World, asked: &Asked<'_>, name: &str) -> Answered {
    condition::resource(asked, find(world, name)?.to_json().to_string().into_bytes())
}

pub(super) fn put(world: &mut World, asked: &Asked<'_>, name: &str, ordered: Ordered) -> Answered {
    checked_name(name)?;
    let account = body(asked, "application/json")?;
    if account["name"] != name {
        return Err(Refusal::new(400, "InvalidAccount", "The body must have the name in the path.").at("name"));
    }
    let correlation_id = match &account["correlationId"] {
        Value::Null => None,
        Value::String(id) => Some(id.clone()),
        _ => return Err(Refusal::new(400, "InvalidAccount", "correlationId must be a text.").at("correlationId")),
    };
    let services = checked_services(&account["serviceDetails"])?;
    let present = world.accounts.get(name);
    condition::check(asked, present.map(|known| known.to_json().to_string().into_bytes()).as_deref())?;
    if let Some(known) = present
        && !known.numbers.is_empty()
        && known.services.get("teamsTenantId") != services.get("teamsTenantId")
    {
        let message = "The customer's directory cannot change while there are numbers.";
        return Err(Refusal::new(409, "TenantInUse", message).at("serviceDetails.teamsTenantId"));
    }
    let status = if present.is_some() { 200 } else { 201 };
    noted(world.put_account(ordered, name, correlation_id, services))?;
    Ok(condition::written(status, &world.accounts[name].to_json()))
}

pub(super) fn delete(world: &mut World, asked: &Asked<'_>, name: &str, ordered: Ordered) -> Answered {
    checked_name(name)?;
    let with_numbers = match asked.parameter("deleteNumbers") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            let message = "deleteNumbers must be true or false";
            return Err(Refusal::new(400, "InvalidQueryParameterValue", message).at("deleteNumbers"));
        }
    };
    let present = world.accounts.get(name);
    condition::check(asked, present.map(|known| known.to_json().to_string().into_bytes()).as_deref())?;
    // What is not there has been deleted: our choice.
    let Some(account) = present else { return Ok(reply::empty(204)) };
    if !account.numbers.is_empty() && !with_numbers {
        let message = format!("The account has {} numbers: delete them, or say deleteNumbers.", account.numbers.len());
        return Err(Refusal::new(409, "AccountNotEmpty", message));
    }
    noted(world.delete_account(ordered, name))?;
    Ok(reply::empty(204))
}
