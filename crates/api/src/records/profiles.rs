//! `/api/v2/oc/callingprofile` and `/api/v3/inventory/profiles`: calling profiles.

use super::refusals::{ByGuid, Setting, Stored};
use super::schema::ProfileBody;
use super::view::Profile;
use super::{inputs, reply, reply_kept, see_all};
use crate::body::Sent;
use crate::guard::{Admin, Reader};
use crate::problem::Problem;
use crate::query::NoParameters;
use crate::router::Api;
use crate::wants::Wants;
use crate::write::actor;
use axum::extract::State;
use axum::response::Response;
use http::Uri;
use numberline_service::profile;

/// Calling profiles
///
/// All of them, in the order of names, with their trunks and the SBCs that have the trunks' FQDNs.
#[utoipa::path(
    get,
    path = "/api/v2/oc/callingprofile",
    operation_id = "list_profiles",
    tag = "records",
    responses((status = 200, description = "The calling profiles", body = Vec<Profile>), Stored),
    security(("bearer" = [])),
)]
pub(super) async fn list_profiles(
    _reader: Reader,
    State(api): State<Api>,
    _wants: Wants,
    _query: NoParameters,
) -> Result<Response, Problem> {
    let profiles = api.with_database(profile::list).await?;
    Ok(reply(&profiles.into_iter().map(Profile::of).collect::<Vec<_>>()))
}

/// Set a calling profile
///
/// Makes it, or replaces it: what the body does not mention is emptied. Safe to repeat.
#[utoipa::path(
    put,
    path = "/api/v3/inventory/profiles/{guid}",
    operation_id = "set_profile",
    tag = "records",
    params(ByGuid),
    request_body = ProfileBody,
    responses(
        (status = 200, description = "The profile as it is now", body = Profile, headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        Setting,
    ),
    security(("bearer" = [])),
)]
pub(super) async fn set_profile(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    uri: Uri,
    sent: Sent,
) -> Result<Response, Problem> {
    see_all(&caller)?;
    let profile = inputs::profile(inputs::guid(&uri, "guid")?, &sent)?;
    let by = actor(caller.token);
    let kept = api.with_database(move |service| profile::set(service, profile, &by)).await??;
    Ok(reply_kept(&api, &caller, &Profile::of(kept.record), kept.seq).await)
}
