//! `/openapi.json`, and `/docs`: a page about it that works without any network.

use crate::packed::Packed;
use crate::router::Api;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::sync::Arc;
use utoipa_swagger_ui::{Config, SwaggerFile};

/// Scripts come from this server alone and none stands in the page. Swagger UI sets styles on its elements and draws
/// its icons from `data:` addresses, which needs the two exceptions.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Stands in the place of a style of Swagger UI.
const STYLE: (&str, &[u8]) = ("index.css", include_bytes!("../portal/docs.css"));
/// Follows a script of Swagger UI.
const SCRIPT: (&str, &[u8]) = ("swagger-initializer.js", include_bytes!("../portal/docs.js"));

/// What requests for them are counted as: path, method, name.
pub(crate) const OPERATIONS: [(&str, Method, &str); 4] = [
    ("/openapi.json", Method::GET, "get_openapi"),
    ("/docs", Method::GET, "get_docs"),
    ("/docs/", Method::GET, "get_docs"),
    ("/docs/{*file}", Method::GET, "get_docs"),
];

/// The document and the page, which need no credential.
pub(crate) fn routes(document: String) -> Router<Api> {
    let document = Arc::new(Packed::new("application/json", Bytes::from(document)));
    let config = Arc::new(
        Config::from("/openapi.json")
            .use_base_layout()
            .try_it_out_enabled(true)
            // Each would put a link into the button that opens a call, where a keyboard cannot tell them apart.
            .deep_linking(false)
            // Its colours cannot be read.
            .with_syntax_highlight(false)
            .display_request_duration(true)
            // The page would otherwise send the document's address to a validator on the internet.
            .validator_url("none"),
    );
    let page = get(serve_page).with_state(config);
    Router::new()
        .route("/openapi.json", get(move |headers: HeaderMap| std::future::ready(serve_document(&document, &headers))))
        .route("/docs", get(to_docs))
        .route("/docs/", page.clone())
        .route("/docs/{*file}", page)
}

/// Relative links of the page work below `/docs/` only.
async fn to_docs() -> Redirect {
    Redirect::to("/docs/")
}

fn serve_document(document: &Packed, headers: &HeaderMap) -> Response {
    let mut response = document.respond(headers);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

async fn serve_page(State(config): State<Arc<Config<'static>>>, file: Option<Path<String>>) -> Response {
    let name = file.map_or_else(|| "index.html".to_owned(), |Path(name)| name);
    match utoipa_swagger_ui::serve(&name, config) {
        Ok(Some(SwaggerFile { bytes, content_type, .. })) => {
            let mut content = bytes.into_owned();
            if name == STYLE.0 {
                content = STYLE.1.to_vec();
            } else if name == SCRIPT.0 {
                content.extend_from_slice(SCRIPT.1);
            }
            page_file(content, &content_type)
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn page_file(content: Vec<u8>, content_type: &str) -> Response {
    let content_type = HeaderValue::try_from(content_type).expect("media types are visible ASCII");
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, content_type);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
