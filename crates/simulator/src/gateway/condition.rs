//! Conditions on a resource: `If-Match` and `If-None-Match`.
//!
//! The two date conditions are passed over: no resource tells when it was last modified, so that there is nothing to
//! compare them with (RFC 9110, section 13.1.3).

use super::Answered;
use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::reply;
use bytes::Bytes;
use http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use http::{HeaderValue, Response};
use serde_json::Value;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A resource as an answer with its entity tag, or without its body if the client has it.
pub(super) fn resource(asked: &Asked<'_>, body: Vec<u8>) -> Answered {
    let tag = tag(&body);
    check_match(asked, Some(&tag))?;
    if asked.header(IF_NONE_MATCH.as_str()).is_some_and(|tags| names(tags, &tag)) {
        let mut answer = reply::empty(304);
        set_tag(&mut answer, &tag);
        return Ok(answer);
    }
    Ok(tagged(200, body))
}

/// A resource that was written, with its new entity tag.
pub(super) fn written(status: u16, body: &Value) -> Response<Bytes> {
    tagged(status, body.to_string().into_bytes())
}

/// A rendered resource with its entity tag.
pub(super) fn tagged(status: u16, body: Vec<u8>) -> Response<Bytes> {
    let tag = tag(&body);
    let mut answer = reply::rendered(status, body);
    set_tag(&mut answer, &tag);
    answer
}

/// Judges whether a resource may be written, by how it stands now; `None` when it is not there.
pub(super) fn check(asked: &Asked<'_>, present: Option<&[u8]>) -> Result<(), Refusal> {
    let tag = present.map(tag);
    check_match(asked, tag.as_deref())?;
    let excluded = asked.header(IF_NONE_MATCH.as_str()).zip(tag.as_deref());
    if excluded.is_some_and(|(tags, tag)| names(tags, tag)) {
        return Err(failed("The resource is there, with a version that the request excludes."));
    }
    Ok(())
}

fn check_match(asked: &Asked<'_>, tag: Option<&str>) -> Result<(), Refusal> {
    match (asked.header(IF_MATCH.as_str()), tag) {
        (None, _) => Ok(()),
        (Some(tags), Some(tag)) if names(tags, tag) => Ok(()),
        (Some(_), Some(_)) => Err(failed("The resource has another version by now.")),
        (Some(_), None) => Err(failed("The resource is not there.")),
    }
}

fn failed(message: &str) -> Refusal {
    Refusal::new(412, "PreconditionFailed", message)
}

/// Whether a list of entity tags, or an asterisk, means this one.
fn names(tags: &str, tag: &str) -> bool {
    tags.split(',').map(str::trim).any(|given| given == "*" || given.trim_start_matches("W/") == tag)
}

/// The entity tag: equal bodies have equal ones, which is all that a condition asks.
fn tag(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

fn set_tag(answer: &mut Response<Bytes>, tag: &str) {
    if let Ok(value) = HeaderValue::from_str(tag) {
        answer.headers_mut().insert(ETAG, value);
    }
}
