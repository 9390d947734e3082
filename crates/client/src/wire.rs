//! How the domain's values stand in JSON.

use numberline_domain::{Guid, PhoneNumber, Status, Ticks};
use serde::de::{Deserialize, Deserializer, Error};
use std::fmt::Display;

/// Reads a value that stands in JSON as a `T`.
fn read<'de, D: Deserializer<'de>, T: Deserialize<'de>, V, E: Display>(
    deserializer: D,
    parse: impl FnOnce(T) -> Result<V, E>,
) -> Result<V, D::Error> {
    parse(T::deserialize(deserializer)?).map_err(Error::custom)
}

fn read_nullable<'de, D: Deserializer<'de>, V, E: Display>(
    deserializer: D,
    parse: impl FnOnce(&str) -> Result<V, E>,
) -> Result<Option<V>, D::Error> {
    read(deserializer, |text: Option<String>| text.as_deref().map(parse).transpose())
}

pub(crate) fn guid<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Guid, D::Error> {
    read(deserializer, |text: String| Guid::parse(&text))
}

pub(crate) fn nullable_guid<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Guid>, D::Error> {
    read_nullable(deserializer, Guid::parse)
}

pub(crate) fn ticks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Ticks, D::Error> {
    read(deserializer, |text: String| Ticks::parse(&text))
}

pub(crate) fn nullable_ticks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Ticks>, D::Error> {
    read_nullable(deserializer, Ticks::parse)
}

pub(crate) fn phone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PhoneNumber, D::Error> {
    read(deserializer, |text: String| PhoneNumber::parse(&text))
}

pub(crate) fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Status, D::Error> {
    read(deserializer, Status::from_code)
}
