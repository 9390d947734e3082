//! `/metrics`: what an operator watches. The figures are about the server as a whole, so that no label names a tenant.

mod classic;
mod exposition;
mod process;
mod requests;

pub(crate) use requests::{Requests, Row};

use crate::guard::Unlimited;
use crate::openapi::Overseen;
use crate::router::Api;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use requests::{Durations, Tallies};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where the figures stand.
pub(crate) const PATH: &str = "/metrics";

/// What a server counts while it runs. Clones share it.
#[derive(Debug, Clone)]
pub struct Metrics {
    requests: Tallies,
    durations: Durations,
    pub(crate) open_connections: Gauge,
    pub(crate) sent_bytes: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Tallies::default(),
            durations: Durations::new_with_constructor(requests::histogram),
            open_connections: Gauge::default(),
            sent_bytes: Counter::default(),
        }
    }
}

/// The call for those with a token.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get_metrics))
}

/// The same for a listener that only those can reach who may see it.
pub(crate) fn open_route() -> MethodRouter<Api> {
    axum::routing::get(async |State(api): State<Api>, headers: HeaderMap| respond(&api, &headers))
}

/// What an operator watches
///
/// In the text format of Prometheus, which `docs/operating.md` explains name by name. A token that is limited to some
/// tenants is refused, because the figures are about all of them.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "get_metrics",
    tag = "server",
    responses((status = 200, description = "The figures", body = String, content_type = "text/plain"), Overseen),
    security(("bearer" = [])),
)]
async fn get_metrics(_: Unlimited, State(api): State<Api>, headers: HeaderMap) -> Response {
    respond(&api, &headers)
}

fn respond(api: &Api, headers: &HeaderMap) -> Response {
    let text = exposition::text(api);
    let mut accepted = headers.get_all(ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let (media_type, text) = if accepted.any(|line| line.contains("application/openmetrics-text")) {
        ("application/openmetrics-text; version=1.0.0; charset=utf-8", text)
    } else {
        ("text/plain; version=0.0.4; charset=utf-8", classic::of_open_metrics(&text))
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (VARY, HeaderValue::from_static("Authorization, Accept")),
    ];
    (headers, text).into_response()
}
