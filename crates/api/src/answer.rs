//! How the service's answers go out: their freshness as headers, their bytes plain or packed.

mod buffers;
mod gzip;
mod zstd;

pub(crate) use buffers::{Buffer, Buffers};

use crate::wants::{Coding, Packing, Wants};
use axum::Json;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use numberline_service::number::{Answer, Freshness};

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
            describe(headers, freshness);
            response
        }
    }
}

fn describe(headers: &mut HeaderMap, freshness: Freshness) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Authorization, Cookie, Accept-Encoding"));
    let etag = HeaderValue::try_from(freshness.etag).expect("entity tags are of hexadecimal digits and hyphens");
    headers.insert(ETAG, etag);
    headers.insert(NUMBERLINE_SEQ, freshness.seq.into());
    if let Some(stale) = freshness.stale {
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
