//! One request on its way through the edge: counted, and logged if that is wanted.

use crate::metrics::Row;
use crate::problem::Occasion;
use crate::router::Api;
use axum::extract::Request;
use axum::response::Response;
use http::Method;
use std::sync::Arc;
use std::time::Instant;

pub(super) struct Visit {
    row: Arc<Row>,
    begun: Instant,
    /// Only with the access log.
    logged: Option<Method>,
}

impl Visit {
    pub(super) fn begin(api: &Api, request: &Request) -> Self {
        Self {
            row: api.requests.row(request),
            begun: Instant::now(),
            logged: api.settings.access_log.then(|| request.method().clone()),
        }
    }

    /// The answer as it leaves.
    pub(super) fn end(self, occasion: &Occasion, response: Response) -> Response {
        let took = self.begun.elapsed();
        self.row.count(response.status(), took);
        if let Some(method) = self.logged {
            let (status, path, microseconds) = (response.status().as_u16(), occasion.path(), took.as_micros());
            tracing::info!(target: "numberline::access", %method, path, status, microseconds, "answered");
        }
        response
    }
}
