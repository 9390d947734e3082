//! `/api/v2/oc/numbers`: the calls that V3 has grown from. Their records lack the ten fields that V3 added.

mod description;
mod schema;

use crate::answer::{respond, respond_in_parts};
use crate::guard::Reader;
use crate::numbers::input::{self, FindInput};
use crate::openapi::Authorised;
use crate::problem::{Faults, Problem};
use crate::query;
use crate::router::Api;
use crate::wants::Wants;
use axum::extract::{FromRequestParts, State};
use axum::response::Response;
use description::{FindParameters, FindResponses, ListParameters, ListResponses};
use http::request::Parts;
use numberline_domain::Guid;
use numberline_service::number::{self, Edition};
use schema::{NumberList, NumberRecordV2};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(NumberList, NumberRecordV2)))]
struct Schemas;

/// The calls.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi()).routes(routes!(list_numbers_v2)).routes(routes!(find_number_v2))
}

/// Input of `list_numbers_v2`.
struct ListInput {
    tenant: Option<Guid>,
    min_seq: Option<u64>,
}

impl FromRequestParts<Api> for ListInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let tenant = query::Parameter { name: "msTenantId", aliases: &[] };
        let [tenant] = query::read(parts.uri.query(), &[tenant], &mut faults);
        let tenant = tenant.and_then(|text| input::guid("msTenantId", &text, &mut faults));
        let min_seq = input::min_seq(&parts.headers, &mut faults);
        if faults.is_empty() { Ok(Self { tenant, min_seq }) } else { Err(Problem::of_faults(faults)) }
    }
}

/// A tenant's numbers, all of them
///
/// Ordered by `id`, as one array that is made while it is sent: complete for numbers that nobody touches meanwhile, but
/// not of one state. When it cannot be finished the connection breaks. For one state, and for tenants of any size, there
/// are the pages of V3. `Numberline-Min-Seq` and `X-Ovoc-Channel-Id` are honoured as by them.
#[utoipa::path(
    get,
    path = "/api/v2/oc/numbers",
    operation_id = "list_numbers_v2",
    tag = "numbers",
    params(ListParameters),
    responses(ListResponses, Authorised),
    security(("bearer" = [])),
)]
async fn list_numbers_v2(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    input: ListInput,
) -> Result<Response, Problem> {
    api.reach(&caller.token_scope, input.min_seq).await?;
    let stream = number::stream(&api.service, &caller, input.tenant)?;
    Ok(respond_in_parts(stream, &wants, &api.buffers))
}

/// One number, as V2 shows it
///
/// `Numberline-Min-Seq` and `X-Ovoc-Channel-Id` are honoured as by the list.
#[utoipa::path(
    get,
    path = "/api/v2/oc/numbers/{phonenumber}",
    operation_id = "find_number_v2",
    tag = "numbers",
    params(FindParameters),
    responses(FindResponses, Authorised),
    security(("bearer" = [])),
)]
async fn find_number_v2(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    input: FindInput,
) -> Result<Response, Problem> {
    api.reach(&caller.token_scope, input.min_seq).await?;
    let mut record = api.buffers.take();
    let known = |etag: &str| wants.knows(etag);
    let answer = number::find(&api.service, &caller, Edition::V2, input.phone, known, record.bytes_mut())?;
    Ok(respond(answer, record, &wants, &api.buffers).await)
}
