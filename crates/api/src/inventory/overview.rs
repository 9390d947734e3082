//! `/api/v3/inventory/overview`: counts of numbers by what they have.

use super::input::{OverviewInput, OverviewParameters};
use super::window::StatusTotals;
use crate::answer::{Current, current};
use crate::guard::Reader;
use crate::openapi::{Authorised, problem_response};
use crate::problem::{ErrorCode, Problem};
use crate::router::Api;
use crate::wants::Wants;
use axum::extract::State;
use numberline_service::view::overview::{self, CheckAge};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::{RefOr, Response};
use utoipa::{IntoResponses, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get_overview))
}

/// Counts of numbers, of one state.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Overview {
    /// The last change that the counts know of, among those of the caller's tenants.
    seq: u64,
    /// All numbers.
    total: u64,
    /// Tenants within the token's reach.
    tenants: u64,
    statuses: StatusTotals,
    /// By `isoCountryCode`, the most numbers first.
    countries: Vec<Share>,
    /// By `assignmentStatus`, the most numbers first.
    assignments: Vec<Share>,
    /// By `source`, the most numbers first.
    sources: Vec<Share>,
    /// By month of `acquiredOn`, in order.
    months: Vec<Share>,
    /// Numbers without `acquiredOn`.
    never_acquired: u64,
    /// By age of the last successful assignment check, the youngest first: `hour`, `day`, `week`, `month` at most, or
    /// `older`.
    check_ages: Vec<Share>,
    /// Numbers whose assignment was never checked with success.
    never_checked: u64,
    /// Numbers whose last check did not succeed.
    failing_checks: u64,
}

/// How many numbers have a value.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Share {
    /// The value; null where numbers have none.
    #[schema(required)]
    name: Option<String>,
    /// Numbers that have it.
    numbers: u64,
}

/// Counts of numbers by what they have
///
/// By status, country, assignment, source, month of acquisition and age of the last check, for a tenant or for all
/// within the token's reach.
///
/// `X-Ovoc-Channel-Id` is honoured as by the list of numbers.
#[utoipa::path(
    get,
    path = "/api/v3/inventory/overview",
    operation_id = "get_overview",
    tag = "inventory",
    params(OverviewParameters),
    responses((status = 200, description = "The counts", body = Overview), UnknownTenant, Authorised),
    security(("bearer" = [])),
)]
async fn get_overview(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    OverviewInput(tenant): OverviewInput,
) -> Result<Current<Overview>, Problem> {
    let seen = api.look(move |service| overview::overview(service, &caller, tenant)).await?;
    Ok(current(Overview::from(seen)))
}

struct UnknownTenant;

impl IntoResponses for UnknownTenant {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([("404".to_owned(), problem_response(&[ErrorCode::TenantUnknown]).into())])
    }
}

impl From<overview::Overview> for Overview {
    fn from(seen: overview::Overview) -> Self {
        let census = &*seen.census;
        let named = |(name, numbers): (&String, &u64)| Share { name: Some(name.clone()), numbers: *numbers };
        Self {
            seq: seen.seq,
            total: census.total(),
            tenants: seen.tenants,
            statuses: census.statuses.into(),
            countries: largest_first(census.countries.iter().map(share)),
            assignments: largest_first(census.assignments.iter().map(share)),
            sources: largest_first(census.sources.iter().map(named)),
            months: census.months.iter().map(named).collect(),
            never_acquired: census.never_acquired,
            check_ages: seen.check_ages.iter().map(aged).collect(),
            never_checked: census.never_checked,
            failing_checks: census.failing_checks,
        }
    }
}

fn share((name, numbers): (&Option<String>, &u64)) -> Share {
    Share { name: name.clone(), numbers: *numbers }
}

fn aged(age: &CheckAge) -> Share {
    Share { name: Some(age.name.to_owned()), numbers: age.numbers }
}

fn largest_first(shares: impl Iterator<Item = Share>) -> Vec<Share> {
    let mut shares: Vec<_> = shares.collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.numbers));
    shares
}
