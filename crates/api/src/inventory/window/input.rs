//! What a window takes from a request.

use crate::numbers::{GUID_PATTERN, guid, integer_from, min_seq, parameter, status_filter, text};
use crate::problem::{Faults, Problem};
use crate::query::{self, Parameter as Name};
use crate::router::Api;
use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use numberline_domain::{Search, StatusFilter};
use numberline_service::view::window::{Sieve, Window};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// The word that asks for numbers which have no such value.
const NONE: &str = "none";
const MAX_OFFSET: u64 = 4_294_967_295;
const MAX_LIMIT: u64 = 500;
const DEFAULT_LIMIT: u64 = 100;
/// The longest values of the text parameters, in characters: percent-encoded, all of them fit into an address.
const MAX_COUNTRY: usize = 16;
const MAX_ASSIGNMENT: usize = 64;
const MAX_SEARCH: usize = 500;

/// What is searched for, as the document tells it.
pub(super) const SEARCHED: &str = "Digits after a `+` or `00`: the beginning of a number. Other digits: a part of it. \
    Several whole numbers: those. A GUID: a tenant, service or calling profile. Anything else: a part of a service's, \
    company's or SIP connection's name, in any case";

const NAMES: [Name; 8] = [
    Name { name: "msTenantId", aliases: &[] },
    Name { name: "acquiredNumberStatus", aliases: &[] },
    Name { name: "umpCustomerGuid", aliases: &[] },
    Name { name: "isoCountryCode", aliases: &[] },
    Name { name: "assignmentStatus", aliases: &[] },
    Name { name: "search", aliases: &[] },
    Name { name: "offset", aliases: &[] },
    Name { name: "limit", aliases: &[] },
];

/// Input of `list_window`.
pub(super) struct WindowInput {
    /// The window asked for.
    pub(super) window: Window,
    /// The change that the answer must know of.
    pub(super) min_seq: Option<u64>,
}

impl FromRequestParts<Api> for WindowInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let input = Self::read(parts.uri.query(), &parts.headers, true, &mut faults);
        if faults.is_empty() { Ok(input) } else { Err(Problem::of_faults(faults)) }
    }
}

impl WindowInput {
    /// Reads a query, which may have a search or not.
    pub(super) fn read(text: Option<&str>, headers: &HeaderMap, may_search: bool, faults: &mut Faults) -> Self {
        let [tenant, status, service, country, assignment, search, offset, limit] = query::read(text, &NAMES, faults);
        if !may_search && search.is_some() {
            query::add(faults, "search".to_owned(), "stands in the body here".to_owned());
        }
        for (name, value, most) in [
            ("isoCountryCode", &country, MAX_COUNTRY),
            ("assignmentStatus", &assignment, MAX_ASSIGNMENT),
            ("search", &search, MAX_SEARCH),
        ] {
            if value.as_ref().is_some_and(|text| text.chars().count() > most) {
                query::add(faults, name.to_owned(), format!("is longer than {most} characters"));
            }
        }
        let service = service.map(|text| if is_none(&text) { None } else { guid("umpCustomerGuid", &text, faults) });
        let window = Window {
            tenant: tenant.and_then(|text| guid("msTenantId", &text, faults)),
            filter: status_filter(status.as_deref(), faults),
            sieve: Sieve {
                service,
                country: country.map(|text| wanted(&text)),
                assignment: assignment.map(|text| wanted(&text)),
                search: search.and_then(|text| Search::parse(&text)),
            },
            offset: query::integer("offset", offset.as_deref(), 0..=MAX_OFFSET, 0, faults),
            limit: query::integer("limit", limit.as_deref(), 1..=MAX_LIMIT, DEFAULT_LIMIT, faults),
        };
        Self { window, min_seq: min_seq(headers, faults) }
    }
}

fn is_none(text: &str) -> bool {
    text.eq_ignore_ascii_case(NONE)
}

fn wanted(text: &str) -> Option<String> {
    (!is_none(text)).then(|| text.to_owned())
}

/// Parameters of `list_window`.
pub(super) struct WindowParameters;

impl IntoParams for WindowParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let query = |name, description, schema| parameter(name, ParameterIn::Query, description, schema).build();
        let or_none = format!("{GUID_PATTERN}|^[Nn][Oo][Nn][Ee]$");
        vec![
            query(
                "msTenantId",
                "The customer's Azure tenant; absent for every tenant within the token's reach",
                text(GUID_PATTERN),
            ),
            query(
                "acquiredNumberStatus",
                "A status by name (in any case, with or without blanks) or by integer, or `All`",
                ObjectBuilder::from(text(StatusFilter::PATTERN)).default(Some("All".into())).build(),
            ),
            query("umpCustomerGuid", "The service, or `none`", text(&or_none)),
            query("isoCountryCode", "The country exactly as records have it, or `none`", free_text(MAX_COUNTRY)),
            query(
                "assignmentStatus",
                "The assignment exactly as records have it, or `none`",
                free_text(MAX_ASSIGNMENT),
            ),
            query("search", SEARCHED, free_text(MAX_SEARCH)),
            query("offset", "Numbers before the window", integer_from(0, MAX_OFFSET, 0)),
            query("limit", "Numbers in the window at most", integer_from(1, MAX_LIMIT, DEFAULT_LIMIT)),
        ]
    }
}

fn free_text(most: usize) -> Object {
    ObjectBuilder::new().schema_type(Type::String).max_length(Some(most)).build()
}
