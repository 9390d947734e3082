//! Records of what numbers share: the vendor's look-ups, and our own calls that set them.

mod customers;
mod inputs;
mod leads;
mod members;
mod profiles;
mod refusals;
mod sbcs;
mod schema;
mod services;
mod view;

pub use view::{Channel, CustomerBrief, CustomerDetails, Lead, Page, Profile, Sbc, Service};

use crate::body::Sent;
use crate::problem::{ErrorCode, Problem};
use crate::router::Api;
use crate::write::NUMBERLINE_SEQ;
use axum::body::Body;
use axum::response::Response;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use numberline_domain::{Guid, Scope};
use numberline_service::Seq;
use numberline_service::token::Caller;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about records.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(customers::list_customers))
        .routes(routes!(customers::find_customer))
        .routes(routes!(services::find_service, services::set_service, services::change_service))
        .routes(routes!(sbcs::list_sbcs))
        .routes(routes!(sbcs::set_sbc))
        .routes(routes!(sbcs::list_channels))
        .routes(routes!(sbcs::set_channel))
        .routes(routes!(profiles::list_profiles))
        .routes(routes!(profiles::set_profile))
        .routes(routes!(leads::list_leads))
        .routes(routes!(leads::set_lead))
}

/// A calling profile as the call that sets one takes it.
///
/// # Errors
/// A problem whose [lines](Problem::lines) name every fault.
pub fn profile_of_json(id: Guid, json: Vec<u8>) -> Result<numberline_domain::CallingProfile, Problem> {
    inputs::profile(id, &Sent::of_json(json))
}

/// A lead as the call that sets one takes it.
///
/// # Errors
/// A problem whose [lines](Problem::lines) name every fault.
pub fn lead_of_json(id: Guid, json: Vec<u8>) -> Result<numberline_domain::Lead, Problem> {
    inputs::lead(id, &Sent::of_json(json))
}

/// What belongs to no tenant is set by those alone who see all.
fn see_all(caller: &Caller) -> Result<(), Problem> {
    match caller.scope {
        Scope::All => Ok(()),
        Scope::Limited(_) => {
            let detail = "this belongs to no tenant; only a token that sees all tenants may set it";
            Err(Problem::new(ErrorCode::ScopeInsufficient, detail))
        }
    }
}

/// The answer to a question.
fn reply(answer: &impl Serialize) -> Response {
    let json = serde_json::to_vec(answer).expect("records are always JSON");
    let mut response = Response::new(Body::from(json));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Authorization, Accept-Encoding"));
    response
}

/// The answer to a change: once this server's inventory shows it, or could not be waited for.
async fn reply_kept(api: &Api, caller: &Caller, answer: &impl Serialize, seq: Seq) -> Response {
    let mut response = reply(answer);
    response.headers_mut().insert(NUMBERLINE_SEQ, api.show(&caller.token_scope, seq.0).await);
    response
}
