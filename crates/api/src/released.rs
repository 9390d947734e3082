//! `/api/v3/oc/released`: what left the list.

mod description;

use crate::answer::respond_untagged;
use crate::guard::Reader;
use crate::numbers::NumberRecord;
use crate::numbers::input;
use crate::openapi::Authorised;
use crate::paging::{self, Envelope, PAGE_NUMBER, PAGE_SIZE};
use crate::problem::{Faults, Problem};
use crate::query;
use crate::router::Api;
use crate::wants::Wants;
use axum::extract::{FromRequestParts, State};
use axum::response::Response;
use description::{Parameters, Responses};
use http::request::Parts;
use numberline_domain::Guid;
use numberline_service::page::Wanted;
use numberline_service::released::{self, Gone};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(ReleasedPage, ReleasedNumber)))]
struct Schemas;

/// The call.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi()).routes(routes!(list_released))
}

/// A page of the numbers that left.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used; the envelope is the same for all lists")]
struct ReleasedPage {
    /// The page asked for.
    current_page: i64,
    /// The numbers asked for on a page.
    page_size: i64,
    /// Pages of that size; 0 when there is nothing.
    total_pages: i64,
    /// Numbers that left, exactly.
    total_records: i64,
    /// Those on this page, the last ones first.
    data: Vec<ReleasedNumber>,
}

/// A number that left the list. One that left several times stands there as often.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ReleasedNumber {
    /// In E.164 form, with `+`.
    #[schema(pattern = r"^\+[1-9][0-9]{2,14}$")]
    telephone_number: String,
    /// The customer's Azure tenant that had it.
    #[schema(format = "uuid")]
    tenant_id: String,
    /// Its row id.
    id: i64,
    /// When it left.
    #[schema(format = DateTime)]
    left_at: String,
    /// Why: `released`, `removed`, `withdrawn`, `moved` (to another tenant) or `replaced` (by another row).
    kind: &'static str,
    /// Who: `token:<id>`, `cli:<user>@<host>`, `server` or a job's name.
    actor: String,
    /// The task by which it left; null where it was none.
    #[schema(required)]
    task_id: Option<String>,
    /// Its last record in the list.
    #[schema(value_type = NumberRecord)]
    record: Box<RawValue>,
}

/// Input of `list_released`.
struct Input {
    tenant: Option<Guid>,
    wanted: Wanted,
    min_seq: Option<u64>,
}

const PARAMETERS: [query::Parameter; 3] =
    [query::Parameter { name: "msTenantId", aliases: &[] }, PAGE_NUMBER, PAGE_SIZE];

impl FromRequestParts<Api> for Input {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let [tenant, number, size] = query::read(parts.uri.query(), &PARAMETERS, &mut faults);
        let tenant = tenant.and_then(|text| input::guid("msTenantId", &text, &mut faults));
        let max_page_size = api.settings.max_page_size;
        let wanted = paging::wanted(number.as_deref(), size.as_deref(), max_page_size, &mut faults);
        let min_seq = input::min_seq(&parts.headers, &mut faults);
        if faults.is_empty() { Ok(Self { tenant, wanted, min_seq }) } else { Err(Problem::of_faults(faults)) }
    }
}

/// What left the list
///
/// Numbers that were released, withdrawn or removed, moved to another tenant or replaced by another row: the last ones
/// first, each with its last record. `Numberline-Min-Seq` and `X-Ovoc-Channel-Id` are honoured as by the list.
#[utoipa::path(
    get,
    path = "/api/v3/oc/released",
    operation_id = "list_released",
    tag = "numbers",
    params(Parameters),
    responses(Authorised, Responses),
    security(("bearer" = [])),
)]
async fn list_released(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    input: Input,
) -> Result<Response, Problem> {
    api.reach(&caller.token_scope, input.min_seq).await?;
    let Input { tenant, wanted, .. } = input;
    let page = api.look(move |service| released::list(service, &caller, tenant, wanted)).await?;
    let seq = page.seq;
    let mut body = api.buffers.take();
    serde_json::to_writer(body.bytes_mut(), &Envelope::of(page, show)).expect("writing to memory cannot fail");
    Ok(respond_untagged(seq, body, &wants, &api.buffers).await)
}

fn show(gone: Gone) -> ReleasedNumber {
    ReleasedNumber {
        telephone_number: gone.phone.to_string(),
        tenant_id: gone.tenant.to_string(),
        id: gone.id.as_i64(),
        left_at: gone.left_at.to_string(),
        kind: gone.kind.as_str(),
        actor: gone.actor,
        task_id: gone.task.map(|task| task.to_string()),
        record: RawValue::from_string(gone.record).unwrap_or_default(),
    }
}
