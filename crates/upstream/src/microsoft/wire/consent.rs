//! Consents, which the gateway calls requests for information.

use super::text::{Text, owned, words};
use super::{ErrorRow, malformed, provisioning};
use crate::http::Answer;
use crate::{Consent, Contact, Failure};
use numberline_domain::{Guid, Ticks};
use serde::Deserialize;
use std::borrow::Cow;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::microsoft) struct ConsentRow<'a> {
    #[serde(borrow)]
    tenant_id: Text<'a>,
    id: Option<Text<'a>>,
    account_name: Option<Text<'a>>,
    product_context: Option<Text<'a>>,
    operator_id: Option<Text<'a>>,
    status: Option<Text<'a>>,
    consented_on: Option<Text<'a>>,
    last_modified_on: Option<Text<'a>>,
    consented_countries: Option<Vec<Text<'a>>>,
    contacts: Option<Vec<ContactRow<'a>>>,
    customer_relationship: Option<Relationship<'a>>,
    service_provisioning_status: Option<Text<'a>>,
    service_provisioning_errors: Option<Vec<ErrorRow<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContactRow<'a> {
    #[serde(borrow)]
    full_name: Text<'a>,
    #[serde(borrow)]
    email: Text<'a>,
    telephone_number: Option<Text<'a>>,
    company_name: Option<Text<'a>>,
    company_size: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Relationship<'a> {
    #[serde(borrow)]
    status: Option<Text<'a>>,
}

pub(in crate::microsoft) fn read(row: ConsentRow<'_>) -> Result<Consent, Failure> {
    let contact = |row: ContactRow<'_>| Contact {
        full_name: row.full_name.into_string(),
        email: row.email.into_string(),
        telephone_number: owned(row.telephone_number),
        company_name: owned(row.company_name),
        company_size: owned(row.company_size),
    };
    Ok(Consent {
        tenant: Guid::parse(row.tenant_id.as_str()).map_err(|_| malformed("a tenant"))?,
        id: owned(row.id),
        account: owned(row.account_name),
        product_context: owned(row.product_context),
        operator_id: owned(row.operator_id),
        status: owned(row.status),
        consented_on: row.consented_on.map(instant).transpose()?,
        last_modified_on: row.last_modified_on.map(instant).transpose()?,
        countries: words(row.consented_countries.unwrap_or_default()),
        contacts: row.contacts.unwrap_or_default().into_iter().map(contact).collect(),
        relationship: row.customer_relationship.and_then(|relationship| owned(relationship.status)),
        state: provisioning(row.service_provisioning_status.as_ref(), row.service_provisioning_errors),
    })
}

pub(in crate::microsoft) fn read_one(answer: &Answer) -> Result<Consent, Failure> {
    read(answer.json()?)
}

/// The body of the PATCH that says that a consent was seen, with the one word that is documented.
pub(in crate::microsoft) fn acknowledgement() -> Vec<u8> {
    br#"{"customerRelationship":{"status":"ConsentAcknowledged"}}"#.to_vec()
}

/// A time of any precision, cut to ours; a leap second is the second before it.
fn instant(text: Text<'_>) -> Result<Ticks, Failure> {
    let mut text = Cow::from(text.into_string());
    if let Some(rest) = text.get(19..).and_then(|rest| rest.strip_prefix('.')) {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 7 {
            text = Cow::from(format!("{}{}", &text[..27], &text[20 + digits..]));
        }
    }
    if text.get(17..19) == Some("60") {
        text = Cow::from(format!("{}59{}", &text[..17], &text[19..]));
    }
    Ticks::parse(&text).map_err(|_| malformed("a time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_any_precision_are_read() {
        let of = |text: &str| serde_json::from_str::<Text<'_>>(&format!("\"{text}\"")).map(instant).unwrap();
        let plain = Ticks::parse("2026-02-16T16:17:56.1427926Z").unwrap();
        assert_eq!(of("2026-02-16T16:17:56.142792699Z"), Ok(plain));
        assert_eq!(of("2026-02-16T18:17:56.1427926+02:00"), Ok(plain));
        assert_eq!(of("2016-12-31T23:59:60Z"), Ok(Ticks::parse("2016-12-31T23:59:59Z").unwrap()));
        for text in ["", "2026-02-16", "2026-02-16T16:17:56", "yesterday, at the usual time"] {
            assert!(of(text).is_err(), "{text}");
        }
    }
}
