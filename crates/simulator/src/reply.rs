//! An answer, and how it gets to the client: whole, or as a fault has it.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde_json::Value;
use std::time::Duration;

/// An answer to be sent.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) answer: Response<Bytes>,
    pub(crate) delivery: Delivery,
}

/// How an answer gets to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// As it is.
    Whole,
    /// Not at all: the connection stays open and nothing comes.
    Silence,
    /// Not at all: the connection is closed.
    Closed,
    /// The first half; then the connection is closed.
    Cut,
    /// Byte by byte, with this pause between.
    Drip(Duration),
    /// Followed by so many mebibytes of blanks.
    Padded { mebibytes: u64 },
}

impl From<Response<Bytes>> for Reply {
    fn from(answer: Response<Bytes>) -> Self {
        Self { answer, delivery: Delivery::Whole }
    }
}

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &Value) -> Response<Bytes> {
    rendered(status, body.to_string().into_bytes())
}

/// An answer with a body that is JSON already.
pub(crate) fn rendered(status: u16, body: Vec<u8>) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    answer
}

/// An answer without a body.
pub(crate) fn empty(status: u16) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer
}
