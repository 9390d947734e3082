//! A record of the API, read back for people: its members in their order, and their values as texts.

use crate::table;
use numberline_domain::Status;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A record's members, in the API's order, their values as they stand in the answer.
pub(super) struct Record(Vec<(String, Box<RawValue>)>);

impl Record {
    /// The members with their values as people read them, in the API's order.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, String)> {
        self.0.iter().map(|(name, value)| (name.as_str(), text(name, value.get())))
    }

    /// A member's value as people read it; empty for null.
    pub(super) fn text(&self, name: &str) -> String {
        let value = self.0.iter().find(|(member, _)| member == name).map(|(_, value)| value.get());
        value.filter(|value| *value != "null").map_or_else(String::new, |value| text(name, value))
    }
}

/// A value as people read it. Nothing in it moves a terminal's cursor.
fn text(name: &str, json: &str) -> String {
    if let Ok(text) = serde_json::from_str::<String>(json) {
        return table::visible(&text);
    }
    let status = if name == "acquiredNumberStatus" { json.parse().ok() } else { None };
    match status.and_then(|code| Status::from_code(code).ok()) {
        Some(status) => status.to_string(),
        None => table::visible(json),
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Record;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut members = Vec::with_capacity(32);
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Record(members))
    }
}
