//! `/api/v2/oc/lead` and `/api/v3/inventory/leads`: leads with consents and civic addresses.

use super::refusals::{ByGuid, Leads, OfTenant, Setting};
use super::schema::LeadBody;
use super::view::Lead;
use super::{inputs, reply, reply_kept, see_all};
use crate::body::Sent;
use crate::guard::{Admin, Reader};
use crate::problem::Problem;
use crate::router::Api;
use crate::wants::Wants;
use crate::write::actor;
use axum::extract::State;
use axum::response::Response;
use http::Uri;
use numberline_service::{lead, number};

/// Leads
///
/// Customers that asked for the operator at Microsoft, with their consents and civic addresses, in the order of ids: one
/// tenant's, or those of all within the token's reach. A page past the end is empty.
#[utoipa::path(
    get,
    path = "/api/v2/oc/lead",
    operation_id = "list_leads",
    tag = "records",
    params(Leads),
    responses((status = 200, description = "A page of leads", body = Vec<Lead>), OfTenant),
    security(("bearer" = [])),
)]
pub(super) async fn list_leads(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
) -> Result<Response, Problem> {
    let query = inputs::leads(&uri)?;
    number::know_tenant(&api.service, &caller, query.tenant)?;
    let leads = move |service: &_| lead::list(service, &caller, query.tenant, query.page, query.size);
    let leads = api.with_database(leads).await?;
    Ok(reply(&leads.into_iter().map(Lead::of).collect::<Vec<_>>()))
}

/// Set a lead
///
/// Makes it, or replaces it: what the body does not mention is emptied. Safe to repeat.
#[utoipa::path(
    put,
    path = "/api/v3/inventory/leads/{guid}",
    operation_id = "set_lead",
    tag = "records",
    params(ByGuid),
    request_body = LeadBody,
    responses(
        (status = 200, description = "The lead as it is now", body = Lead, headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        Setting,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn set_lead(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
    sent: Sent,
) -> Result<Response, Problem> {
    see_all(&caller)?;
    let lead = inputs::lead(inputs::guid(&uri, "guid")?, &sent)?;
    let by = actor(caller.token);
    let kept = api.with_database(move |service| lead::set(service, lead, &by)).await?;
    Ok(reply_kept(&api, &caller, &Lead::of(kept.record), kept.seq).await)
}
