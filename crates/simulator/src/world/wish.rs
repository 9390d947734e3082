//! What the operator wants of a number: the members it wrote, without those that only the service can know.

use super::{capability, country};
use numberline_domain::PhoneNumber;
use serde_json::{Map, Value};

/// `serviceDetails` and `configuration` of a number, as one JSON text; equal wishes are equal texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Wish(String);

/// Members of `teamsOperatorConnect.configuration` that only the service writes.
const READ_ONLY: [&str; 2] = ["acquiredCapabilities", "availableCapabilities"];
/// The services whose numbers can be assigned.
const ASSIGNABLE: [&str; 2] = ["teamsOperatorConnect", "teamsPhoneMobile"];

impl Wish {
    /// The wish in a number as it was written, without nulls and without what cannot be wished.
    pub(crate) fn of(number: &Value) -> Self {
        let mut wish = Map::new();
        for member in ["configuration", "serviceDetails"] {
            if let Some(value) = number.get(member) {
                wish.insert(member.to_owned(), sorted(value));
            }
        }
        for service in ASSIGNABLE {
            let service = wish.get_mut("serviceDetails").and_then(|services| services.get_mut(service));
            if let Some(Value::Object(service)) = service {
                service.remove("assignmentStatus");
                if let Some(Value::Object(configuration)) = service.get_mut("configuration") {
                    configuration.retain(|name, _| !READ_ONLY.contains(&name.as_str()));
                }
            }
        }
        Self(Value::Object(wish).to_string())
    }

    /// It as JSON.
    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.0).expect("a wish is made from JSON")
    }

    /// What the number gets when its sync is over.
    pub(crate) fn capabilities(&self, phone: PhoneNumber) -> capability::Capabilities {
        let wish = self.value();
        let configuration = operator_connect_configuration(&wish);
        let words = |member: &str| configuration[member].as_array().into_iter().flatten().filter_map(Value::as_str);
        let usages: Vec<_> = configuration["usage"].as_str().into_iter().chain(words("additionalUsages")).collect();
        let chosen: Vec<_> = words("choosableCapabilities").collect();
        capability::acquired(&usages, &chosen, country::is_toll_free(phone))
    }

    /// The same wish with the number at another place.
    pub(crate) fn placed(&self, civic_address: &str, location: &str) -> Self {
        let mut wish = self.value();
        let configuration = &mut wish["serviceDetails"]["teamsOperatorConnect"]["configuration"];
        configuration["civicAddressId"] = Value::from(civic_address);
        configuration["locationId"] = Value::from(location);
        Self(sorted(&wish).to_string())
    }

    /// Whether the number is for Operator Connect.
    pub(crate) fn is_for_teams(&self) -> bool {
        self.value()["serviceDetails"]["teamsOperatorConnect"]["enabled"] == true
    }
}

/// The configuration that a wish has for Operator Connect; null without one.
pub(crate) fn operator_connect_configuration(wish: &Value) -> &Value {
    &wish["serviceDetails"]["teamsOperatorConnect"]["configuration"]
}

/// The value with the members of its objects in the order of their names, and without nulls.
pub(crate) fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().filter(|(_, member)| !member.is_null()).collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            members.into_iter().map(|(name, member)| (name.clone(), sorted(member))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_cannot_be_wished_is_left_out() {
        let written = json!({
            "telephoneNumber": "+441632960110",
            "serviceProvisioningStatus": "synced",
            "serviceDetails": {"teamsOperatorConnect": {
                "enabled": true,
                "assignmentStatus": "assigned",
                "configuration": {"usage": "CallingUserAssignment", "choosableCapabilities": [], "locationId": null,
                    "acquiredCapabilities": ["Geographic"]},
            }},
        });
        let plain = json!({"serviceDetails": {"teamsOperatorConnect": {
            "configuration": {"choosableCapabilities": [], "usage": "CallingUserAssignment"}, "enabled": true,
        }}});
        assert_eq!(Wish::of(&written), Wish::of(&plain));
        assert!(Wish::of(&plain).is_for_teams());
    }
}
