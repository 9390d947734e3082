//! A request as the services read it.

use crate::route::{Operation, Route};
use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode;

/// A request.
#[derive(Debug)]
pub(crate) struct Asked<'r> {
    pub(crate) method: &'r Method,
    /// `http://HOST` and the path of the service, as the client addressed it.
    pub(crate) base: String,
    /// The path below that.
    pub(crate) path: &'r str,
    pub(crate) query_text: &'r str,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r Bytes,
    /// The operation; `None` when there is none at the path.
    pub(crate) route: Option<Route>,
}

impl Asked<'_> {
    /// The value of a header that is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The value of a query parameter; the first when there are several.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The bearer token.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The operation, if there is one.
    pub(crate) fn operation(&self) -> Option<Operation> {
        self.route.as_ref().map(|route| route.operation)
    }
}

/// Names and values of a query or a form, decoded.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    let decoded = |text: &[u8]| {
        let text: Vec<_> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        percent_decode(&text).decode_utf8_lossy().into_owned()
    };
    let given = text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    given
        .map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (decoded(&pair[..at]), decoded(pair.get(at + 1..).unwrap_or_default()))
        })
        .collect()
}
