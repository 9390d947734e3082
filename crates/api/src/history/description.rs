//! What the OpenAPI document says about the call's parameters and answers.

use super::HistoryPage;
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
        let [page_number, page_size] = description::page();
        vec![description::phone(), page_number, page_size]
    }
}

/// Answers of the call that are its own.
pub(super) struct Responses;

impl IntoResponses for Responses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        dated_responses("What happened to the number", &HistoryPage::name(), ErrorCode::NumberUnknown)
    }
}
