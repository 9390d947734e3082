//! What changed about a number, as the log tells it to people: the members that differ, named as the API names them.

use super::known::Facts;
use crate::Error;
use numberline_domain::{JsonText, Number, Status, Ticks};
use numberline_store::Tx;
use serde_json::{Map, Value};

/// A status, as the log tells it.
pub(super) fn status_text(status: Status) -> String {
    format!(r#"{{"acquiredNumberStatus":{}}}"#, status.code())
}

/// The members that differ, before and after, named as the API names them.
pub(super) fn texts(
    tx: &Tx<'_>,
    facts: &mut Facts,
    before: &Number,
    after: &Number,
) -> Result<(String, String), Error> {
    let (mut old, mut new) = (Map::new(), Map::new());
    let mut differ = |name: &str, before: Value, after: Value| {
        if before != after {
            old.insert(name.to_owned(), before);
            new.insert(name.to_owned(), after);
        }
    };
    differ("acquiredNumberStatus", before.status.code().into(), after.status.code().into());
    let time = |instant: Option<Ticks>| instant.map(|instant| instant.to_string()).into();
    differ("acquiredOn", time(before.acquired_on), time(after.acquired_on));
    if before.shape != after.shape {
        let of_before = facts.shape(tx, before.shape)?.offer.clone();
        let of_after = facts.shape(tx, after.shape)?.offer.clone();
        let json = |text: &Option<JsonText>| {
            text.as_ref().and_then(|text| serde_json::from_str(text.as_str()).ok()).unwrap_or(Value::Null)
        };
        differ("acquiredCapabilities", json(&of_before.acquired_capabilities), json(&of_after.acquired_capabilities));
        differ(
            "availableCapabilities",
            json(&of_before.available_capabilities),
            json(&of_after.available_capabilities),
        );
        differ("isoCountryCode", of_before.iso_country_code.into(), of_after.iso_country_code.into());
    }
    if before.place != after.place {
        let of_before = facts.place(tx, before.place)?.clone();
        let of_after = facts.place(tx, after.place)?.clone();
        differ("locationId", of_before.location_id.into(), of_after.location_id.into());
        differ("civicAddressId", of_before.civic_address_id.into(), of_after.civic_address_id.into());
    }
    Ok((Value::Object(old).to_string(), Value::Object(new).to_string()))
}
