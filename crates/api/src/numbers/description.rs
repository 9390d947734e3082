//! What the OpenAPI document says about the parameters and answers of the calls about numbers.

use crate::numbers::input::{DEFAULT_PAGE_SIZE, GUID_PATTERN, MAX_PAGE_NUMBER, PHONE_PATTERN};
use crate::numbers::schema::{NumberPage, NumberRecord};
use crate::openapi::{header, problem_response};
use crate::problem::ErrorCode;
use crate::settings::Settings;
use numberline_domain::StatusFilter;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Content, Ref, RefOr, Required, Response, ResponseBuilder, Schema};
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// Parameters of `list_numbers`. Each schema admits every accepted spelling.
pub(crate) struct ListParameters;

impl IntoParams for ListParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let [page_number, page_size] = page();
        vec![
            tenant("The customer's Azure tenant; absent for every tenant within the token's reach").build(),
            query(
                "acquiredNumberStatus",
                "A status by name (in any case, with or without blanks) or by integer, or `All`",
                ObjectBuilder::from(text(StatusFilter::PATTERN)).default(Some("All".into())).build(),
            )
            .example(Some("Active".into()))
            .build(),
            page_number,
            page_size,
            if_none_match(),
        ]
    }
}

/// Parameters of `find_number`.
pub(crate) struct FindParameters;

impl IntoParams for FindParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![phone(), if_none_match()]
    }
}

/// The number in a path.
pub(crate) fn phone() -> Parameter {
    let description = "The number in E.164 form; its `+` may stand raw, as `%2B`, or be missing";
    parameter("phonenumber", ParameterIn::Path, description, text(PHONE_PATTERN))
        .required(Required::True)
        .example(Some("+448718943000".into()))
        .build()
}

/// The query parameters of our own lists.
pub(crate) fn page() -> [Parameter; 2] {
    let max_page_size = Settings::default().max_page_size;
    let (number, size) = (integer(MAX_PAGE_NUMBER, 1), integer(max_page_size, DEFAULT_PAGE_SIZE));
    [
        query("pageNumber", "The page, from 1. Also `Page Number` and `page_number`", number).build(),
        query("pageSize", "Records on a page. Also `Page Size` and `page_size`", size).build(),
    ]
}

/// The tenant that a call is about.
pub(crate) fn tenant(description: &str) -> ParameterBuilder {
    query("msTenantId", description, text(GUID_PATTERN)).example(Some("3bc57cac-5794-457f-ad36-2c88cade9dbb".into()))
}

pub(crate) fn if_none_match() -> Parameter {
    let any = ObjectBuilder::new().schema_type(Type::String).build();
    parameter("If-None-Match", ParameterIn::Header, "Entity tags of answers that the caller has", any).build()
}

/// A parameter of a query.
pub(crate) fn query(name: &str, description: &str, schema: Object) -> ParameterBuilder {
    parameter(name, ParameterIn::Query, description, schema)
}

/// A parameter that may be absent.
pub(crate) fn parameter(name: &str, place: ParameterIn, description: &str, schema: Object) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(Schema::Object(schema)))
}

/// A text with a pattern.
pub(crate) fn text(pattern: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}

/// An integer from 1, with a default.
pub(crate) fn integer(maximum: u64, default: u64) -> Object {
    integer_from(1, maximum, default)
}

/// An integer within these bounds.
pub(crate) fn integer_from(minimum: u64, maximum: u64, default: u64) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(minimum))
        .maximum(Some(maximum))
        .default(Some(default.into()))
        .build()
}

/// Answers of `list_numbers` that are its own.
pub(crate) struct ListResponses;

impl IntoResponses for ListResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        own_responses("A page of numbers", &NumberPage::name(), ErrorCode::TenantUnknown)
    }
}

/// Answers of `find_number` that are its own.
pub(crate) struct FindResponses;

impl IntoResponses for FindResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        own_responses("The number", &NumberRecord::name(), ErrorCode::NumberUnknown)
    }
}

/// Answers of a call that bears an entity tag.
pub(crate) fn own_responses(
    description: &str,
    schema: &str,
    not_found: ErrorCode,
) -> BTreeMap<String, RefOr<Response>> {
    let content = Content::new(Some(Ref::from_schema_name(schema)));
    let found = described(ResponseBuilder::new().description(description).content("application/json", content));
    let known = described(ResponseBuilder::new().description("The caller has this answer already"));
    BTreeMap::from([
        ("200".to_owned(), found.build().into()),
        ("304".to_owned(), known.build().into()),
        ("404".to_owned(), problem_response(&[not_found]).into()),
    ])
}

fn described(response: ResponseBuilder) -> ResponseBuilder {
    dated(response.header("ETag", header(Type::String, "A weak entity tag: equal tags, equal answers")))
}

fn dated(response: ResponseBuilder) -> ResponseBuilder {
    response
        .header(
            "Cache-Control",
            header(Type::String, "`private, no-cache`: keep it, and ask again with `If-None-Match`"),
        )
        .header("Vary", header(Type::String, "`Authorization, Cookie, Accept-Encoding, X-Ovoc-Channel-Id`"))
        .header("Numberline-Seq", header(Type::Integer, "The last change that the answer may know of"))
        .header(
            "Numberline-Stale",
            header(Type::Integer, "For how many seconds the database has not answered; absent while it does"),
        )
}

/// Answers of a call that bears no entity tag, of which `not_found` is one.
pub(crate) fn dated_responses(
    description: &str,
    schema: &str,
    not_found: ErrorCode,
) -> BTreeMap<String, RefOr<Response>> {
    let content = Content::new(Some(Ref::from_schema_name(schema)));
    let found = dated(ResponseBuilder::new().description(description).content("application/json", content));
    let unavailable = [
        ErrorCode::InventoryLoading,
        ErrorCode::CredentialUnverifiable,
        ErrorCode::SeqNotReached,
        ErrorCode::DatabaseAway,
    ];
    BTreeMap::from([
        ("200".to_owned(), found.build().into()),
        ("404".to_owned(), problem_response(&[not_found]).into()),
        ("503".to_owned(), problem_response(&unavailable).into()),
    ])
}
