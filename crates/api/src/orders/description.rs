//! What the OpenAPI document says about the parameters and answers of the calls that order something.

use crate::numbers::{GUID_PATTERN, query, text};
use crate::openapi::{header, problem_response};
use crate::problem::ErrorCode;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Content, RefOr, Required, Response, ResponseBuilder, Schema};
use utoipa::{IntoParams, IntoResponses};

/// Parameters of a call that orders something for a tenant.
pub(crate) struct OrderParameters;

impl IntoParams for OrderParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let tenant = "The customer's Azure tenant. A token for just one tenant may leave it out";
        vec![
            query("msTenantId", tenant, text(GUID_PATTERN))
                .required(Required::True)
                .example(Some("3bc57cac-5794-457f-ad36-2c88cade9dbb".into()))
                .build(),
        ]
    }
}

/// Answers of a call that orders something.
pub(crate) struct OrderResponses;

impl IntoResponses for OrderResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let id = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^tsk_msjob_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"))
            .build();
        let taken = ResponseBuilder::new()
            .description("The order is taken; the id of its task")
            .content("application/json", Content::new(Some(Schema::Object(id))))
            .header("Location", header(Type::String, "Where the task is to be looked at"))
            .header("Numberline-Seq", header(Type::Integer, "The last change that the answer knows of"))
            .build();
        let refused = |codes: &[ErrorCode]| RefOr::from(problem_response(codes));
        BTreeMap::from([
            ("200".to_owned(), taken.into()),
            ("404".to_owned(), refused(&[ErrorCode::TenantUnknown, ErrorCode::NumberUnknown])),
            ("409".to_owned(), refused(&[ErrorCode::OrderRefused])),
            ("422".to_owned(), refused(&[ErrorCode::OrderInvalid, ErrorCode::IdempotencyKeyReused])),
        ])
    }
}

/// The same of a call that may be made only so often.
pub(crate) struct RatedOrderResponses;

impl IntoResponses for RatedOrderResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = OrderResponses::responses();
        responses.insert("429".to_owned(), problem_response(&[ErrorCode::RateExceeded]).into());
        responses
    }
}
