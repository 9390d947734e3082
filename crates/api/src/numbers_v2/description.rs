//! What the OpenAPI document says about the parameters and answers of V2's calls.

use super::schema::{NumberList, NumberRecordV2};
use crate::numbers::description::{self, dated_responses, own_responses};
use crate::problem::ErrorCode;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Required, Response};
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// Parameters of `list_numbers_v2`.
pub(super) struct ListParameters;

impl IntoParams for ListParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let tenant = description::tenant("The customer's Azure tenant. A token for just one tenant may leave it out");
        vec![tenant.required(Required::True).build()]
    }
}

/// Answers of `list_numbers_v2`.
pub(super) struct ListResponses;

impl IntoResponses for ListResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = dated_responses("The numbers", &NumberList::name(), ErrorCode::TenantUnknown);
        // It asks no database.
        responses.remove("503");
        responses
    }
}

/// Parameters of `find_number_v2`.
pub(super) struct FindParameters;

impl IntoParams for FindParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![description::phone(), description::if_none_match()]
    }
}

/// Answers of `find_number_v2`.
pub(super) struct FindResponses;

impl IntoResponses for FindResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        own_responses("The number", &NumberRecordV2::name(), ErrorCode::NumberUnknown)
    }
}
