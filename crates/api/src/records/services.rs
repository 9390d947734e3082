//! `/api/v3/inventory/services`: services in our shape, and setting them.

use super::customers::unknown;
use super::inputs::{self, Unmentioned};
use super::refusals::{ByGuid, OfService, Setting};
use super::schema::ServiceBody;
use super::view::Service;
use super::{reply, reply_kept};
use crate::body::Sent;
use crate::guard::{Admin, Reader};
use crate::problem::Problem;
use crate::router::Api;
use crate::wants::Wants;
use crate::write::actor;
use axum::extract::State;
use axum::response::Response;
use http::Uri;
use numberline_service::customer;
use numberline_service::token::Caller;

/// One service, with what its numbers show
#[utoipa::path(
    get,
    path = "/api/v3/inventory/services/{guid}",
    operation_id = "find_service",
    tag = "records",
    params(ByGuid),
    responses((status = 200, description = "The service", body = Service), OfService),
    security(("bearer" = [])),
)]
pub(super) async fn find_service(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
) -> Result<Response, Problem> {
    let guid = inputs::guid(&uri, "guid")?;
    let found = api.with_database(move |service| customer::find(service, &caller, guid)).await?;
    Ok(reply(&Service::of(&found.ok_or_else(unknown)?)))
}

/// Set a service
///
/// Makes it, or replaces it: what the body does not mention is emptied. All its numbers show it at once, on every server
/// within a second. Safe to repeat.
#[utoipa::path(
    put,
    path = "/api/v3/inventory/services/{guid}",
    operation_id = "set_service",
    tag = "records",
    params(ByGuid),
    request_body = ServiceBody,
    responses(
        (status = 200, description = "The service as it is now", body = Service, headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        Setting,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn set_service(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
    sent: Sent,
) -> Result<Response, Problem> {
    write(caller, api, &uri, &sent, Unmentioned::Emptied).await
}

/// Change a service
///
/// What the body does not mention stays as it is. All its numbers show the change at once, on every server within a
/// second. Safe to repeat.
#[utoipa::path(
    patch,
    path = "/api/v3/inventory/services/{guid}",
    operation_id = "change_service",
    tag = "records",
    params(ByGuid),
    request_body = ServiceBody,
    responses(
        (status = 200, description = "The service as it is now", body = Service, headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        Setting,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn change_service(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
    sent: Sent,
) -> Result<Response, Problem> {
    write(caller, api, &uri, &sent, Unmentioned::Left).await
}

async fn write(
    caller: Caller,
    api: Api,
    uri: &Uri,
    sent: &Sent,
    unmentioned: Unmentioned,
) -> Result<Response, Problem> {
    let guid = inputs::guid(uri, "guid")?;
    let (tenant, edit) = inputs::service(sent, unmentioned)?;
    let by = caller.clone();
    let kept =
        api.with_database(move |service| customer::set(service, &by, guid, tenant, &edit, &actor(by.token))).await??;
    Ok(reply_kept(&api, &caller, &Service::of(&kept.record), kept.seq).await)
}
