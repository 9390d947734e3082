//! The published shapes of the calls about removals.

use crate::openapi::{header, problem_response};
use crate::orders::telephone_numbers_schema;
use crate::problem::{ErrorCode, Failure};
use numberline_service::removal::{MOST_NUMBERS, Settled};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{Schema, Type};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

/// The body: 1 to 500 numbers.
pub(crate) struct RemovalRequest;

impl ToSchema for RemovalRequest {
    fn name() -> std::borrow::Cow<'static, str> {
        "RemovalRequest".into()
    }
}

impl PartialSchema for RemovalRequest {
    fn schema() -> RefOr<Schema> {
        telephone_numbers_schema(MOST_NUMBERS).into()
    }
}

/// What became of the numbers.
#[derive(Serialize, ToSchema)]
pub(crate) struct RemovalAnswer {
    data: RemovalCounts,
    /// Always `success`: something was done, or had been done before.
    status: &'static str,
    /// Always true.
    succeeded: bool,
    /// In words.
    message: String,
}

/// How many numbers are where they were to be led.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemovalCounts {
    /// Those that were named.
    processed_count: usize,
    /// Those that are there now, or were before.
    success_count: usize,
    /// The others.
    failures: Vec<Failure>,
}

impl RemovalAnswer {
    /// The answer when something was done.
    pub(crate) fn of(settled: &Settled, failures: Vec<Failure>, aim: &str) -> Self {
        let (processed_count, success_count) = (settled.processed, settled.succeeded());
        Self {
            data: RemovalCounts { processed_count, success_count, failures },
            status: "success",
            succeeded: true,
            message: format!("{success_count} of {processed_count} numbers are {aim}"),
        }
    }
}

/// Answers of a call about removals.
pub(crate) struct RemovalResponses;

impl IntoResponses for RemovalResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let content = Content::new(Some(Ref::from_schema_name(RemovalAnswer::name())));
        let done = ResponseBuilder::new()
            .description("At least one number is where it was to be led")
            .content("application/json", content)
            .header("Numberline-Seq", header(Type::Integer, "The last change that the answer knows of"))
            .build();
        let refused = problem_response(&[ErrorCode::OrderRefused]);
        BTreeMap::from([("200".to_owned(), done.into()), ("409".to_owned(), refused.into())])
    }
}

/// The same of the call that may be made only so often.
pub(crate) struct ApproveResponses;

impl IntoResponses for ApproveResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = RemovalResponses::responses();
        responses.insert("429".to_owned(), problem_response(&[ErrorCode::RateExceeded]).into());
        responses
    }
}
