//! A question to another system, and its answer, before anybody knows what either means.

use super::nesting;
use crate::{Failure, OrderId, Secret};
use numberline_domain::{Guid, Ticks};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Deserialize;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Whom a host's request to wait concerns: one tenant, or everybody.
pub(crate) type Lane = Option<Guid>;

/// A question, such that it can be asked again. Not to be printed: its body may bear a secret.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
    /// Whether it changes anything: then a lost answer leaves a doubt that only a success removes.
    pub(crate) is_order: bool,
    pub(crate) lane: Lane,
    /// What it bears that no answer may give back.
    pub(crate) secrets: Vec<Secret>,
}

impl Call {
    /// A question that changes nothing.
    pub(crate) fn get(url: Url) -> Self {
        let (headers, secrets) = (HeaderMap::new(), Vec::new());
        Self { method: Method::GET, url, headers, body: None, is_order: false, lane: None, secrets }
    }

    /// The same with another method.
    pub(crate) fn method(self, method: Method) -> Self {
        Self { method, ..self }
    }

    /// The same with a body.
    pub(crate) fn body(mut self, content_type: &'static str, body: Vec<u8>) -> Self {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self { body: Some(body), ..self }
    }

    /// The same as an order, which may be sent again under the same id.
    pub(crate) fn order(mut self, order: &OrderId) -> Self {
        let id = order.request.to_string();
        let date = httpdate::fmt_http_date(system_time(order.first_sent));
        for (name, text) in [
            ("repeatability-request-id", id.as_str()),
            ("x-ms-client-request-id", id.as_str()),
            ("repeatability-first-sent", date.as_str()),
        ] {
            let value = HeaderValue::from_str(text).expect("GUIDs and dates are visible ASCII");
            self.headers.insert(HeaderName::from_static(name), value);
        }
        Self { is_order: true, ..self }
    }

    /// The same, where a request to wait concerns one tenant alone.
    pub(crate) fn lane(self, tenant: Guid) -> Self {
        Self { lane: Some(tenant), ..self }
    }
}

/// Dates in headers begin with 1970, and have whole seconds.
fn system_time(instant: Ticks) -> SystemTime {
    let since_1970 = instant.as_i64() - Ticks::from_unix_nanoseconds(0).as_i64();
    UNIX_EPOCH + Duration::from_secs(u64::try_from(since_1970).unwrap_or_default() / 10_000_000)
}

/// An answer that came whole, with a status of success.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Its body as JSON.
    ///
    /// # Errors
    /// [`Failure::Malformed`] says where it stops being what was expected, never what stands there.
    pub(crate) fn json<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Failure> {
        if !nesting::is_within_limit(&self.body) {
            return Err(Failure::Malformed { reason: "its values are nested too deeply".to_owned() });
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            let what = match error.classify() {
                serde_json::error::Category::Eof => "ends too early",
                serde_json::error::Category::Data => "is not of the documented shape",
                serde_json::error::Category::Io | serde_json::error::Category::Syntax => "is not JSON",
            };
            let reason = format!("it {what} at line {}, column {}", error.line(), error.column());
            Failure::Malformed { reason }
        })
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
