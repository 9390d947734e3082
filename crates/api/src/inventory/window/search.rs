//! A search that stands in a body, because an address would not hold it.

use super::input::{SEARCHED, WindowInput, WindowParameters};
use crate::body::{Members, Node, Sent, text};
use crate::openapi::problem_response;
use crate::problem::{ErrorCode, Faults, Problem};
use crate::query;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use numberline_domain::Search;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Response as Described};
use utoipa::{IntoParams, IntoResponses, PartialSchema, ToSchema};

/// The longest search, in characters: ten thousand numbers and more.
const LONGEST: usize = 200_000;
const SEARCH: &str = "search";

/// Input of `search_window`.
pub(super) struct SearchInput(pub(super) WindowInput);

impl<S: Sync> FromRequest<S> for SearchInput {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let sent = Sent::from_request(request, state).await?;
        read(&sent).map(Self).map_err(IntoResponse::into_response)
    }
}

fn read(sent: &Sent) -> Result<WindowInput, Problem> {
    let mut faults = Faults::new();
    let node = sent.json(&mut faults)?;
    let mut input = WindowInput::read(sent.query.as_deref(), &sent.headers, false, &mut faults);
    if let Some(members) = node.as_ref().and_then(|node| Members::read("", node, [SEARCH], &mut faults)) {
        let (path, node) = members.get(SEARCH);
        if *node == Node::Null {
            query::add(&mut faults, path.clone(), "is missing; say what is searched for".to_owned());
        }
        let search = text((path, node), 0..=LONGEST, |_| true, &mut faults);
        input.window.sieve.search = search.and_then(|search| Search::parse(&search));
    }
    if faults.is_empty() { Ok(input) } else { Err(Problem::of_faults(faults)) }
}

/// Parameters of `search_window`: those of the window but the search.
pub(super) struct SearchParameters;

impl IntoParams for SearchParameters {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        WindowParameters::into_params(place).into_iter().filter(|parameter| parameter.name != SEARCH).collect()
    }
}

/// Answers of `search_window` that come of its body.
pub(super) struct SearchResponses;

impl IntoResponses for SearchResponses {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let refused = |code: ErrorCode| (code.status().as_str().to_owned(), problem_response(&[code]).into());
        BTreeMap::from([ErrorCode::RequestTimeout, ErrorCode::MediaTypeUnsupported].map(refused))
    }
}

/// The body of `search_window`.
pub(super) struct SearchRequest;

impl ToSchema for SearchRequest {}

impl PartialSchema for SearchRequest {
    fn schema() -> RefOr<Schema> {
        let search = ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(LONGEST))
            .description(Some(SEARCHED))
            .examples([serde_json::json!("+448718943000 +448718943001")]);
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
            .property(SEARCH, search)
            .required(SEARCH)
            .build()
            .into()
    }
}
