//! `/assets/…`: scripts, styles and icons, embedded in the program. Their address has a fingerprint of all of them, so
//! that browsers keep them for ever and never mix two versions.

use crate::packed::Packed;
use crate::router::Api;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, StatusCode};
use std::collections::HashMap;
use std::fmt::Write as _;

#[derive(rust_embed::Embed)]
#[folder = "portal/assets"]
struct Folder;

/// Every asset by its name.
pub(crate) struct Assets {
    assets: HashMap<String, Packed>,
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
            assets.insert(name.into_owned(), Packed::new(media_type, plain));
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
    let mut response = asset.respond(&headers);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
