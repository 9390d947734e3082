//! Records of what numbers share. What was only seen on numbers is in [`fact`](crate::fact).

pub mod calling_profile;
pub mod channel;
pub mod civic_address;
pub mod lead;
pub mod sbc;
pub mod service;
pub mod site_location;

use crate::Error;
use numberline_domain::JsonText;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value as JSON, to be kept.
fn to_json(value: &impl Serialize) -> JsonText {
    JsonText::from_json(&serde_json::to_string(value).expect("lists and maps of texts are always JSON"))
}

/// A value kept as JSON.
fn of_json<T: DeserializeOwned>(text: &str, place: &'static str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::corrupt(place))
}
