//! Numbers as they are ordered.

use crate::{CreateOrder, OrderedNumber};
use numberline_domain::PhoneNumber;
use serde::Serialize;

#[derive(Serialize)]
struct Batch<R> {
    numbers: Vec<R>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    telephone_number: String,
    account_name: &'a str,
    service_details: Services<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Services<'a> {
    teams_operator_connect: Side<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Side<'a> {
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment_status: Option<&'static str>,
    configuration: Configuration<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Configuration<'a> {
    usage: &'a str,
    choosable_capabilities: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    additional_usages: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    civic_address_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location_id: Option<&'a str>,
    allow_tenant_address_update: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    displayed_country_code: Option<&'a str>,
}

/// The body of an order to put numbers in.
pub(in crate::microsoft) fn write(order: &CreateOrder) -> Vec<u8> {
    let row = |number| row(order.account.as_str(), number);
    to_vec(&Batch { numbers: order.numbers.iter().map(row).collect() })
}

fn row<'a>(account: &'a str, number: &'a OrderedNumber) -> Row<'a> {
    let configuration = Configuration {
        usage: &number.usage,
        choosable_capabilities: &number.capabilities,
        additional_usages: &number.additional_usages,
        civic_address_id: number.civic_address_id.as_deref(),
        location_id: number.location_id.as_deref(),
        allow_tenant_address_update: number.allow_tenant_address_update,
        displayed_country_code: number.displayed_country_code.as_deref(),
    };
    let assignment_status = number.assigned.map(|assigned| if assigned { "assigned" } else { "unassigned" });
    Row {
        telephone_number: number.phone.to_string(),
        account_name: account,
        service_details: Services { teams_operator_connect: Side { enabled: true, assignment_status, configuration } },
    }
}

/// The body of a question or an order about numbers by themselves.
pub(in crate::microsoft) fn identifiers(phones: &[PhoneNumber]) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Identifier {
        telephone_number: String,
    }
    let identifier = |phone: &PhoneNumber| Identifier { telephone_number: phone.to_string() };
    to_vec(&Batch { numbers: phones.iter().map(identifier).collect() })
}

fn to_vec(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("texts, booleans and lists can be written")
}
