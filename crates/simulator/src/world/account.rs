//! Accounts of the gateway.

use super::number::Slot;
use numberline_domain::Guid;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// An account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) name: Arc<str>,
    pub(crate) correlation_id: Option<String>,
    /// `serviceDetails` as written, without what only the service can know.
    pub(crate) services: Map<String, Value>,
    pub(crate) standing: AccountStanding,
    /// In the order of arrival.
    pub(crate) numbers: Vec<Slot>,
    /// Which write it is under; what was scheduled by an earlier one is void.
    pub(crate) write: u64,
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountStanding {
    Pending,
    Synced,
    /// Its delete was accepted.
    Releasing,
    /// Its delete failed: a number would not go.
    NotEmpty,
}

impl Account {
    /// The customer's directory.
    pub(crate) fn tenant(&self) -> Option<Guid> {
        self.services.get("teamsTenantId").and_then(Value::as_str).and_then(|text| Guid::parse(text).ok())
    }

    /// Whether numbers can be for Operator Connect.
    pub(crate) fn has_teams(&self) -> bool {
        self.services.get("teamsOperatorConnect").is_some_and(|service| service["enabled"] == true)
    }

    /// Whether what is written reaches Teams.
    pub(crate) fn is_passed_on(&self) -> bool {
        self.has_teams() && self.services["teamsOperatorConnect"]["syncEnabled"] == true
    }

    /// It as the gateway shows it.
    pub(crate) fn to_json(&self) -> Value {
        let mut services = self.services.clone();
        for (name, service) in &mut services {
            if let Value::Object(service) = service {
                let count = if name == "teamsOperatorConnect" { self.numbers.len() } else { 0 };
                service.insert("numberCount".to_owned(), count.into());
                if name == "teamsDirectRouting" {
                    service.insert("subdomainStatus".to_owned(), "notProvisioned".into());
                }
            }
        }
        let (status, errors) = match self.standing {
            AccountStanding::Pending | AccountStanding::Releasing => ("pending", json!([])),
            AccountStanding::Synced => ("synced", json!([])),
            AccountStanding::NotEmpty => {
                ("failed", json!([{"code": "AccountNotEmpty", "message": "Some numbers could not be deleted."}]))
            }
        };
        let mut account = json!({
            "name": *self.name,
            "serviceDetails": services,
            "serviceProvisioningStatus": status,
            "serviceProvisioningErrors": errors,
        });
        if let Some(id) = &self.correlation_id {
            account["correlationId"] = Value::from(id.clone());
        }
        account
    }
}
