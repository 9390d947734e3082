//! How the service's answers go out: their freshness as headers, their bytes plain or packed.

mod buffers;
mod gzip;
mod streamed;
mod zstd;

pub(crate) use buffers::{Buffer, Buffers};
pub(crate) use streamed::respond_in_parts;

use crate::wants::{Coding, Packing, Wants};
use axum::Json;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use numberline_service::number::{Answer, Freshness};
use std::time::Duration;

const NUMBERLINE_SEQ: HeaderName = HeaderName::from_static("numberline-seq");
const NUMBERLINE_STALE: HeaderName = HeaderName::from_static("numberline-stale");

/// Below this many bytes packing gains nothing.
const WORTH_PACKING: usize = 1024;
/// Above this many bytes packing takes milliseconds, and so leaves the threads that answer others.
const LONG_PACKING: usize = 1024 * 1024;

/// An answer of this moment, which nobody keeps.
pub(crate) type Current<T> = ([(HeaderName, HeaderValue); 1], Json<T>);

/// An answer of this moment.
pub(crate) const fn current<T>(body: T) -> Current<T> {
    ([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(body))
}

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
            let mut response = whole(body, wants, buffers).await;
            describe(response.headers_mut(), freshness);
            response
        }
    }
}

/// The response for what was read from the database and bears no entity tag; `seq` is the last change that it knows of.
pub(crate) async fn respond_untagged(seq: u64, body: Buffer, wants: &Wants, buffers: &Buffers) -> Response {
    let mut response = whole(body, wants, buffers).await;
    date(response.headers_mut(), seq, None);
    response
}

/// A body of known length, packed if that is wanted.
async fn whole(body: Buffer, wants: &Wants, buffers: &Buffers) -> Response {
    let packing = match wants.coding {
        Coding::Plain => None,
        Coding::Packed(_) if body.len() < WORTH_PACKING => None,
        Coding::Packed(packing) | Coding::PackedOnly(packing) => Some(packing),
    };
    let body = match packing {
        Some(packing) => packed(packing, body, buffers).await,
        None => body,
    };
    let length = body.len();
    let mut response = Response::new(Body::from(Bytes::from_owner(body)));
    let headers = response.headers_mut();
    headers.reserve(8);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_LENGTH, length.into());
    if let Some(packing) = packing {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
    }
    response
}

fn describe(headers: &mut HeaderMap, freshness: Freshness) {
    let etag = HeaderValue::try_from(freshness.etag).expect("entity tags are of hexadecimal digits and hyphens");
    headers.insert(ETAG, etag);
    date(headers, freshness.seq, freshness.stale);
}

fn date(headers: &mut HeaderMap, seq: u64, stale: Option<Duration>) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Authorization, Cookie, Accept-Encoding, X-Ovoc-Channel-Id"));
    headers.insert(NUMBERLINE_SEQ, seq.into());
    if let Some(stale) = stale {
        headers.insert(NUMBERLINE_STALE, stale.as_secs().into());
    }
}

async fn packed(packing: Packing, plain: Buffer, buffers: &Buffers) -> Buffer {
    let compress = match packing {
        Packing::Gzip => gzip::compress,
        Packing::Zstd => zstd::compress,
    };
    let mut target = buffers.take();
    if plain.len() < LONG_PACKING {
        compress(&plain, target.bytes_mut());
        return target;
    }
    let work = tokio::task::spawn_blocking(move || {
        compress(&plain, target.bytes_mut());
        target
    });
    work.await.expect("compression into memory does not panic, and nobody cancels it")
}
