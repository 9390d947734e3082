//! `/api/v2/task/{taskId}` and `/api/v3/oc/tasks`: what was ordered, how it stands and goes on, and what an operator does
//! to it.

mod description;
mod events;
mod input;
mod schema;

use crate::guard::{Operator, Reader};
use crate::openapi::Writing;
use crate::problem::Problem;
use crate::router::Api;
use crate::write::{NUMBERLINE_SEQ, actor};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use description::{ActParameters, ActResponses, FindParameters, FindResponses, ListParameters, ListResponses};
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use input::{ActInput, FindInput, ListInput};
use numberline_service::task;
use schema::{TaskBody, TaskDetail, TaskMessage, TaskPage, TaskRecord};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(TaskBody, TaskDetail, TaskMessage, TaskPage, TaskRecord)))]
struct Schemas;

/// The calls about tasks.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi())
        .routes(routes!(find_task))
        .routes(routes!(list_tasks))
        .routes(routes!(act_on_task))
        .merge(events::routes())
}

/// One task
///
/// `details` has an entry for each number that failed or was given up.
#[utoipa::path(
    get,
    path = "/api/v2/task/{taskId}",
    operation_id = "find_task",
    tag = "tasks",
    params(FindParameters),
    responses(FindResponses, Writing),
    security(("bearer" = [])),
)]
async fn find_task(Reader(caller): Reader, State(api): State<Api>, input: FindInput) -> Result<Response, Problem> {
    let view = api.with_database(move |service| task::find(service, &caller, input.id)).await?;
    Ok(fresh(Json(TaskBody::of(&view))))
}

/// Tasks, the newest first
#[utoipa::path(
    get,
    path = "/api/v3/oc/tasks",
    operation_id = "list_tasks",
    tag = "tasks",
    params(ListParameters),
    responses(ListResponses, Writing),
    security(("bearer" = [])),
)]
async fn list_tasks(Reader(caller): Reader, State(api): State<Api>, input: ListInput) -> Result<Response, Problem> {
    let query = input.query;
    let page = api.with_database(move |service| task::list(service, &caller, &query)).await?;
    Ok(fresh(Json(TaskPage::of(&query, &page))))
}

/// Retry, pause, resume or abandon a task
///
/// `retry` tries again what failed, as far as the numbers still admit it; `pause` lets nothing more begin until `resume`;
/// `abandon` gives up what was not begun, and sees what was begun to its end. Each may be repeated.
#[utoipa::path(
    post,
    path = "/api/v3/oc/tasks/{taskId}/action/{action}",
    operation_id = "act_on_task",
    tag = "tasks",
    params(ActParameters),
    responses(ActResponses, Writing),
    security(("bearer" = [])),
)]
async fn act_on_task(Operator(caller): Operator, State(api): State<Api>, input: ActInput) -> Result<Response, Problem> {
    let scope = caller.token_scope.clone();
    let acted =
        api.with_database(move |service| task::act(service, &caller, &actor(caller.token), input.id, input.action));
    let (view, seq) = acted.await?;
    let mut response = fresh(Json(TaskBody::of(&view)));
    response.headers_mut().insert(NUMBERLINE_SEQ, api.show(&scope, seq).await);
    Ok(response)
}

/// A task as the API gives it, as JSON.
///
/// # Panics
/// Never: texts and numbers serialise.
#[must_use]
pub fn task_json(view: &task::TaskView) -> String {
    serde_json::to_string(&TaskBody::of(view)).expect("texts and numbers serialise")
}

/// A page of tasks as the API gives it, as JSON.
///
/// # Panics
/// Never: texts and numbers serialise.
#[must_use]
pub fn tasks_json(query: &task::ListTasks, page: &task::TaskPage) -> String {
    serde_json::to_string(&TaskPage::of(query, page)).expect("texts and numbers serialise")
}

/// An answer that is true only now.
fn fresh(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
