//! What of an answer is not as the contract says.

use super::{AnswerForm, Body, Header, Need, Operation};
use crate::asked::pairs;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Response};

/// Every mismatch, in words.
pub(super) fn check(
    operation: &Operation,
    request: &Request<impl AsRef<[u8]>>,
    answer: &Response<impl AsRef<[u8]>>,
) -> Vec<String> {
    let status = answer.status().as_u16();
    let Some(form) = operation.answer(status) else {
        return vec![format!("{} does not answer {status}", operation.id)];
    };
    let mut faults = Vec::new();
    check_headers(form, request, answer.headers(), &mut faults);
    let content_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match &form.body {
        Some(body) => check_body(body, content_type, answer.body().as_ref(), &mut faults),
        None if answer.body().as_ref().is_empty() => {}
        None => faults.push("should have no body".to_owned()),
    }
    faults.iter().map(|fault| format!("the {status} of {} {fault}", operation.id)).collect()
}

fn check_headers(
    form: &AnswerForm,
    request: &Request<impl AsRef<[u8]>>,
    headers: &HeaderMap,
    faults: &mut Vec<String>,
) {
    for header in &form.headers {
        match headers.get(&header.name).map(|value| value.to_str().unwrap_or("unreadable")) {
            Some(text) => {
                let found = header.schema.faults(&header.schema.value_of(text));
                faults.extend(found.iter().map(|fault| format!("has another `{}`: {fault}", header.name)));
            }
            None if is_needed(header, request) => faults.push(format!("lacks `{}`", header.name)),
            None => {}
        }
    }
}

fn is_needed(header: &Header, request: &Request<impl AsRef<[u8]>>) -> bool {
    match &header.need {
        Need::Never => false,
        Need::Always => true,
        Need::WithHeader(name) => request.headers().contains_key(name),
        Need::WithQuery(name, value) => {
            let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
            query.iter().any(|(given, said)| given == name && said.eq_ignore_ascii_case(value))
        }
    }
}

fn check_body(wanted: &Body, content_type: Option<&str>, body: &[u8], faults: &mut Vec<String>) {
    let media_type = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case(&wanted.media_type) {
        faults.push(format!("should be {}, not `{media_type}`", wanted.media_type));
    }
    match serde_json::from_slice(body) {
        Ok(value) => {
            faults.extend(wanted.schema.faults(&value).iter().map(|fault| format!("has another body: {fault}")));
        }
        Err(error) => faults.push(format!("should be JSON: {error}")),
    }
}
