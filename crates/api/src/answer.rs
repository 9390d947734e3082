//! How the service's answers go out: their freshness as headers, their bytes plain or as gzip.

mod buffers;
mod gzip;

pub(crate) use buffers::{Buffer, Buffers};

use crate::wants::{Coding, Wants};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use numberline_service::number::{Answer, Freshness};

const NUMBERLINE_SEQ: HeaderName = HeaderName::from_static("numberline-seq");
const NUMBERLINE_STALE: HeaderName = HeaderName::from_static("numberline-stale");

/// Below this many bytes gzip gains nothing.
const WORTH_GZIP: usize = 1024;
/// Above this many bytes gzip takes milliseconds, and so leaves the threads that answer others.
const LONG_GZIP: usize = 1024 * 1024;

/// The response for an answer whose bytes stand in `body`.
pub(crate) async fn respond(answer: Answer, body: Buffer, wants: &Wants, buffers: &Buffers) -> Response {
    match answer {
        Answer::Known(freshness) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            describe(response.headers_mut(), freshness);
            response
        }
        Answer::Fresh(freshness) => {
            let zipped = match wants.coding {
                Coding::Plain => None,
                Coding::Gzip if body.len() < WORTH_GZIP => None,
                Coding::Gzip | Coding::GzipOnly => Some(()),
            };
            let body = if zipped.is_some() { compressed(body, buffers).await } else { body };
            let length = body.len();
            let mut response = Response::new(Body::from(Bytes::from_owner(body)));
            let headers = response.headers_mut();
            headers.reserve(8);
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            headers.insert(CONTENT_LENGTH, length.into());
            if zipped.is_some() {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            describe(headers, freshness);
            response
        }
    }
}

fn describe(headers: &mut HeaderMap, freshness: Freshness) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Authorization, Accept-Encoding"));
    let etag = HeaderValue::try_from(freshness.etag).expect("entity tags are of hexadecimal digits and hyphens");
    headers.insert(ETAG, etag);
    headers.insert(NUMBERLINE_SEQ, freshness.seq.into());
    if let Some(stale) = freshness.stale {
        headers.insert(NUMBERLINE_STALE, stale.as_secs().into());
    }
}

async fn compressed(plain: Buffer, buffers: &Buffers) -> Buffer {
    let mut target = buffers.take();
    if plain.len() < LONG_GZIP {
        gzip::compress(&plain, target.bytes_mut());
        return target;
    }
    let work = tokio::task::spawn_blocking(move || {
        gzip::compress(&plain, target.bytes_mut());
        target
    });
    work.await.expect("compression into memory does not panic, and nobody cancels it")
}
