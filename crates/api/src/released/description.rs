//! What the OpenAPI document says about the call's parameters and answers.

use super::ReleasedPage;
use crate::numbers::description::{self, dated_responses};
use crate::problem::ErrorCode;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Response};
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// Parameters of the call.
pub(super) struct Parameters;

impl IntoParams for Parameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let tenant =
            description::tenant("The customer's Azure tenant; absent for every tenant within the token's reach");
        let [page_number, page_size] = description::page();
        vec![tenant.build(), page_number, page_size]
    }
}

/// Answers of the call that are its own.
pub(super) struct Responses;

impl IntoResponses for Responses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        dated_responses("A page of numbers that left", &ReleasedPage::name(), ErrorCode::TenantUnknown)
    }
}
