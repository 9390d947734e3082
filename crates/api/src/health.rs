//! `/healthz` and `/readyz`: whether the process lives, and whether it can answer.

use crate::openapi::Public;
use crate::problem::{ErrorCode, Problem, ProblemBody, Progress};
use crate::router::Api;
use axum::Json;
use axum::extract::State;
use http::header::CACHE_CONTROL;
use http::{HeaderName, HeaderValue};
use numberline_service::Readiness;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about the server itself.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get_health)).routes(routes!(get_readiness))
}

/// The process lives.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// Always `ok`.
    status: &'static str,
}

/// The server answers.
#[derive(Debug, Serialize, ToSchema)]
struct Ready {
    /// Always `ready`.
    status: &'static str,
    /// The last change that answers know of.
    seq: u64,
    /// Whether the database does not answer at present; reads go on from memory.
    stale: bool,
}

type Fresh<T> = ([(HeaderName, HeaderValue); 1], Json<T>);

const NO_STORE: [(HeaderName, HeaderValue); 1] = [(CACHE_CONTROL, HeaderValue::from_static("no-store"))];

/// Whether the process lives
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "get_health",
    tag = "server",
    responses((status = 200, description = "It does", body = Health), Public),
    security(()),
)]
async fn get_health() -> Fresh<Health> {
    (NO_STORE, Json(Health { status: "ok" }))
}

/// Whether the server can answer
///
/// It can once it has read its numbers. While the database is away it still can, and says `"stale": true`. When it is
/// told to stop it says so here first, and goes on answering until balancers have noticed.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "get_readiness",
    tag = "server",
    responses(
        (status = 200, description = "It can", body = Ready),
        (status = 503, description = "`inventory-loading`: not yet; `progress` tells how far it is. \
            `stopping`: not much longer",
            body = ProblemBody, content_type = "application/problem+json",
            headers(("Retry-After" = i64, description = "Seconds to wait before the next try"))),
        Public,
    ),
    security(()),
)]
async fn get_readiness(State(api): State<Api>) -> Result<Fresh<Ready>, Problem> {
    if api.standing.is_stopping() {
        let detail = "the server is about to stop; send new requests to another";
        return Err(Problem::new(ErrorCode::Stopping, detail).retry_after(1));
    }
    match api.service.readiness() {
        Readiness::Ready { seq, stale } => Ok((NO_STORE, Json(Ready { status: "ready", seq, stale: stale.is_some() }))),
        Readiness::Loading { numbers, total } => {
            let detail = match total {
                Some(total) => format!("loading: {numbers} of {total} numbers are read"),
                None => format!("loading: {numbers} numbers are read"),
            };
            let problem = Problem::new(ErrorCode::InventoryLoading, detail);
            Err(problem.retry_after(1).with_progress(Progress { numbers, total }))
        }
    }
}
