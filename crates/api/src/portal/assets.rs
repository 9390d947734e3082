//! `/assets/…`: scripts, styles and icons, embedded in the program. Their address has a fingerprint of all of them, so
//! that browsers keep them for ever and never mix two versions.

use crate::router::Api;
use crate::wants::{Coding, Packing};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, StatusCode};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::OnceLock;

/// Packed once, as small as it gets.
const ZSTD_LEVEL: i32 = 19;

#[derive(rust_embed::Embed)]
#[folder = "portal/assets"]
struct Folder;

/// An asset, in the forms it is sent in.
struct Asset {
    media_type: &'static str,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    zstd: OnceLock<Bytes>,
}

/// Every asset by its name.
pub(crate) struct Assets {
    assets: HashMap<String, Asset>,
    version: String,
}

pub(super) fn routes() -> Router<Api> {
    Router::new().route("/assets/{version}/{*file}", get(get_asset))
}

impl Assets {
    /// Those that are embedded.
    pub(crate) fn load() -> Self {
        let mut assets = HashMap::new();
        let mut fingerprint = 0xcbf2_9ce4_8422_2325_u64;
        // In the order of names.
        for name in Folder::iter() {
            let Some(file) = Folder::get(&name) else { continue };
            for byte in name.bytes().chain(file.metadata.sha256_hash()) {
                fingerprint = (fingerprint ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
            let plain = Bytes::from(file.data.into_owned());
            let media_type = media_type(&name);
            let asset = Asset { media_type, plain, gzip: OnceLock::new(), zstd: OnceLock::new() };
            assets.insert(name.into_owned(), asset);
        }
        let mut version = String::new();
        write!(version, "{fingerprint:016x}").expect("writing to a string cannot fail");
        Self { assets, version }
    }

    /// What stands in the addresses of all assets.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }
}

impl Asset {
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

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

async fn get_asset(
    State(api): State<Api>,
    Path((version, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let assets = &api.assets;
    let Some(asset) = assets.assets.get(&file).filter(|_| version == assets.version) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let lines = headers.get_all(ACCEPT_ENCODING).iter().map(HeaderValue::as_bytes);
    let packing = match Coding::negotiate(lines) {
        Coding::Plain => None,
        Coding::Packed(packing) | Coding::PackedOnly(packing) => Some(packing),
    };
    let body = packing.map_or_else(|| asset.plain.clone(), |packing| asset.packed(packing));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(packing) = packing {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
    }
    response
}
