//! Bodies that are not as they should be.

use super::Malformed;
use crate::reply::{Delivery, Reply};
use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

/// A page such as proxies send.
const HTML: &str =
    "<!DOCTYPE html><html><head><title>Service</title></head><body><h1>We will be right back</h1></body></html>";
const DEPTH: usize = 10_000;
const MEBIBYTES: u64 = 200;

/// Replaces the body.
pub(super) fn malform(reply: &mut Reply, form: Malformed) {
    let body = reply.answer.body();
    let text = String::from_utf8_lossy(body);
    let malformed = match form {
        Malformed::Html => {
            reply.answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
            Bytes::from_static(HTML.as_bytes())
        }
        Malformed::Empty => Bytes::new(),
        Malformed::Null => Bytes::from_static(b"null"),
        Malformed::List => Bytes::from_static(b"[]"),
        Malformed::Truncated => body.slice(..body.len() / 2),
        Malformed::Types => serde_json::from_slice(body).map(other_types).unwrap_or_default().to_string().into(),
        Malformed::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().into(),
        Malformed::ByteOrderMark => format!("\u{feff}{text}").into(),
        Malformed::NotANumber => text.replacen('{', "{\"count\":NaN,", 1).into(),
        Malformed::Doubled => serde_json::from_slice(body).map(|value| doubled(&value)).unwrap_or_default().into(),
        Malformed::Deep => format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH)).into(),
        Malformed::Huge => {
            reply.delivery = Delivery::Padded { mebibytes: MEBIBYTES };
            body.clone()
        }
    };
    *reply.answer.body_mut() = malformed;
}

/// Adds a member and changes words to such as the contract may get one day.
pub(super) fn renew(reply: &mut Reply) {
    const WORDS: [(&str, &str); 3] = [
        ("serviceProvisioningStatus", "quarantined"),
        ("assignmentStatus", "robotAssigned"),
        ("status", "underReview"),
    ];
    let Ok(mut value) = serde_json::from_slice::<Value>(reply.answer.body()) else { return };
    let target = match value.get_mut("value").and_then(|items| items.get_mut(0)) {
        Some(first) => first,
        None => &mut value,
    };
    if let Value::Object(members) = target {
        for (name, word) in WORDS {
            if members.get(name).is_some_and(Value::is_string) {
                members.insert(name.to_owned(), word.into());
            }
        }
        members.insert("emergencyPolicy".to_owned(), json!({ "level": 3, "zones": ["north"] }));
    }
    *reply.answer.body_mut() = value.to_string().into();
}

/// Texts that look like numbers are numbers, truths are texts, and lists are objects.
fn other_types(value: Value) -> Value {
    match value {
        Value::String(text) => match text.trim_start_matches('+').parse::<u64>() {
            Ok(number) => number.into(),
            Err(_) => json!([text]),
        },
        Value::Bool(truth) => truth.to_string().into(),
        Value::Array(items) => {
            let members = items.into_iter().enumerate().map(|(at, item)| (at.to_string(), other_types(item)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, member)| (name, other_types(member))).collect())
        }
        Value::Number(number) => number.to_string().into(),
        Value::Null => Value::Null,
    }
}

/// The JSON text with each member of its outermost object twice.
fn doubled(value: &Value) -> String {
    let text = value.to_string();
    match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        Some(members) if !members.is_empty() => format!("{{{members},{members}}}"),
        _ => text,
    }
}
