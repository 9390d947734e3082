//! `/api/v2|v3/oc/numbers/action/upload`, `…/release`, `…/unassign`, `…/check`: what is ordered and becomes a task.

mod description;
mod input;
mod schema;

use crate::body::Sent;
use crate::guard::Operator;
use crate::openapi::Writing;
use crate::portal;
use crate::problem::Problem;
use crate::router::Api;
use crate::write::{NUMBERLINE_SEQ, actor};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use description::{OrderParameters, OrderResponses, RatedOrderResponses};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, LOCATION};
use input::Ordering;
pub(crate) use input::telephone_numbers;
use numberline_domain::TaskId;
use numberline_service::order::{Ordered, Origin, Refusal};
use numberline_service::token::Caller;
use numberline_service::{Service, release, sweep, unassign, upload};
pub(crate) use schema::telephone_numbers as telephone_numbers_schema;
use schema::{CheckRequest, NumberRange, ReleaseRanges, ReleaseRequest, UnassignRequest, UploadRequest};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(
    CheckRequest,
    NumberRange,
    ReleaseRanges,
    ReleaseRequest,
    UnassignRequest,
    UploadRequest
)))]
struct Schemas;

/// The calls that order something.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi())
        .routes(routes!(upload_numbers))
        .routes(routes!(upload_numbers_v2))
        .routes(routes!(release_numbers))
        .routes(routes!(unassign_numbers))
        .routes(routes!(check_numbers))
}

/// Upload numbers for a tenant
///
/// The numbers are listed at once as Pending First Sync; the task orders them at Microsoft. All of them or none: each
/// number that is refused is told. Names of members are matched without regard to case.
///
/// With the header `Idempotency-Key`, of at most 255 visible ASCII characters, the same request is carried out once: the
/// first answer's task is told again.
#[utoipa::path(
    post,
    path = "/api/v3/oc/numbers/action/upload",
    operation_id = "upload_numbers",
    tag = "orders",
    params(OrderParameters),
    request_body = UploadRequest,
    responses(OrderResponses, Writing),
    security(("bearer" = [])),
)]
async fn upload_numbers(Operator(caller): Operator, State(api): State<Api>, sent: Sent) -> Result<Response, Problem> {
    let mut input = Ordering::read(&sent, &caller, api.settings.max_order_numbers, input::upload)?;
    portal::source(&sent.headers).clone_into(&mut input.order.terms.source);
    order(&api, caller, input, upload::order).await
}

/// Upload numbers for a tenant
///
/// The same as with V3.
///
/// With the header `Idempotency-Key`, of at most 255 visible ASCII characters, the same request is carried out once: the
/// first answer's task is told again.
#[utoipa::path(
    post,
    path = "/api/v2/oc/numbers/action/upload",
    operation_id = "upload_numbers_v2",
    tag = "orders",
    params(OrderParameters),
    request_body = UploadRequest,
    responses(OrderResponses, Writing),
    security(("bearer" = [])),
)]
async fn upload_numbers_v2(operator: Operator, api: State<Api>, sent: Sent) -> Result<Response, Problem> {
    upload_numbers(operator, api, sent).await
}

/// Release a tenant's numbers
///
/// Each must be the tenant's, unassigned, and in no other operation; a pending one is withdrawn. All of them or none. The
/// body is a list of numbers, or an object with ranges.
///
/// With the header `Idempotency-Key`, of at most 255 visible ASCII characters, the same request is carried out once: the
/// first answer's task is told again.
#[utoipa::path(
    post,
    path = "/api/v2/oc/numbers/action/release",
    operation_id = "release_numbers",
    tag = "orders",
    params(OrderParameters),
    request_body = ReleaseRequest,
    responses(RatedOrderResponses, Writing),
    security(("bearer" = [])),
)]
async fn release_numbers(Operator(caller): Operator, State(api): State<Api>, sent: Sent) -> Result<Response, Problem> {
    let token = caller.token;
    let answer = async {
        let input = Ordering::read(&sent, &caller, api.settings.max_order_numbers, input::release)?;
        order(&api, caller, input, release::order).await
    };
    api.releases.admit(token, answer).await
}

/// Unassign a tenant's numbers
///
/// From their users and applications; the numbers stay with the tenant. All of them or none.
///
/// With the header `Idempotency-Key`, of at most 255 visible ASCII characters, the same request is carried out once: the
/// first answer's task is told again.
#[utoipa::path(
    post,
    path = "/api/v2/oc/numbers/action/unassign",
    operation_id = "unassign_numbers",
    tag = "orders",
    params(OrderParameters),
    request_body = UnassignRequest,
    responses(OrderResponses, Writing),
    security(("bearer" = [])),
)]
async fn unassign_numbers(Operator(caller): Operator, State(api): State<Api>, sent: Sent) -> Result<Response, Problem> {
    let input = Ordering::read(&sent, &caller, api.settings.max_order_numbers, input::unassign)?;
    order(&api, caller, input, unassign::order).await
}

/// Check who a tenant's numbers are assigned to
///
/// Now, rather than with the next sweep: some numbers, which have to be active, or all of the tenant's that are. The task
/// is a sweep; its `outputData` counts what was checked, what changed, and the codes that the checks ended with.
#[utoipa::path(
    post,
    path = "/api/v3/oc/numbers/action/check",
    operation_id = "check_numbers",
    tag = "orders",
    params(OrderParameters),
    request_body = CheckRequest,
    responses(OrderResponses, Writing),
    security(("bearer" = [])),
)]
async fn check_numbers(Operator(caller): Operator, State(api): State<Api>, sent: Sent) -> Result<Response, Problem> {
    let input = Ordering::read(&sent, &caller, api.settings.max_order_numbers, input::check)?;
    order(&api, caller, input, sweep::order).await
}

/// Gives an order, waits until it shows, and names its task.
async fn order<T: Send + 'static>(
    api: &Api,
    caller: Caller,
    input: Ordering<T>,
    give: fn(&Service, Origin<'_>, &T) -> Result<Ordered, Refusal>,
) -> Result<Response, Problem> {
    let scope = caller.token_scope.clone();
    let ordered = api.with_database(move |service| {
        let actor = actor(caller.token);
        let origin = Origin { caller: &caller, actor: &actor, key: input.key.as_deref() };
        give(service, origin, &input.order)
    });
    let ordered = ordered.await?;
    let mut response = Json(ordered.task.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(LOCATION, location(api, ordered.task));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(NUMBERLINE_SEQ, api.show(&scope, ordered.seq).await);
    Ok(response)
}

fn location(api: &Api, task: TaskId) -> HeaderValue {
    let path = format!("{}/api/v2/task/{task}", api.settings.base_path);
    HeaderValue::try_from(path).expect("a base path and an id have no sign that a header cannot have")
}
