//! The portal: the pages that an operator's staff keep open all day.
//!
//! A page is a shell, rendered here, whose script asks the public API like everyone else: see `crates/api/portal`. Who
//! signs in keeps the token in a cookie that no script can read; so a session works on every node, and ends when the
//! token does.
//!
//! | module | what it looks after |
//! | --- | --- |
//! | `session` | the cookie, and that only our own pages use it |
//! | `sign_in` | signing in and out |
//! | `page` | the shell of each page |
//! | `assets` | scripts, styles and icons, packed and named by their content |
//! | `calls` | which calls this server has, so that pages offer no other |
//! | `codes` | addresses that sign in once |

mod assets;
mod calls;
mod codes;
mod page;
mod session;
mod sign_in;

pub(crate) use assets::Assets;
pub(crate) use calls::available;
pub(crate) use codes::Codes;
pub(crate) use page::is_page;
pub(crate) use session::{credential, refuse_other_sites, source};
pub(crate) use sign_in::to_sign_in;

use crate::router::Api;
use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use http::{HeaderName, HeaderValue, Method};

/// Everything comes from this server; nothing that runs stands in a page, and no script may make some out of text.
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
                      object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What requests for the portal are counted as: path, method, name.
pub(crate) const OPERATIONS: [(&str, Method, &str); 15] = [
    ("/", Method::GET, "get_page"),
    ("/numbers", Method::GET, "get_page"),
    ("/tasks", Method::GET, "get_page"),
    ("/released", Method::GET, "get_page"),
    ("/tenants", Method::GET, "get_page"),
    ("/services", Method::GET, "get_page"),
    ("/leads", Method::GET, "get_page"),
    ("/connections", Method::GET, "get_page"),
    ("/reference", Method::GET, "get_page"),
    ("/upload", Method::GET, "get_page"),
    ("/tokens", Method::GET, "get_page"),
    ("/sign-in", Method::GET, "sign_in"),
    ("/sign-in", Method::POST, "sign_in"),
    ("/sign-out", Method::POST, "sign_out"),
    ("/assets/{version}/{*file}", Method::GET, "get_asset"),
];

/// The portal's routes.
pub(crate) fn routes() -> Router<Api> {
    page::routes().merge(sign_in::routes()).merge(assets::routes())
}

/// The paths that need no credential.
pub(crate) fn is_public(path: &str) -> bool {
    matches!(path, "/sign-in" | "/sign-out") || path.starts_with("/assets/")
}

/// A page, with the headers that keep others out of it.
fn html(text: String) -> Response {
    let mut response = Html(text).into_response();
    let headers: [(HeaderName, &'static str); 5] = [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let opener = HeaderName::from_static("cross-origin-opener-policy");
    response.headers_mut().insert(opener, HeaderValue::from_static("same-origin"));
    response
}
