//! What the calls about numbers take from a request.

use crate::problem::{Faults, Problem};
use crate::query::{self, Parameter, Plus};
use crate::router::Api;
use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::request::Parts;
use numberline_domain::{Guid, PhoneNumber, StatusFilter};
use numberline_service::number::ListNumbers;

/// The largest page number: larger ones do not fit the integers of many clients.
pub(crate) const MAX_PAGE_NUMBER: u64 = 2_147_483_647;
/// Records on a page when the caller names no size, unless the operator set a smaller maximum.
pub(crate) const DEFAULT_PAGE_SIZE: u64 = 200;
/// Every spelling that [`Guid::parse`] reads, as a regular expression that both ECMA-262 and Rust understand.
pub(crate) const GUID_PATTERN: &str = "^([0-9A-Fa-f]{32}\
    |([Uu][Rr][Nn]:[Uu][Uu][Ii][Dd]:)?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\
    |\\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\})$";
/// Every spelling of a number in a path.
pub(crate) const PHONE_PATTERN: &str = r"^\+?[1-9][0-9]{2,14}$";

const MIN_SEQ: &str = "Numberline-Min-Seq";

const LIST_PARAMETERS: [Parameter; 4] = [
    Parameter { name: "msTenantId", aliases: &[] },
    Parameter { name: "acquiredNumberStatus", aliases: &[] },
    Parameter { name: "pageNumber", aliases: &["page number", "page_number"] },
    Parameter { name: "pageSize", aliases: &["page size", "page_size"] },
];

/// Input of `list_numbers`.
#[derive(Debug)]
pub(crate) struct ListInput {
    /// The page asked for.
    pub(crate) query: ListNumbers,
    /// The change that the answer must know of.
    pub(crate) min_seq: Option<u64>,
}

/// Input of `find_number`.
#[derive(Debug)]
pub(crate) struct FindInput {
    /// The number asked for.
    pub(crate) phone: PhoneNumber,
    /// The change that the answer must know of.
    pub(crate) min_seq: Option<u64>,
}

impl FromRequestParts<Api> for ListInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let query = list_query(parts.uri.query(), api.settings.max_page_size, &mut faults);
        let min_seq = min_seq(&parts.headers, &mut faults);
        if faults.is_empty() { Ok(Self { query, min_seq }) } else { Err(Problem::of_faults(faults)) }
    }
}

impl FromRequestParts<Api> for FindInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let [] = query::read(parts.uri.query(), &[], &mut faults);
        let min_seq = min_seq(&parts.headers, &mut faults);
        match phone(parts.uri.path(), &mut faults) {
            Some(phone) if faults.is_empty() => Ok(Self { phone, min_seq }),
            _ => Err(Problem::of_faults(faults)),
        }
    }
}

/// Records on a page when the caller names no size.
pub(crate) fn default_page_size(max_page_size: u64) -> u64 {
    DEFAULT_PAGE_SIZE.min(max_page_size)
}

fn list_query(text: Option<&str>, max_page_size: u64, faults: &mut Faults) -> ListNumbers {
    let [tenant, status, page, size] = query::read(text, &LIST_PARAMETERS, faults);
    let tenant = tenant.and_then(|text| guid("msTenantId", &text, faults));
    let filter = status_filter(status.as_deref(), faults);
    let page = query::integer("pageNumber", page.as_deref(), 1..=MAX_PAGE_NUMBER, 1, faults);
    let default_size = default_page_size(max_page_size);
    let size = query::integer("pageSize", size.as_deref(), 1..=max_page_size, default_size, faults);
    ListNumbers { tenant, filter, page, size }
}

/// A GUID.
pub(crate) fn guid(name: &str, text: &str, faults: &mut Faults) -> Option<Guid> {
    Guid::parse(text)
        .map_err(|reason| query::add(faults, name.to_owned(), format!("`{}` {reason}", query::echo(text))))
        .ok()
}

/// Which statuses are asked for; all when none is named.
pub(crate) fn status_filter(text: Option<&str>, faults: &mut Faults) -> StatusFilter {
    let Some(text) = text else { return StatusFilter::All };
    StatusFilter::parse(text).unwrap_or_else(|reason| {
        query::add(faults, "acquiredNumberStatus".to_owned(), format!("`{}` {reason}", query::echo(text)));
        StatusFilter::All
    })
}

/// The number that ends a path.
fn phone(path: &str, faults: &mut Faults) -> Option<PhoneNumber> {
    phone_in(path.rsplit('/').next().unwrap_or_default(), faults)
}

/// The number in a part of a path; its `+` may stand there raw, as `%2B`, or be missing.
pub(crate) fn phone_in(raw: &str, faults: &mut Faults) -> Option<PhoneNumber> {
    let parsed = query::decode(raw, Plus::IsPlus).and_then(|text| {
        let text = if text.starts_with('+') { text } else { format!("+{text}").into() };
        PhoneNumber::parse(&text).ok()
    });
    if parsed.is_none() {
        let fault = format!("`{}` {}", query::echo(raw), numberline_domain::InvalidPhoneNumber);
        query::add(faults, "phonenumber".to_owned(), fault);
    }
    parsed
}

/// The change that the answer must know of.
pub(crate) fn min_seq(headers: &HeaderMap, faults: &mut Faults) -> Option<u64> {
    let mut given = headers.get_all(MIN_SEQ).iter();
    let value = given.next()?;
    if given.next().is_some() {
        query::add(faults, MIN_SEQ.to_owned(), "is given more than once; give it once".to_owned());
    }
    let text = value.to_str().unwrap_or_default();
    Some(query::integer(MIN_SEQ, Some(text), 0..=i64::MAX.unsigned_abs(), 0, faults))
}

#[cfg(test)]
#[path = "input_tests.rs"]
mod tests;
