//! One request on its way through the edge: counted, logged if that is wanted, and told when its connection has to end.

use crate::metrics::Row;
use crate::problem::Occasion;
use crate::router::Api;
use axum::extract::Request;
use axum::response::Response;
use http::header::CONNECTION;
use http::{HeaderValue, Method, Version};
use std::sync::Arc;
use std::time::Instant;

pub(super) struct Visit {
    api: Api,
    row: Arc<Row>,
    begun: Instant,
    /// Only with the access log.
    logged: Option<Method>,
    /// HTTP/2 has a goodbye of its own.
    is_http1: bool,
}

impl Visit {
    pub(super) fn begin(api: &Api, request: &Request) -> Self {
        Self {
            api: api.clone(),
            row: api.requests.row(request),
            begun: Instant::now(),
            logged: api.settings.access_log.then(|| request.method().clone()),
            is_http1: request.version() <= Version::HTTP_11,
        }
    }

    /// The answer as it leaves.
    pub(super) fn end(self, occasion: &Occasion, mut response: Response) -> Response {
        let took = self.begun.elapsed();
        self.row.count(response.status(), took);
        if let Some(method) = self.logged {
            let (status, path, microseconds) = (response.status().as_u16(), occasion.path(), took.as_micros());
            tracing::info!(target: "numberline::access", %method, path, status, microseconds, "answered");
        }
        if self.is_http1 && self.api.standing.is_stopping() {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}
