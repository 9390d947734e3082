//! What is the same for everybody and does not change while the server runs: packed once, as small as it gets.

use crate::wants::{Coding, Packing};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue};
use std::io::Write as _;
use std::sync::OnceLock;

const ZSTD_LEVEL: i32 = 19;

/// A file, in the forms it is sent in.
pub(crate) struct Packed {
    media_type: &'static str,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    zstd: OnceLock<Bytes>,
}

impl Packed {
    /// A file that is packed when somebody first wants it so.
    pub(crate) const fn new(media_type: &'static str, plain: Bytes) -> Self {
        Self { media_type, plain, gzip: OnceLock::new(), zstd: OnceLock::new() }
    }

    /// It, as these headers of a request want it.
    pub(crate) fn respond(&self, headers: &HeaderMap) -> Response {
        let lines = headers.get_all(ACCEPT_ENCODING).iter().map(HeaderValue::as_bytes);
        let packing = match Coding::negotiate(lines) {
            Coding::Plain => None,
            Coding::Packed(packing) | Coding::PackedOnly(packing) => Some(packing),
        };
        let body = packing.map_or_else(|| self.plain.clone(), |packing| self.packed(packing));
        let mut response = body.into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(packing) = packing {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
        }
        response
    }

    fn packed(&self, packing: Packing) -> Bytes {
        match packing {
            Packing::Gzip => self.gzip.get_or_init(|| {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(&self.plain).expect("writing to memory cannot fail");
                encoder.finish().expect("writing to memory cannot fail").into()
            }),
            Packing::Zstd => self.zstd.get_or_init(|| {
                zstd::bulk::compress(&self.plain, ZSTD_LEVEL).expect("the level is one there is").into()
            }),
        }
        .clone()
    }
}
