//! One try: a request, and its whole answer within the deadlines and limits.

use super::{Answer, Call};
use crate::{Deadlines, Failure, Lost, Secret};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Request, Response};
use std::error::Error;
use tokio::time::{Instant, timeout_at};

/// An error's body beyond this is not read: it only has to name a code.
const ERROR_BODY_LIMIT: usize = 64 << 10;

/// What one try may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) deadlines: Deadlines,
    /// In bytes, unpacked.
    pub(crate) body: usize,
}

/// Sends a request and reads its answer, whatever its status.
///
/// # Errors
/// [`Failure::Unavailable`], [`Failure::OutcomeUnknown`] or [`Failure::Malformed`].
pub(super) async fn exchange(
    http: &reqwest::Client,
    call: &Call,
    bearer: Option<&Secret>,
    limits: Limits,
) -> Result<Answer, Failure> {
    let begun = Instant::now();
    let request = request(call, bearer)?;
    let head = timeout_at(begun + limits.deadlines.first_byte, http.execute(request)).await;
    let response = match head {
        Err(_) => return Err(Failure::OutcomeUnknown(Lost::TimedOut)),
        Ok(Err(error)) => return Err(not_answered(&error)),
        Ok(Ok(response)) => response,
    };
    read(response, begun + limits.deadlines.whole, limits.body).await
}

fn request(call: &Call, bearer: Option<&Secret>) -> Result<Request, Failure> {
    let mut request = Request::new(call.method.clone(), call.url.clone());
    *request.headers_mut() = call.headers.clone();
    if let Some(bearer) = bearer {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", bearer.expose()))
            .map_err(|_| Failure::Malformed { reason: "the token cannot stand in a header".to_owned() })?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    *request.body_mut() = call.body.clone().map(Into::into);
    Ok(request)
}

async fn read(mut response: Response, deadline: Instant, limit: usize) -> Result<Answer, Failure> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    let limit = if status.is_success() { limit } else { limit.min(ERROR_BODY_LIMIT) };
    let whole = loop {
        match timeout_at(deadline, response.chunk()).await {
            Err(_) => break Err(Failure::OutcomeUnknown(Lost::TimedOut)),
            Ok(Err(error)) => break Err(cut_short(&error)),
            Ok(Ok(None)) => break Ok(()),
            Ok(Ok(Some(chunk))) if body.len() + chunk.len() > limit => {
                break Err(Failure::Malformed { reason: format!("it is longer than {limit} bytes") });
            }
            Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
        }
    };
    // The status of a refusal says enough, however its body ends.
    if status.is_success() {
        whole?;
    } else if whole.is_err() {
        body.clear();
    }
    Ok(Answer { status: status.as_u16(), headers, body })
}

fn not_answered(error: &reqwest::Error) -> Failure {
    if error.is_connect() {
        let what = match (error.is_dns(), error.is_timeout()) {
            (true, _) => "its name is not known",
            (false, true) => "it does not take the connection",
            (false, false) => "no connection",
        };
        // The innermost cause names neither the address asked for nor anything sent.
        let cause = causes(error).last();
        let reason = cause.map_or_else(|| what.to_owned(), |cause| format!("{what}: {cause}"));
        return Failure::Unavailable { wait: None, reason };
    }
    Failure::OutcomeUnknown(if error.is_timeout() { Lost::TimedOut } else { Lost::Broken })
}

fn cut_short(error: &reqwest::Error) -> Failure {
    let is_unpacking = causes(error)
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| matches!(cause.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput));
    if is_unpacking {
        Failure::Malformed { reason: "it cannot be unpacked".to_owned() }
    } else {
        Failure::OutcomeUnknown(Lost::Broken)
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source())
}
