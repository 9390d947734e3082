//! What a caller wants of an answer's form: media type, coding, and which answers it has already.

mod accept;
mod coding;
mod known;

pub(crate) use coding::{Coding, Packing};

use crate::problem::{ErrorCode, Problem};
use axum::extract::FromRequestParts;
use http::header::{ACCEPT, ACCEPT_ENCODING, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};

/// The form that a caller wants.
#[derive(Debug)]
pub(crate) struct Wants {
    /// The coding of the body.
    pub(crate) coding: Coding,
    if_none_match: Option<Vec<HeaderValue>>,
}

impl Wants {
    /// Whether the caller has the answer with this entity tag.
    pub(crate) fn knows(&self, etag: &str) -> bool {
        self.if_none_match.as_ref().is_some_and(|lines| lines.iter().any(|line| known::names(line.as_bytes(), etag)))
    }
}

impl<S: Sync> FromRequestParts<S> for Wants {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let headers = &parts.headers;
        if !accept::admits_json(lines(headers, ACCEPT)) {
            let detail = "the answer is `application/json`; admit it in `Accept`, or send no `Accept`";
            return Err(Problem::new(ErrorCode::NotAcceptable, detail));
        }
        let coding = Coding::negotiate(lines(headers, ACCEPT_ENCODING));
        let if_none_match =
            headers.contains_key(IF_NONE_MATCH).then(|| headers.get_all(IF_NONE_MATCH).iter().cloned().collect());
        Ok(Self { coding, if_none_match })
    }
}

/// The lines of a header, as bytes.
fn lines(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &[u8]> {
    headers.get_all(name).iter().map(HeaderValue::as_bytes)
}

/// The elements of a list header, each with its weight in thousandths (1000 when none is given).
///
/// An element whose weight is malformed is left out, as if it had not been sent.
fn weighted<'h>(lines: impl Iterator<Item = &'h [u8]>) -> impl Iterator<Item = (&'h str, u16)> {
    let elements = lines.filter_map(|line| std::str::from_utf8(line).ok()).flat_map(|line| line.split(','));
    elements.filter_map(|element| {
        let mut parts = element.split(';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        Some((name, weight.map_or(Some(1000), thousandths)?))
    })
}

/// A weight such as `0.35`, in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    if !matches!(whole, "0" | "1") || fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let padded = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
    let value = padded.fold(u16::from(whole == "1"), |value, digit| value * 10 + u16::from(digit - b'0'));
    (value <= 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_in_thousandths() {
        for (text, expected) in
            [("0", Some(0)), ("1", Some(1000)), ("0.35", Some(350)), ("1.000", Some(1000)), ("0.", Some(0))]
        {
            assert_eq!(thousandths(text), expected, "{text}");
        }
        for text in ["", "2", "1.001", "0.1234", "-0", ".5", "0.x"] {
            assert_eq!(thousandths(text), None, "{text}");
        }
    }
}
