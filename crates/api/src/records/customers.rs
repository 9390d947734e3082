//! `/api/v3/customer`: services in the vendor's shape.

use super::refusals::{ByGuid, Details, OfService, Stored};
use super::view::{CustomerBrief, CustomerDetails};
use super::{inputs, reply};
use crate::guard::Reader;
use crate::problem::{ErrorCode, Problem};
use crate::router::Api;
use crate::wants::Wants;
use axum::extract::State;
use axum::response::Response;
use http::Uri;
use numberline_service::customer;

/// Services in brief
///
/// Those of the tenants within the token's reach, in the order of their GUIDs. A service that has no record yet is shown
/// as its numbers show it.
#[utoipa::path(
    get,
    path = "/api/v3/customer",
    operation_id = "list_customers",
    tag = "records",
    params(Details),
    responses((status = 200, description = "The services", body = Vec<CustomerBrief>), Stored),
    security(("bearer" = [])),
)]
pub(super) async fn list_customers(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
) -> Result<Response, Problem> {
    let all_details = inputs::all_details(&uri)?;
    let services = api.with_database(move |service| customer::list(service, &caller)).await?;
    Ok(reply(&services.iter().map(|service| CustomerBrief::of(service, all_details)).collect::<Vec<_>>()))
}

/// One service
#[utoipa::path(
    get,
    path = "/api/v3/customer/{guid}",
    operation_id = "find_customer",
    tag = "records",
    params(ByGuid),
    responses((status = 200, description = "The service", body = CustomerDetails), OfService),
    security(("bearer" = [])),
)]
pub(super) async fn find_customer(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
) -> Result<Response, Problem> {
    let guid = inputs::guid(&uri, "guid")?;
    let found = api.with_database(move |service| customer::find(service, &caller, guid)).await?;
    Ok(reply(&CustomerDetails::of(&found.ok_or_else(unknown)?)))
}

/// The refusal of a service that is not there, or another's.
pub(super) fn unknown() -> Problem {
    Problem::new(ErrorCode::ServiceUnknown, "no service with this GUID is within the token's reach")
}
