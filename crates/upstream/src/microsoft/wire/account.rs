//! Accounts and their capability plans.

use super::text::{Text, owned};
use super::{ErrorRow, malformed, provisioning};
use crate::http::Answer;
use crate::{Account, AccountName, AccountOrder, CapabilityPlan, Failure};
use numberline_domain::Guid;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::microsoft) struct AccountRow<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    correlation_id: Option<Text<'a>>,
    service_details: Option<Services<'a>>,
    service_provisioning_status: Option<Text<'a>>,
    service_provisioning_errors: Option<Vec<ErrorRow<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Services<'a> {
    #[serde(borrow)]
    teams_tenant_id: Option<Text<'a>>,
    teams_operator_connect: Option<Synced>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Synced {
    sync_enabled: bool,
    enabled: bool,
    number_count: Option<i64>,
}

pub(in crate::microsoft) fn read(row: AccountRow<'_>) -> Result<Account, Failure> {
    let name = AccountName::parse(row.name.as_str()).map_err(|_| malformed("an account's name"))?;
    let (tenant, synced) = row
        .service_details
        .map_or((None, None), |services| (services.teams_tenant_id, services.teams_operator_connect));
    Ok(Account {
        name,
        tenant: tenant.and_then(|tenant| Guid::parse(tenant.as_str()).ok()),
        correlation_id: owned(row.correlation_id),
        operator_connect: synced.as_ref().is_some_and(|synced| synced.enabled && synced.sync_enabled),
        number_count: synced.and_then(|synced| synced.number_count),
        state: provisioning(row.service_provisioning_status.as_ref(), row.service_provisioning_errors),
    })
}

pub(in crate::microsoft) fn read_one(answer: &Answer) -> Result<Account, Failure> {
    read(answer.json()?)
}

/// The body of a PUT.
pub(in crate::microsoft) fn write(order: &AccountOrder) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Written<'a> {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        correlation_id: Option<&'a str>,
        service_details: WrittenServices,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct WrittenServices {
        teams_tenant_id: String,
        teams_operator_connect: WrittenSynced,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct WrittenSynced {
        enabled: bool,
        sync_enabled: bool,
    }
    let written = Written {
        name: order.name.as_str(),
        correlation_id: order.correlation_id.as_deref(),
        service_details: WrittenServices {
            teams_tenant_id: order.tenant.to_string(),
            teams_operator_connect: WrittenSynced { enabled: true, sync_enabled: true },
        },
    };
    serde_json::to_vec(&written).expect("texts and booleans can be written")
}

/// The answer to a question for the plans.
pub(in crate::microsoft) fn read_plans(answer: &Answer) -> Result<Vec<CapabilityPlan>, Failure> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Plans {
        capability_plans: Vec<Plan>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Plan {
        name: String,
        usage: String,
        supports_toll_free: bool,
        offer_types: Option<Vec<String>>,
        mandatory_capabilities: Option<Vec<String>>,
        choosable_capabilities: Option<Vec<String>>,
    }
    let Plans { capability_plans } = answer.json()?;
    let plan = |plan: Plan| CapabilityPlan {
        name: plan.name,
        usage: plan.usage,
        mandatory: plan.mandatory_capabilities.unwrap_or_default(),
        choosable: plan.choosable_capabilities.unwrap_or_default(),
        offer_types: plan.offer_types.unwrap_or_default(),
        supports_toll_free: plan.supports_toll_free,
    };
    Ok(capability_plans.into_iter().map(plan).collect())
}
