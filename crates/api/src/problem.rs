//! Errors as callers see them: RFC 9457 problems.
//!
//! A handler or extractor refuses with a [`Problem`], which says what was wrong. The edge, through which every answer
//! goes, completes it with what only the request knows, a fresh ticket and the trace, and logs it: once, in one place.

mod code;
mod failure;
mod refusal;
mod trace;

pub use code::ErrorCode;
pub(crate) use failure::Failure;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The media type of every error.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What was wrong, by parameter or header.
pub type Faults = BTreeMap<String, Vec<String>>;

/// A refusal, before the request's own facts are added to it.
#[derive(Debug, Clone)]
pub struct Problem {
    code: ErrorCode,
    detail: Cow<'static, str>,
    errors: Faults,
    failures: Box<[Failure]>,
    progress: Option<Box<Progress>>,
    /// For the log alone.
    cause: Option<Box<str>>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// How far the server is with reading its numbers.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Progress {
    /// Numbers read so far.
    pub numbers: u64,
    /// Numbers there are, once counted.
    #[schema(required)]
    pub total: Option<u64>,
}

/// An error, as RFC 9457 describes it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProblemBody<'a> {
    /// `urn:numberline:error:` and the error code.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the error code means.
    title: &'static str,
    /// The HTTP status, again.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What was wrong with this request, and what to do.
    detail: &'a str,
    /// The path of the request.
    instance: &'a str,
    /// A fresh id, which also stands in the server's log line.
    #[schema(format = "uuid")]
    error_ticket: String,
    error_code: ErrorCode,
    /// The W3C trace id, taken from `traceparent` when that was sent.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    trace_id: Cow<'a, str>,
    /// For each parameter or header, all that is wrong with it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, Vec<String>>, required = false)]
    errors: &'a Faults,
    /// For each item of an order that is refused, why.
    #[serde(skip_serializing_if = "<[Failure]>::is_empty")]
    #[schema(value_type = Vec<Failure>, required = false)]
    failures: &'a [Failure],
    /// With `/readyz` alone, while the server loads.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Progress, required = false)]
    progress: Option<Progress>,
}

/// What a problem has to tell about its request. Cheap to keep beside every request.
pub(crate) struct Occasion {
    uri: Uri,
    traceparent: Option<HeaderValue>,
}

impl Problem {
    /// A refusal with this code; the detail is for the caller and says what to do.
    pub fn new(code: ErrorCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            detail: detail.into(),
            errors: Faults::new(),
            failures: Box::default(),
            progress: None,
            cause: None,
            headers: Vec::new(),
        }
    }

    /// The refusal of a request for these faults.
    #[must_use]
    pub fn of_faults(errors: Faults) -> Self {
        let detail = match errors.len() {
            1 => "one parameter, header or member is not as the schema says; `errors` names it".to_owned(),
            count => format!("{count} parameters, headers or members are not as the schema says; `errors` names them"),
        };
        Self { errors, ..Self::new(ErrorCode::RequestInvalid, detail) }
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What was wrong, a line for each fault.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let faults = |(name, faults): (&String, &Vec<String>)| {
            faults.iter().map(|fault| format!("{name}: {fault}")).collect::<Vec<_>>()
        };
        self.errors.iter().flat_map(faults).collect()
    }

    /// Whether it says that nobody was recognised.
    #[must_use]
    pub fn is_about_the_credential(&self) -> bool {
        let status = self.code.status();
        status == StatusCode::UNAUTHORIZED
            || matches!(self.code, ErrorCode::InventoryLoading | ErrorCode::CredentialUnverifiable)
    }

    /// The same with a header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The same, to be repeated after so many seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        self.with_header(RETRY_AFTER, seconds.into())
    }

    /// The same with what is refused of an order.
    #[must_use]
    pub(crate) fn with_failures(self, failures: Vec<Failure>) -> Self {
        Self { failures: failures.into(), ..self }
    }

    /// The same with what happened, for the log alone.
    #[must_use]
    pub fn because(self, cause: impl std::fmt::Display) -> Self {
        Self { cause: Some(cause.to_string().into()), ..self }
    }

    /// The same with how far the server is.
    #[must_use]
    pub fn with_progress(self, progress: Progress) -> Self {
        Self { progress: Some(Box::new(progress)), ..self }
    }

    /// The refusal while the first build of the inventory is under way.
    #[must_use]
    pub fn inventory_loading() -> Self {
        Self::new(ErrorCode::InventoryLoading, "the server has just started; `/readyz` tells how far it is")
            .retry_after(1)
    }

    /// A failure of ours; nothing of the inside is told.
    pub(crate) fn internal() -> Self {
        Self::new(ErrorCode::InternalError, "the server failed; its log has the cause under the ticket")
    }

    /// The answer, with what only the request knows. Makes the ticket and writes the log line.
    pub(crate) fn complete(self, occasion: &Occasion, cause: Option<&str>) -> Response {
        let status = self.code.status();
        let body = ProblemBody {
            kind: self.code.urn(),
            title: self.code.title(),
            status: status.as_u16(),
            detail: &self.detail,
            instance: occasion.uri.path(),
            error_ticket: Uuid::new_v4().to_string(),
            error_code: self.code,
            trace_id: occasion.trace_id(),
            errors: &self.errors,
            failures: &self.failures,
            progress: self.progress.as_deref().copied(),
        };
        log(&body, cause.or(self.cause.as_deref()));
        let json = serde_json::to_vec(&body).expect("texts and numbers always serialise");
        let mut response = Response::new(Body::from(json));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.headers);
        response
    }
}

