//! Single JSON values of a record, judged by their type.

use numberline_domain::{Guid, JsonText, Ticks};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(super) field: &'static str,
    pub(super) reason: String,
}

type Read<T> = Result<Option<T>, Fault>;

fn fault<T>(field: &'static str, reason: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { field, reason: reason.into() })
}

fn present(raw: Option<&RawValue>) -> Option<&RawValue> {
    raw.filter(|raw| raw.get() != "null")
}

/// A value as a message shows it: short, and without control characters.
pub(super) fn shown(raw: &RawValue) -> String {
    let text = raw.get().trim_matches('"');
    let short: String = text.chars().take(40).filter(|character| !character.is_control()).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

pub(super) fn integer(field: &'static str, raw: Option<&RawValue>) -> Read<i64> {
    let Some(raw) = present(raw) else { return Ok(None) };
    match raw.get().parse() {
        // Rust reads `+1` and `-0`, JSON does not write them as integers.
        Ok(value) if !raw.get().starts_with('+') => Ok(Some(value)),
        _ => fault(field, format!("`{}` is not an integer of 64 bits", shown(raw))),
    }
}

pub(super) fn text<'a>(field: &'static str, raw: Option<&'a RawValue>) -> Read<Cow<'a, str>> {
    let Some(raw) = present(raw) else { return Ok(None) };
    let json = raw.get();
    if let Some(inner) = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains('\\')
    {
        return Ok(Some(Cow::Borrowed(inner)));
    }
    match serde_json::from_str::<String>(json) {
        Ok(text) if text.contains('\0') => fault(field, "holds the character U+0000, which no database keeps"),
        Ok(text) => Ok(Some(Cow::Owned(text))),
        Err(_) => fault(field, format!("`{}` is not a text", shown(raw))),
    }
}

pub(super) fn ticks(field: &'static str, raw: Option<&RawValue>) -> Read<Ticks> {
    let Some(text) = text(field, raw)? else { return Ok(None) };
    Ticks::parse(&text).map(Some).or_else(|error| fault(field, format!("`{text}` {error}")))
}

pub(super) fn guid(field: &'static str, raw: Option<&RawValue>) -> Read<Guid> {
    let Some(text) = text(field, raw)? else { return Ok(None) };
    Guid::parse(&text).map(Some).or_else(|error| fault(field, format!("`{text}` {error}")))
}

/// A list of texts, written anew so that only order and content count.
pub(super) fn texts(field: &'static str, raw: Option<&RawValue>) -> Read<JsonText> {
    typed::<Vec<String>>(field, raw, "a list of texts")
}

/// One SBC of `sbcList`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Sbc {
    // With a reader named, an absent member is not taken for null: what is imported comes back equal.
    #[serde(deserialize_with = "Option::deserialize")]
    sbc_name: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    sbc_id: Option<i64>,
}

const SBCS: &str = r#"a list of {"sbcName","sbcId"}"#;

pub(super) fn sbc_list(field: &'static str, raw: Option<&RawValue>) -> Read<JsonText> {
    // A list of two would be read as an SBC, too.
    let elements = present(raw).and_then(|raw| serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok());
    if let Some(other) = elements.iter().flatten().find(|element| !element.get().starts_with('{')) {
        return fault(field, format!("is not {SBCS}: `{}` is no object", shown(other)));
    }
    typed::<Vec<Sbc>>(field, raw, SBCS)
}

fn typed<T: Serialize + for<'de> Deserialize<'de>>(
    field: &'static str,
    raw: Option<&RawValue>,
    expected: &str,
) -> Read<JsonText> {
    let Some(raw) = present(raw) else { return Ok(None) };
    match serde_json::from_str::<T>(raw.get()) {
        Ok(list) => {
            let json = serde_json::to_string(&list).expect("lists of texts and integers always serialise");
            Ok(Some(JsonText::from_json(&json)))
        }
        Err(error) => fault(field, format!("is not {expected}: {error}")),
    }
}

/// Any list, kept as it stands but for the blanks between its tokens.
pub(super) fn any_list(field: &'static str, raw: Option<&RawValue>) -> Read<JsonText> {
    let Some(raw) = present(raw) else { return Ok(None) };
    match serde_json::from_str::<Vec<serde_json::Value>>(raw.get()) {
        Ok(_) => Ok(Some(JsonText::from_json(raw.get()))),
        Err(error) => fault(field, format!("is not a list: {error}")),
    }
}
