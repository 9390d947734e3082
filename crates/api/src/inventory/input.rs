//! What overviews and directories take from a request.

use crate::numbers::{GUID_PATTERN, guid, integer_from, parameter, text};
use crate::problem::{Faults, Problem};
use crate::query::{self, Parameter as Name};
use crate::router::Api;
use axum::extract::FromRequestParts;
use http::request::Parts;
use numberline_domain::Guid;
use numberline_service::view::directory::DirectoryPage;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

const MAX_LIMIT: u64 = 500;
const DEFAULT_LIMIT: u64 = 100;
const MAX_TEXT: usize = 200;

const NAMES: [Name; 3] = [
    Name { name: "search", aliases: &[] },
    Name { name: "cursor", aliases: &[] },
    Name { name: "limit", aliases: &[] },
];

/// Input of `get_overview`.
pub(super) struct OverviewInput(pub(super) Option<Guid>);

impl FromRequestParts<Api> for OverviewInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let [tenant] = query::read(parts.uri.query(), &[Name { name: "msTenantId", aliases: &[] }], &mut faults);
        let tenant = tenant.and_then(|text| guid("msTenantId", &text, &mut faults));
        if faults.is_empty() { Ok(Self(tenant)) } else { Err(Problem::of_faults(faults)) }
    }
}

pub(super) struct OverviewParameters;

impl IntoParams for OverviewParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let description = "The customer's Azure tenant; absent for every tenant within the token's reach";
        vec![parameter("msTenantId", ParameterIn::Query, description, text(GUID_PATTERN)).build()]
    }
}

/// Input of `list_tenants`.
pub(super) struct DirectoryInput(pub(super) DirectoryPage);

impl FromRequestParts<Api> for DirectoryInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let [search, cursor, limit] = query::read(parts.uri.query(), &NAMES, &mut faults);
        let limit = query::integer("limit", limit.as_deref(), 1..=MAX_LIMIT, DEFAULT_LIMIT, &mut faults);
        if search.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT) {
            query::add(&mut faults, "search".to_owned(), format!("is longer than {MAX_TEXT} characters"));
        }
        let page = DirectoryPage {
            after: cursor.and_then(|text| guid("cursor", &text, &mut faults)),
            search: search.map(|text| text.trim().to_owned()).unwrap_or_default(),
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
        };
        if faults.is_empty() { Ok(Self(page)) } else { Err(Problem::of_faults(faults)) }
    }
}

pub(super) struct DirectoryParameters;

impl IntoParams for DirectoryParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let any = ObjectBuilder::new().schema_type(Type::String).max_length(Some(MAX_TEXT)).build();
        let search = "The beginning of a GUID, or a part of a service's or company's name, in any case";
        let query = |name, description, schema| parameter(name, ParameterIn::Query, description, schema).build();
        vec![
            query("search", search, any),
            query("cursor", "The `nextCursor` of the page before", text(GUID_PATTERN)),
            query("limit", "Tenants on a page at most", integer_from(1, MAX_LIMIT, DEFAULT_LIMIT)),
        ]
    }
}
