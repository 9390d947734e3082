//! `/api/v3/oc/numbers/action/ready-for-removal` and `…/clear-removal-status`: what the operator says to numbers that a
//! customer deleted. Both do what they can, and may be repeated.

mod schema;

use crate::body::Sent;
use crate::guard::Operator;
use crate::openapi::Writing;
use crate::orders::telephone_numbers;
use crate::problem::{ErrorCode, Failure, Faults, Problem};
use crate::query;
use crate::router::Api;
use crate::write::{NUMBERLINE_SEQ, actor};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use numberline_domain::PhoneNumber;
use numberline_service::Service;
use numberline_service::order::{Origin, Refusal};
use numberline_service::removal::{self, Settled};
use numberline_service::token::Caller;
use schema::{ApproveResponses, RemovalAnswer, RemovalCounts, RemovalRequest, RemovalResponses};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(RemovalRequest, RemovalAnswer, RemovalCounts, Failure)))]
struct Schemas;

/// The calls about removals.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi())
        .routes(routes!(approve_removal))
        .routes(routes!(clear_removal))
        .routes(routes!(clear_removal_of_numbers))
}

/// Approve that numbers are removed
///
/// From Marked For Removal to Ready For Removal; a job then removes them. What can be done is done: each number that
/// cannot be moved is told.
#[utoipa::path(
    post,
    path = "/api/v3/oc/numbers/action/ready-for-removal",
    operation_id = "approve_removal",
    tag = "orders",
    request_body = RemovalRequest,
    responses(ApproveResponses, Writing),
    security(("bearer" = [])),
)]
async fn approve_removal(Operator(caller): Operator, State(api): State<Api>, sent: Sent) -> Result<Response, Problem> {
    let token = caller.token;
    let answer = async {
        let phones = numbers(&sent, api.settings.max_removal_numbers)?;
        settle(&api, caller, phones, removal::approve, "ready for removal").await
    };
    api.approvals.admit(token, answer).await
}

/// Keep numbers that were marked for removal
///
/// From Marked For Removal to Active. What can be done is done: each number that cannot be moved is told.
#[utoipa::path(
    post,
    path = "/api/v3/oc/action/clear-removal-status",
    operation_id = "clear_removal",
    tag = "orders",
    request_body = RemovalRequest,
    responses(RemovalResponses, Writing),
    security(("bearer" = [])),
)]
async fn clear_removal(Operator(caller): Operator, State(api): State<Api>, sent: Sent) -> Result<Response, Problem> {
    settle(&api, caller, numbers(&sent, api.settings.max_removal_numbers)?, removal::clear, "active").await
}

/// Keep numbers that were marked for removal
///
/// The same under the path that its neighbours have.
#[utoipa::path(
    post,
    path = "/api/v3/oc/numbers/action/clear-removal-status",
    operation_id = "clear_removal_of_numbers",
    tag = "orders",
    request_body = RemovalRequest,
    responses(RemovalResponses, Writing),
    security(("bearer" = [])),
)]
async fn clear_removal_of_numbers(operator: Operator, api: State<Api>, sent: Sent) -> Result<Response, Problem> {
    clear_removal(operator, api, sent).await
}

fn numbers(sent: &Sent, most: usize) -> Result<Vec<PhoneNumber>, Problem> {
    let mut faults = Faults::new();
    let node = sent.json(&mut faults)?;
    let [] = query::read(sent.query.as_deref(), &[], &mut faults);
    let phones = node.and_then(|node| telephone_numbers(&node, 1..=most, &mut faults));
    match phones {
        Some(phones) if faults.is_empty() => Ok(phones),
        Some(_) | None => Err(Problem::of_faults(faults)),
    }
}

async fn settle(
    api: &Api,
    caller: Caller,
    phones: Vec<PhoneNumber>,
    settle: fn(&Service, Origin<'_>, &[PhoneNumber]) -> Result<Settled, Refusal>,
    aim: &str,
) -> Result<Response, Problem> {
    let scope = caller.token_scope.clone();
    let settled = api.with_database(move |service| {
        let actor = actor(caller.token);
        settle(service, Origin { caller: &caller, actor: &actor, key: None }, &phones)
    });
    let settled = settled.await?;
    let failures: Vec<Failure> = settled.failures.iter().map(Failure::of).collect();
    if settled.succeeded() == 0 {
        let detail = format!("none of the numbers is {aim} now; `failures` tells why");
        return Err(Problem::new(ErrorCode::OrderRefused, detail).with_failures(failures));
    }
    let mut response = Json(RemovalAnswer::of(&settled, failures, aim)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(NUMBERLINE_SEQ, api.show(&scope, settled.seq).await);
    Ok(response)
}
