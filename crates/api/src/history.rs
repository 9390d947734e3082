//! `/api/v3/oc/numbers/{phonenumber}/history`: what happened to a number.

mod description;

use crate::answer::respond_untagged;
use crate::guard::Reader;
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
use numberline_domain::PhoneNumber;
use numberline_service::history::{self, Past};
use numberline_service::page::Wanted;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(HistoryPage, PastChange)))]
struct Schemas;

/// The call.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi()).routes(routes!(number_history))
}

/// A page of a number's history.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used; the envelope is the same for all lists")]
struct HistoryPage {
    /// The page asked for.
    current_page: i64,
    /// The changes asked for on a page.
    page_size: i64,
    /// Pages of that size; 0 when there is nothing.
    total_pages: i64,
    /// Changes there are, exactly.
    total_records: i64,
    /// The changes on this page, oldest first.
    data: Vec<PastChange>,
}

/// A change of a number.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PastChange {
    /// The number of the change: that of `Numberline-Seq`.
    seq: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who: `token:<id>`, `cli:<user>@<host>`, `server` or a job's name.
    actor: String,
    /// The task by which it happened; null where it was none.
    #[schema(required)]
    task_id: Option<String>,
    /// What happened, in a word; `docs/quirks.md` lists them.
    kind: &'static str,
    /// What it was, for people.
    #[schema(required)]
    before: Option<String>,
    /// What it is, for people.
    #[schema(required)]
    after: Option<String>,
    /// The customer's Azure tenant that had the number.
    #[schema(format = "uuid")]
    tenant_id: String,
    /// The number's row id then.
    id: i64,
}

/// Input of `number_history`.
struct Input {
    phone: PhoneNumber,
    wanted: Wanted,
    min_seq: Option<u64>,
}

impl FromRequestParts<Api> for Input {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let [number, size] = query::read(parts.uri.query(), &[PAGE_NUMBER, PAGE_SIZE], &mut faults);
        let max_page_size = api.settings.max_page_size;
        let wanted = paging::wanted(number.as_deref(), size.as_deref(), max_page_size, &mut faults);
        let min_seq = input::min_seq(&parts.headers, &mut faults);
        let phone = input::phone_in(parts.uri.path().rsplit('/').nth(1).unwrap_or_default(), &mut faults);
        match phone {
            Some(phone) if faults.is_empty() => Ok(Self { phone, wanted, min_seq }),
            _ => Err(Problem::of_faults(faults)),
        }
    }
}

/// What happened to a number
///
/// Every change that is kept, oldest first, also after the number has left the list. A number that the token never saw
/// does not exist; changes in other channels are left out. `Numberline-Min-Seq` and `X-Ovoc-Channel-Id` are honoured as
/// by the list.
#[utoipa::path(
    get,
    path = "/api/v3/oc/numbers/{phonenumber}/history",
    operation_id = "number_history",
    tag = "numbers",
    params(Parameters),
    responses(Authorised, Responses),
    security(("bearer" = [])),
)]
async fn number_history(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    input: Input,
) -> Result<Response, Problem> {
    api.reach(&caller.token_scope, input.min_seq).await?;
    let Input { phone, wanted, .. } = input;
    let page = api.look(move |service| history::of(service, &caller, phone, wanted)).await?;
    let seq = page.seq;
    let mut body = api.buffers.take();
    serde_json::to_writer(body.bytes_mut(), &Envelope::of(page, show)).expect("writing to memory cannot fail");
    Ok(respond_untagged(seq, body, &wants, &api.buffers).await)
}

fn show(past: Past) -> PastChange {
    PastChange {
        seq: past.seq,
        at: past.at.to_string(),
        actor: past.actor,
        task_id: past.task.map(|task| task.to_string()),
        kind: past.kind.as_str(),
        before: past.before,
        after: past.after,
        tenant_id: past.tenant.to_string(),
        id: past.id.as_i64(),
    }
}
