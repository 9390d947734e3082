//! Accounts and numbers as clients write them: read, and judged by the contract and the documented rules.

use super::account;
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::capability;
use crate::world::country;
use crate::world::order::Written;
use crate::world::tenant::Tenant;
use crate::world::wish::{Wish, operator_connect_configuration, sorted};
use numberline_domain::PhoneNumber;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The services that a number or an account may have.
const SERVICES: [&str; 5] = [
    "teamsOperatorConnect",
    "teamsDirectRouting",
    "teamsPhoneMobile",
    "zoomPhoneCloudPeering",
    "azureOperatorCallProtection",
];
/// The one of them whose accounts have no switch for passing data on.
const UNSWITCHED: &str = "azureOperatorCallProtection";

/// Judges the name of an account.
pub(super) fn checked_name(name: &str) -> Result<(), Refusal> {
    let is_name = (1..=100).contains(&name.len()) && name.bytes().all(is_name_byte);
    let message = "An account is named by up to 100 letters, digits, `_` and `-`.";
    if is_name { Ok(()) } else { Err(Refusal::new(400, "InvalidAccountName", message).at("accountName")) }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Reads a telephone number.
pub(super) fn checked_number(text: &str) -> Result<PhoneNumber, Refusal> {
    let malformed =
        |_| Refusal::new(400, "InvalidTelephoneNumber", "A number is `+` and digits.").at("telephoneNumber");
    PhoneNumber::parse(text).map_err(malformed)
}

/// Reads `serviceDetails` of an account.
pub(super) fn checked_services(services: &Value) -> Result<Map<String, Value>, Refusal> {
    let invalid = |target: &str, message: &str| Refusal::new(400, "InvalidAccount", message).at(target);
    let mut services = match sorted(services) {
        Value::Null => Map::new(),
        Value::Object(services) => services,
        _ => return Err(invalid("serviceDetails", "It must be an object.")),
    };
    if services.get("teamsTenantId").is_some_and(|tenant| !tenant.is_string()) {
        return Err(invalid("serviceDetails.teamsTenantId", "It must be a text."));
    }
    for name in SERVICES {
        let target = format!("serviceDetails.{name}");
        match services.get_mut(name) {
            None => {}
            Some(Value::Object(service)) => {
                let needed: &[&str] = if name == UNSWITCHED { &["enabled"] } else { &["enabled", "syncEnabled"] };
                if let Some(member) = needed.iter().find(|member| !service.get(**member).is_some_and(Value::is_boolean))
                {
                    return Err(invalid(&format!("{target}.{member}"), "It must be true or false."));
                }
                service.remove("numberCount");
                service.remove("subdomainStatus");
            }
            Some(_) => return Err(invalid(&target, "It must be an object.")),
        }
    }
    Ok(services)
}

/// Reads a number for an account.
pub(super) fn read_number(world: &World, account: &str, item: &Value) -> Result<Written, Refusal> {
    let owner = account::find(world, account)?;
    let phone = checked_number(item["telephoneNumber"].as_str().unwrap_or_default())?;
    if item["accountName"] != account {
        return Err(invalid("accountName", "It must be the account in the path."));
    }
    let wish = Wish::of(item);
    let value = wish.value();
    check_shape(&value)?;
    let services = &value["serviceDetails"];
    if wish.is_for_teams() {
        if !owner.has_teams() {
            return Err(invalid("serviceDetails.teamsOperatorConnect", "The account has no Operator Connect."));
        }
        check_rules(world, phone, &value, owner.tenant().and_then(|tenant| world.tenants.get(&tenant)))?;
    } else if SERVICES.iter().all(|name| services[*name].is_null()) {
        return Err(invalid("serviceDetails", "It must name a service."));
    }
    if let Some(slot) = world.numbers.find(phone) {
        let key = &world.numbers.row(slot).shape.key;
        if *key.account != *account {
            return Err(
                Refusal::new(409, "NumberInUse", format!("{phone} is another account's.")).at("telephoneNumber")
            );
        }
        if world.is_releasing(slot) {
            let message = format!("{phone} is being deleted.");
            return Err(Refusal::new(409, "NumberBeingDeleted", message).at("telephoneNumber"));
        }
    }
    let said = &item["serviceDetails"]["teamsOperatorConnect"]["assignmentStatus"];
    if !said.is_null() && !said.is_string() {
        return Err(invalid("serviceDetails.teamsOperatorConnect.assignmentStatus", "It must be a text."));
    }
    Ok(Written { phone, wish: Arc::new(wish), unassigns: said == "unassigned" })
}

fn invalid(target: &str, message: &str) -> Refusal {
    Refusal::new(400, "InvalidNumber", message).at(target)
}

/// Judges the types of the members.
fn check_shape(wish: &Value) -> Result<(), Refusal> {
    if !wish["serviceDetails"].is_object() {
        return Err(invalid("serviceDetails", "It must be an object."));
    }
    for name in SERVICES {
        let service = &wish["serviceDetails"][name];
        if !service.is_null() && !service["enabled"].is_boolean() {
            return Err(invalid(&format!("serviceDetails.{name}.enabled"), "It must be true or false."));
        }
    }
    let header = &wish["configuration"]["customSipHeader"];
    let is_header = |text: &str| (1..=100).contains(&text.len()) && text.bytes().all(is_name_byte);
    if !header.is_null() && !header.as_str().is_some_and(is_header) {
        return Err(invalid("configuration.customSipHeader", "It must be up to 100 letters, digits, `_` and `-`."));
    }
    let configuration = operator_connect_configuration(wish);
    if configuration.is_null() {
        return Ok(());
    }
    let at = |member: &str| format!("serviceDetails.teamsOperatorConnect.configuration.{member}");
    let is_texts = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
    for (member, is_well) in [
        ("usage", Value::is_string as fn(&Value) -> bool),
        ("civicAddressId", Value::is_string),
        ("locationId", Value::is_string),
        ("displayedCountryCode", Value::is_string),
        ("allowTenantAddressUpdate", Value::is_boolean),
        ("choosableCapabilities", is_texts),
        ("additionalUsages", is_texts),
    ] {
        let value = &configuration[member];
        let is_needed = matches!(member, "usage" | "choosableCapabilities");
        if value.is_null() && is_needed || !value.is_null() && !is_well(value) {
            return Err(invalid(&at(member), "It is missing or of the wrong type."));
        }
    }
    Ok(())
}

/// Judges a number for Operator Connect by what the documentation says of such numbers.
fn check_rules(world: &World, phone: PhoneNumber, wish: &Value, tenant: Option<&Tenant>) -> Result<(), Refusal> {
    let configuration = operator_connect_configuration(wish);
    let at = |member: &str, message: String| {
        Err(invalid(&format!("serviceDetails.teamsOperatorConnect.configuration.{member}"), &message))
    };
    let words = |member: &str| configuration[member].as_array().into_iter().flatten().filter_map(Value::as_str);
    let Some(usage) = configuration["usage"].as_str() else { return at("usage", "It is missing.".to_owned()) };
    let mut plans = Vec::new();
    for usage in std::iter::once(usage).chain(words("additionalUsages")) {
        match capability::plan(usage) {
            Some(plan) => plans.push(plan),
            None => return at("usage", format!("There is no plan for `{usage}`.")),
        }
    }
    for chosen in words("choosableCapabilities") {
        if !plans.iter().any(|plan| plan.offers(chosen)) {
            return at("choosableCapabilities", format!("No plan of the number offers `{chosen}`."));
        }
    }
    if country::is_toll_free(phone) && configuration["displayedCountryCode"].is_null() {
        return at("displayedCountryCode", "A toll-free number needs it.".to_owned());
    }
    let address = configuration["civicAddressId"].as_str();
    let is_free = configuration["allowTenantAddressUpdate"] == true;
    if usage == "CallingUserAssignment" && address.is_none() && !is_free {
        return at("civicAddressId", "A number for people needs it when the customer may not change it.".to_owned());
    }
    let (Some(address), Some(tenant)) = (address, tenant) else { return Ok(()) };
    let location = configuration["locationId"].as_str();
    let has_it = || {
        let slot = world.numbers.find(phone)?;
        let before = world.numbers.row(slot).shape.key.wish.value();
        Some(operator_connect_configuration(&before)["civicAddressId"] == address)
    };
    let is_known =
        tenant.addresses.is_empty() || tenant.addresses.iter().any(|known| known.is_named(address, location));
    if is_known || has_it() == Some(true) {
        return Ok(());
    }
    at("civicAddressId", format!("The customer has no address {address} with this location."))
}
