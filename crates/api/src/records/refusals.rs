//! What the calls about records can be refused for, in OpenAPI and as problems; and their parameters.

use crate::numbers::{GUID_PATTERN, MAX_PAGE_NUMBER};
use crate::openapi::{Authorised, problem_response};
use crate::problem::{ErrorCode, Problem};
use numberline_service::RecordRefusal;
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Required, Response, Schema};
use utoipa::{IntoParams, IntoResponses};

/// The refusals of every call that asks the database.
pub(super) struct Stored;

impl IntoResponses for Stored {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = Authorised::responses();
        responses.extend(of(&[&[
            ErrorCode::InventoryLoading,
            ErrorCode::DatabaseBusy,
            ErrorCode::DatabaseAway,
            ErrorCode::CredentialUnverifiable,
        ]]));
        responses
    }
}

/// Those of a call about one service.
pub(super) struct OfService;

impl IntoResponses for OfService {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = Stored::responses();
        responses.extend(of(&[&[ErrorCode::ServiceUnknown]]));
        responses
    }
}

/// Those of a call about a tenant's records.
pub(super) struct OfTenant;

impl IntoResponses for OfTenant {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = Stored::responses();
        responses.extend(of(&[&[ErrorCode::TenantUnknown]]));
        responses
    }
}

/// Those of a call that sets a record.
pub(super) struct Setting;

impl IntoResponses for Setting {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = Stored::responses();
        responses.extend(of(&[
            &[ErrorCode::RoleInsufficient, ErrorCode::ScopeInsufficient],
            &[ErrorCode::ServiceUnknown],
            &[ErrorCode::RequestTimeout],
            &[ErrorCode::MediaTypeUnsupported],
            &[ErrorCode::RecordRefused],
            &[
                ErrorCode::InventoryLoading,
                ErrorCode::DatabaseBusy,
                ErrorCode::DatabaseAway,
                ErrorCode::OutcomeUnknown,
                ErrorCode::CredentialUnverifiable,
            ],
        ]));
        responses
    }
}

fn of(groups: &[&[ErrorCode]]) -> BTreeMap<String, RefOr<Response>> {
    let one = |codes: &&[ErrorCode]| (codes[0].status().as_str().to_owned(), problem_response(codes).into());
    groups.iter().map(one).collect()
}

impl From<RecordRefusal> for Problem {
    fn from(refusal: RecordRefusal) -> Self {
        let code = match refusal {
            RecordRefusal::UnknownService(_) => ErrorCode::ServiceUnknown,
            RecordRefusal::OtherTenant { .. }
            | RecordRefusal::UnknownSbc(_)
            | RecordRefusal::SiteTaken
            | RecordRefusal::NameTaken(_) => ErrorCode::RecordRefused,
        };
        Self::new(code, refusal.to_string())
    }
}

fn parameter(name: &str, place: ParameterIn, description: &str, schema: Object) -> Parameter {
    let required = if matches!(place, ParameterIn::Path) { Required::True } else { Required::False };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(description))
        .schema(Some(Schema::Object(schema)))
        .build()
}

fn text(pattern: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}

fn integer(least: i64, most: i64) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most))
}

const FLAG: &str = "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$";

macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident: [$($parameter:expr),+];)+) => { $(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoParams for $name {
            fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![$($parameter),+]
            }
        }
    )+ };
}

parameters! {
    /// A GUID that ends the path.
    ByGuid: [parameter("guid", ParameterIn::Path, "Its GUID, in any usual spelling", text(GUID_PATTERN))];
    /// An id that ends the path.
    ById: [parameter("id", ParameterIn::Path, "Its id", integer(0, super::members::LARGEST).build())];
    /// The id of a channel.
    ByChannel: [parameter("id", ParameterIn::Path, "Its id; 0 is no channel", integer(1, super::members::LARGEST).build())];
    /// How much of services is asked for.
    Details: [parameter("allDetails", ParameterIn::Query, "Whether SIP connections come along", text(FLAG))];
    /// A page.
    Paging: [
        parameter(
            "pageNumber",
            ParameterIn::Query,
            "The page, from 1. Also `Page Number` and `page_number`",
            integer(1, MAX_PAGE_NUMBER.cast_signed()).default(Some(1.into())).build()
        ),
        parameter(
            "pageSize",
            ParameterIn::Query,
            "Records on a page. Also `Page Size` and `page_size`",
            integer(1, 10_000).default(Some(200.into())).build()
        )
    ];
    /// Which leads.
    Leads: [
        parameter("msTenantId", ParameterIn::Query, "The customer's Azure tenant", text(GUID_PATTERN)),
        parameter(
            "pageNumber",
            ParameterIn::Query,
            "The page, from 1. Also `Page Number` and `page_number`",
            integer(1, MAX_PAGE_NUMBER.cast_signed()).default(Some(1.into())).build()
        ),
        parameter(
            "pageSize",
            ParameterIn::Query,
            "Leads on a page. Also `Page Size` and `page_size`",
            integer(1, 20_000).default(Some(10.into())).build()
        ),
        parameter(
            "checkOnline",
            ParameterIn::Query,
            "Taken and without effect: leads come with the sync",
            text(FLAG)
        )
    ];
}
