//! SBCs, and how they stand in the texts that numbers share.

use crate::{JsonText, SbcFacts};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The id of an SBC in the operator's books.
pub type SbcId = i64;

/// An SBC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sbc {
    /// Its id.
    pub id: SbcId,
    /// Its name.
    pub name: String,
    /// Its name in the domain name system.
    pub fqdn: Option<String>,
    /// Its address.
    pub ip_address: Option<String>,
}

/// An SBC as a number's `sbcList` has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttachedSbc {
    /// Its id.
    pub id: SbcId,
    /// Its name there.
    pub name: Option<String>,
}

impl Sbc {
    /// Its text in `sbcListArray`: `fqdn [ip]`, or the FQDN alone.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let fqdn = self.fqdn.as_deref()?;
        Some(self.ip_address.as_deref().map_or_else(|| fqdn.to_owned(), |ip| format!("{fqdn} [{ip}]")))
    }
}

impl SbcFacts {
    /// The SBCs of `sbcList` that have an id, in its order.
    #[must_use]
    pub fn attached(&self) -> Vec<AttachedSbc> {
        let elements = self.elements();
        elements.iter().filter_map(|element| element.id().map(|id| AttachedSbc { id, name: element.name() })).collect()
    }

    /// The texts of a service with these SBCs; `sbcListJson` stays as it is.
    #[must_use]
    pub fn with_attached(&self, sbcs: &[&Sbc]) -> Self {
        let list = sbcs.iter().map(|sbc| format!(r#"{{"sbcName":{},"sbcId":{}}}"#, text(&sbc.name), sbc.id));
        let addresses = sbcs.iter().filter_map(|sbc| sbc.address()).map(|address| text(&address));
        Self {
            sbc_list: Some(array(list)),
            sbc_list_json: self.sbc_list_json.clone(),
            sbc_list_array: Some(array(addresses)),
        }
    }

    /// The same texts with an SBC's present name and address; the same, when it is not attached.
    ///
    /// `sbcListArray` has no ids. Where it is as long as `sbcList`, the SBC's text is the one in its place; where it is
    /// not, it is made anew if the address of every attached SBC is `known`, and left alone otherwise.
    #[must_use]
    pub fn with_sbc(&self, sbc: &Sbc, known: &BTreeMap<SbcId, Sbc>) -> Self {
        let elements = self.elements();
        if !elements.iter().any(|element| element.id() == Some(sbc.id)) {
            return self.clone();
        }
        let is_renamed = elements.iter().any(|element| element.is_otherwise_named(sbc));
        let list = elements.iter().map(|element| element.with_name_of(sbc));
        Self {
            sbc_list: if is_renamed { Some(array(list)) } else { self.sbc_list.clone() },
            sbc_list_json: self.sbc_list_json.clone(),
            sbc_list_array: self.addresses_with(sbc, known, &elements).or_else(|| self.sbc_list_array.clone()),
        }
    }

    fn addresses_with(&self, sbc: &Sbc, known: &BTreeMap<SbcId, Sbc>, elements: &[Element]) -> Option<JsonText> {
        let address = sbc.address()?;
        let present: Vec<String> = serde_json::from_str(self.sbc_list_array.as_ref()?.as_str()).ok()?;
        let wanted: Vec<String> = if present.len() == elements.len() {
            let beside = elements.iter().zip(&present);
            beside
                .map(|(element, text)| if element.id() == Some(sbc.id) { address.clone() } else { text.clone() })
                .collect()
        } else {
            let of = |element: &Element| match element.id()? {
                id if id == sbc.id => Some(address.clone()),
                id => known.get(&id)?.address(),
            };
            elements.iter().map(of).collect::<Option<_>>()?
        };
        (wanted != present).then(|| array(wanted.iter().map(|address| text(address))))
    }

    fn elements(&self) -> Vec<Element> {
        self.sbc_list.as_ref().and_then(|list| serde_json::from_str(list.as_str()).ok()).unwrap_or_default()
    }
}

fn text(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

fn array(elements: impl Iterator<Item = String>) -> JsonText {
    JsonText::from_json(&format!("[{}]", elements.collect::<Vec<_>>().join(",")))
}

/// An element of `sbcList`: its members in their order, their values as they stand there.
struct Element(Vec<(String, Box<RawValue>)>);

const NAME: &str = "sbcName";
const ID: &str = "sbcId";

impl Element {
    fn value<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        let (_, value) = self.0.iter().rev().find(|(member, _)| member == name)?;
        serde_json::from_str(value.get()).ok()
    }

    fn id(&self) -> Option<SbcId> {
        self.value(ID)
    }

    fn name(&self) -> Option<String> {
        self.value(NAME)
    }

    fn is_otherwise_named(&self, sbc: &Sbc) -> bool {
        self.id() == Some(sbc.id) && self.name().as_deref() != Some(&sbc.name) && self.has_name()
    }

    fn has_name(&self) -> bool {
        self.0.iter().any(|(member, _)| member == NAME)
    }

    fn with_name_of(&self, sbc: &Sbc) -> String {
        let is_renamed = self.is_otherwise_named(sbc);
        let members = self.0.iter().map(|(name, value)| {
            let value = if is_renamed && name == NAME { text(&sbc.name) } else { value.get().to_owned() };
            format!("{}:{value}", text(name))
        });
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Element;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an SBC")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Element, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Element(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
#[path = "sbc_tests.rs"]
mod tests;
