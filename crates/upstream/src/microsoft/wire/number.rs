//! Numbers of the gateway. A sync reads every one of them, so nothing is copied that is not kept.

mod write;

pub(in crate::microsoft) use write::{identifiers, write};

use super::text::{Text, owned, words};
use super::{ErrorRow, malformed, provisioning};
use crate::http::Answer;
use crate::{Accepted, AccountName, Failure, NumberPage, OperatorConnect, PageLink, UpstreamNumber};
use numberline_domain::{PhoneNumber, Place};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NumberRow<'a> {
    #[serde(borrow)]
    telephone_number: Text<'a>,
    #[serde(borrow)]
    account_name: Text<'a>,
    #[serde(borrow)]
    service_details: Services<'a>,
    service_provisioning_status: Option<Text<'a>>,
    service_provisioning_errors: Option<Vec<ErrorRow<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Services<'a> {
    #[serde(borrow)]
    teams_operator_connect: Option<Side<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Side<'a> {
    enabled: bool,
    #[serde(borrow)]
    assignment_status: Option<Text<'a>>,
    configuration: Option<Configuration<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Configuration<'a> {
    #[serde(borrow)]
    usage: Text<'a>,
    #[serde(borrow)]
    choosable_capabilities: Vec<Text<'a>>,
    acquired_capabilities: Option<Vec<Text<'a>>>,
    available_capabilities: Option<Vec<Text<'a>>>,
    additional_usages: Option<Vec<Text<'a>>>,
    civic_address_id: Option<Text<'a>>,
    location_id: Option<Text<'a>>,
    allow_tenant_address_update: Option<bool>,
    displayed_country_code: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageRow<'a> {
    #[serde(borrow)]
    value: Vec<NumberRow<'a>>,
    next_link: Option<Text<'a>>,
}

/// Reads a page of one account's numbers, or of all accounts'.
pub(in crate::microsoft) fn read_page(
    answer: &Answer,
    account: Option<&AccountName>,
    next: impl Fn(Option<&str>) -> Result<Option<PageLink>, Failure>,
) -> Result<NumberPage, Failure> {
    let PageRow { value, next_link } = answer.json()?;
    let rows = value.len() as u64;
    let numbers = read_rows(value, account)?;
    Ok(NumberPage {
        set_aside: rows - numbers.len() as u64,
        numbers,
        next: next(next_link.as_ref().map(Text::as_str))?,
        record_count: answer.header("x-ms-record-count").and_then(|count| count.parse().ok()),
    })
}

/// Reads the number that was asked for.
pub(in crate::microsoft) fn read_one(
    answer: &Answer,
    account: &AccountName,
    phone: PhoneNumber,
) -> Result<UpstreamNumber, Failure> {
    let number = read_rows(vec![answer.json()?], Some(account))?.pop();
    let number = number.filter(|number| number.phone == phone);
    number.ok_or_else(|| Failure::Malformed { reason: "it is about another number than the one asked for".to_owned() })
}

/// Reads the numbers of an order as they stand after it.
pub(in crate::microsoft) fn read_accepted(answer: &Answer, account: &AccountName) -> Result<Accepted, Failure> {
    #[derive(Deserialize)]
    struct Batch<'a> {
        #[serde(borrow)]
        numbers: Vec<NumberRow<'a>>,
    }
    let Batch { numbers } = answer.json()?;
    Ok(Accepted { numbers: read_rows(numbers, Some(account))? })
}

/// Reads the capabilities that all the numbers asked about could have.
pub(in crate::microsoft) fn read_available(answer: &Answer) -> Result<Vec<String>, Failure> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Available {
        available_capabilities: Vec<String>,
    }
    answer.json().map(|Available { available_capabilities }| available_capabilities)
}

/// Rows of two digits are left out: the description admits them, E.164 does not.
fn read_rows(rows: Vec<NumberRow<'_>>, account: Option<&AccountName>) -> Result<Vec<UpstreamNumber>, Failure> {
    let mut numbers: Vec<UpstreamNumber> = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(phone) = phone(row.telephone_number.as_str())? else { continue };
        let name = match numbers.last() {
            Some(last) if last.account.as_str() == row.account_name.as_str() => last.account.clone(),
            Some(_) | None => {
                AccountName::parse(row.account_name.as_str()).map_err(|_| malformed("an account's name"))?
            }
        };
        if account.is_some_and(|account| *account != name) {
            return Err(Failure::Malformed { reason: "a row is another account's than the one asked for".to_owned() });
        }
        let state = provisioning(row.service_provisioning_status.as_ref(), row.service_provisioning_errors);
        let operator_connect = row.service_details.teams_operator_connect.map(read_side);
        numbers.push(UpstreamNumber { phone, account: name, state, operator_connect });
    }
    Ok(numbers)
}

/// `None` for a number that the description admits and E.164 does not.
fn phone(text: &str) -> Result<Option<PhoneNumber>, Failure> {
    match PhoneNumber::parse(text) {
        Ok(phone) => Ok(Some(phone)),
        Err(_) => match text.as_bytes() {
            [b'+', b'1'..=b'9', b'0'..=b'9'] => Ok(None),
            _ => Err(malformed("a telephone number")),
        },
    }
}

fn read_side(side: Side<'_>) -> OperatorConnect {
    let Side { enabled, assignment_status, configuration } = side;
    let assignment = owned(assignment_status);
    let Some(configuration) = configuration else {
        return OperatorConnect { enabled, assignment, ..OperatorConnect::default() };
    };
    OperatorConnect {
        enabled,
        assignment,
        usage: Some(configuration.usage.into_string()),
        additional_usages: words(configuration.additional_usages.unwrap_or_default()),
        chosen: words(configuration.choosable_capabilities),
        acquired: configuration.acquired_capabilities.map(words),
        available: configuration.available_capabilities.map(words),
        place: Place {
            location_id: owned(configuration.location_id),
            civic_address_id: owned(configuration.civic_address_id),
        },
        allow_tenant_address_update: configuration.allow_tenant_address_update.unwrap_or_default(),
        displayed_country_code: owned(configuration.displayed_country_code),
    }
}
