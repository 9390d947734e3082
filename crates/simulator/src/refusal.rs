//! A call that is refused, in the shape that each service has for it.

use crate::asked::Asked;
use crate::reply;
use bytes::Bytes;
use http::{HeaderValue, Response};
use numberline_domain::Ticks;
use serde_json::{Value, json};

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    code: &'static str,
    message: String,
    target: Option<String>,
    /// Headers that only this refusal has.
    headers: Vec<(&'static str, String)>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), target: None, headers: Vec::new() }
    }

    /// Names the member or parameter that is at fault.
    pub(crate) fn at(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Says within what the target stands.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.target = Some(self.target.map_or_else(|| outer.to_owned(), |target| format!("{outer}.{target}")));
        self
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Says that the pair of repeatability headers is refused.
    pub(crate) fn rejected(self) -> Self {
        self.with("repeatability-result", "rejected")
    }

    /// It as the gateway says it.
    pub(crate) fn into_gateway(self) -> Response<Bytes> {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(target) = &self.target {
            error["target"] = target.clone().into();
        }
        let code = self.code;
        let mut answer = self.answer(&json!({ "error": error }));
        answer.headers_mut().insert("x-ms-error-code", HeaderValue::from_static(code));
        answer
    }

    /// It as Graph says it; the trace ids are put into its headers by whoever sends it.
    pub(crate) fn into_graph(self, asked: &Asked<'_>, trace: &str, now: Ticks) -> Response<Bytes> {
        let client = asked.header("client-request-id").unwrap_or(trace);
        let inner = json!({ "date": now.to_string()[..19], "request-id": trace, "client-request-id": client });
        let error = json!({ "code": self.code, "message": self.message, "innerError": inner });
        self.answer(&json!({ "error": error }))
    }

    /// It as the token call says it.
    pub(crate) fn into_tokens(self) -> Response<Bytes> {
        let number: Option<u32> = self.target.as_deref().and_then(|target| target.parse().ok());
        let mut error = json!({ "error": self.code, "error_description": self.message });
        if let Some(number) = number {
            error["error_description"] = format!("AADSTS{number}: {}", self.message).into();
            error["error_codes"] = json!([number]);
        }
        self.answer(&error)
    }

    fn answer(self, body: &Value) -> Response<Bytes> {
        let mut answer = reply::json(self.status, body);
        for (name, value) in &self.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                answer.headers_mut().insert(*name, value);
            }
        }
        answer
    }
}
