//! `/api/v3/inventory/numbers`: a window of a list, for tables that scroll through millions.

mod input;
mod search;

use crate::answer::respond;
use crate::guard::Reader;
use crate::numbers::NumberRecord;
use crate::openapi::{Authorised, problem_response};
use crate::problem::{ErrorCode, Problem};
use crate::router::Api;
use crate::wants::Wants;
use axum::extract::State;
use axum::response::Response;
use input::{WindowInput, WindowParameters};
use numberline_service::token::Caller;
use numberline_service::view::window::window;
use search::{SearchInput, SearchParameters, SearchRequest, SearchResponses};
use std::collections::BTreeMap;
use utoipa::openapi::{Content, Ref, RefOr, Response as Described, ResponseBuilder};
use utoipa::{IntoResponses, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(components(schemas(NumberWindow, SearchRequest, StatusTotals)))]
struct Schemas;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(Schemas::openapi()).routes(routes!(list_window, search_window))
}

/// A window of a list of numbers, and totals of the whole list.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used; the inventory renders windows")]
struct NumberWindow {
    /// Numbers before the window, as asked for.
    offset: i64,
    /// Numbers in the window at most, as asked for.
    limit: i64,
    /// Numbers of the list.
    total: i64,
    /// Whether the totals are of one state. They are not when numbers changed faster than they could be counted.
    is_exact: bool,
    totals: StatusTotals,
    /// The numbers of the window, ordered by tenant, then by `id`.
    data: Vec<NumberRecord>,
}

/// Numbers of the list by status, whatever status was asked for.
#[derive(serde::Serialize, ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(super) struct StatusTotals {
    active: u64,
    release_requested: u64,
    marked_for_removal: u64,
    ready_for_removal: u64,
    pending_first_sync: u64,
}

impl From<[u64; 5]> for StatusTotals {
    fn from(totals: [u64; 5]) -> Self {
        let [active, release_requested, marked_for_removal, ready_for_removal, pending_first_sync] = totals;
        Self { active, release_requested, marked_for_removal, ready_for_removal, pending_first_sync }
    }
}

/// A window of a list of numbers
///
/// For tables that scroll: any offset takes the same time. A list narrowed by service, country, assignment or search is
/// counted once, and again when it has changed; where that takes longer than a request may, the answer is
/// `search-unfinished`, and the next request goes on from there.
///
/// `X-Ovoc-Channel-Id` is honoured as by the list of numbers.
#[utoipa::path(
    get,
    path = "/api/v3/inventory/numbers",
    operation_id = "list_window",
    tag = "inventory",
    params(WindowParameters),
    responses(WindowResponses, Authorised),
    security(("bearer" = [])),
)]
async fn list_window(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    input: WindowInput,
) -> Result<Response, Problem> {
    answer(&api, caller, wants, input).await
}

/// A window of the numbers that a long search finds
///
/// The same for a search that is too long for an address, such as a pasted list of numbers. It changes nothing.
#[utoipa::path(
    post,
    path = "/api/v3/inventory/numbers",
    operation_id = "search_window",
    tag = "inventory",
    params(SearchParameters),
    request_body = SearchRequest,
    responses(WindowResponses, SearchResponses, Authorised),
    security(("bearer" = [])),
)]
async fn search_window(
    Reader(caller): Reader,
    State(api): State<Api>,
    wants: Wants,
    SearchInput(input): SearchInput,
) -> Result<Response, Problem> {
    answer(&api, caller, wants, input).await
}

async fn answer(api: &Api, caller: Caller, wants: Wants, input: WindowInput) -> Result<Response, Problem> {
    api.reach(&caller.token_scope, input.min_seq).await?;
    let mut page = api.buffers.take();
    let (answer, page, wants) = if input.window.is_sifted() {
        let work = move |service: &_| {
            window(service, &caller, &input.window, |etag| wants.knows(etag), page.bytes_mut())
                .map(|answer| (answer, page, wants))
        };
        api.look(work).await?
    } else {
        let answer = window(&api.service, &caller, &input.window, |etag| wants.knows(etag), page.bytes_mut())?;
        (answer, page, wants)
    };
    Ok(respond(answer, page, &wants, &api.buffers).await)
}

/// Answers of `list_window` that are its own.
struct WindowResponses;

impl IntoResponses for WindowResponses {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let content = Content::new(Some(Ref::from_schema_name("NumberWindow")));
        let found = ResponseBuilder::new().description("The window").content("application/json", content);
        let known = ResponseBuilder::new().description("The caller has this answer already");
        BTreeMap::from([
            ("200".to_owned(), found.build().into()),
            ("304".to_owned(), known.build().into()),
            ("404".to_owned(), problem_response(&[ErrorCode::TenantUnknown]).into()),
            (
                "503".to_owned(),
                problem_response(&[
                    ErrorCode::InventoryLoading,
                    ErrorCode::CredentialUnverifiable,
                    ErrorCode::SeqNotReached,
                    ErrorCode::SearchUnfinished,
                ])
                .into(),
            ),
        ])
    }
}
