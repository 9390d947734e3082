//! `/api/v3/oc/numbers`: the main job.

pub(crate) mod description;
pub(crate) mod input;
mod schema;

use crate::answer::respond;
use crate::guard::Reader;
use crate::openapi::Authorised;
use crate::problem::Problem;
use crate::router::Api;
use crate::wants::Wants;
use axum::extract::State;
use axum::response::Response;
use description::{FindParameters, FindResponses, ListParameters, ListResponses};
pub(crate) use description::{integer, integer_from, parameter, query, text};
use input::{FindInput, ListInput};
pub(crate) use input::{GUID_PATTERN, MAX_PAGE_NUMBER, default_page_size, guid, min_seq, status_filter};
use numberline_service::number::{self, Edition};
use schema::NumberPage;
pub(crate) use schema::{AttachedSbc, NumberRecord};
use utoipa::OpenApi;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(NumberPage, NumberRecord, AttachedSbc)))]
struct Schemas;

/// The calls about numbers.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi()).routes(routes!(list_numbers)).routes(routes!(find_number))
}

/// A tenant's numbers, page by page
///
/// Ordered by tenant, then by `id`. The totals are exact, and of the same state as the page. A page past the end is
/// empty. Parameter names are matched without regard to case; `Page Number`, `page_number`, `Page Size` and `page_size`
/// are accepted too.
///
/// A request with the header `Numberline-Min-Seq: n` waits up to two seconds until the answer knows of change `n`, and
/// is refused as `seq-not-reached` when it does not come. With `X-Ovoc-Channel-Id: n` the answer has only what lies in
/// channel `n`; one beyond the token's reach has nothing.
#[utoipa::path(
    get,
    path = "/api/v3/oc/numbers",
    operation_id = "list_numbers",
    tag = "numbers",
    params(ListParameters),
    responses(ListResponses, Authorised),
    security(("bearer" = [])),
)]
async fn list_numbers(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    input: ListInput,
) -> Result<Response, Problem> {
    api.reach(&caller.token_scope, input.min_seq).await?;
    let mut page = api.buffers.take();
    let answer = number::list(&api.service, &caller, &input.query, |etag| wants.knows(etag), page.bytes_mut())?;
    Ok(respond(answer, page, &wants, &api.buffers).await)
}

/// One number
///
/// `Numberline-Min-Seq` and `X-Ovoc-Channel-Id` are honoured as by the list.
#[utoipa::path(
    get,
    path = "/api/v3/oc/numbers/{phonenumber}",
    operation_id = "find_number",
    tag = "numbers",
    params(FindParameters),
    responses(FindResponses, Authorised),
    security(("bearer" = [])),
)]
async fn find_number(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    input: FindInput,
) -> Result<Response, Problem> {
    api.reach(&caller.token_scope, input.min_seq).await?;
    let mut record = api.buffers.take();
    let known = |etag: &str| wants.knows(etag);
    let answer = number::find(&api.service, &caller, Edition::V3, input.phone, known, record.bytes_mut())?;
    Ok(respond(answer, record, &wants, &api.buffers).await)
}