/// Logs a refusal: our failures as errors, the caller's, and what only passes, as information. Quiet requests write no line.
fn log(body: &ProblemBody<'_>, cause: Option<&str>) {
    let ProblemBody { error_ticket, error_code, trace_id, instance, detail, errors, status, .. } = body;
    let (code, cause) = (error_code.as_str(), cause.unwrap_or(detail));
    let is_passing = matches!(error_code, ErrorCode::InventoryLoading | ErrorCode::Stopping);
    if *status >= 500 && !is_passing {
        tracing::error!(%error_ticket, code, %trace_id, instance, status, cause, "request failed");
    } else {
        tracing::info!(%error_ticket, code, %trace_id, instance, status, cause, ?errors, "request refused");
    }
}

impl Occasion {
    /// Keeps what a problem would have to tell.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        Self { uri: uri.clone(), traceparent: headers.get("traceparent").cloned() }
    }

    /// The path of the request.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    fn trace_id(&self) -> Cow<'_, str> {
        let given = self.traceparent.as_ref().and_then(|header| header.to_str().ok()).and_then(trace::trace_id);
        given.map_or_else(|| Cow::Owned(Uuid::new_v4().simple().to_string()), Cow::Borrowed)
    }
}

/// Travels to the edge inside the answer; the edge completes it.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occasion(traceparent: Option<&'static str>) -> Occasion {
        Occasion {
            uri: Uri::from_static("/api/v3/oc/numbers?pageSize=0"),
            traceparent: traceparent.map(HeaderValue::from_static),
        }
    }

    async fn json(response: Response) -> serde_json::Value {
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[tokio::test]
    async fn a_problem_has_exactly_the_eight_members() {
        let response = Problem::new(ErrorCode::PathUnknown, "no such path").complete(&occasion(None), None);
        assert_eq!(response.status(), 404);
        assert_eq!(response.headers()[CONTENT_TYPE], MEDIA_TYPE);
        let body = json(response).await;
        let members: Vec<_> = body.as_object().unwrap().keys().cloned().collect();
        let mut expected =
            ["type", "title", "status", "detail", "instance", "errorTicket", "errorCode", "traceId"].map(str::to_owned);
        expected.sort();
        let mut members = members;
        members.sort();
        assert_eq!(members, expected);
        assert_eq!(body["instance"], "/api/v3/oc/numbers");
        assert_eq!(body["type"], "urn:numberline:error:path-unknown");
        assert_eq!(body["status"], 404);
    }

    #[tokio::test]
    async fn faults_stand_under_their_names() {
        let faults = Faults::from([("pageSize".to_owned(), vec!["`0` is too small".to_owned()])]);
        let body = json(Problem::of_faults(faults).complete(&occasion(None), None)).await;
        assert_eq!(body["errors"], serde_json::json!({"pageSize": ["`0` is too small"]}));
    }

    #[tokio::test]
    async fn the_callers_trace_is_kept_and_tickets_are_fresh() {
        let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let first = json(Problem::internal().complete(&occasion(Some(header)), None)).await;
        let second = json(Problem::internal().complete(&occasion(None), None)).await;
        assert_eq!(first["traceId"], "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(second["traceId"].as_str().unwrap().len(), 32);
        assert_ne!(first["errorTicket"], second["errorTicket"]);
    }
}
