//! The OpenAPI document: gathered from the handlers, completed with what all of them share.

use crate::problem::{self, ErrorCode, ProblemBody, Progress};
use crate::settings::Settings;
use crate::{numbers, router};
use http::Method;
use numberline_service::{order, removal};
use std::collections::BTreeMap;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoResponses, Modify, OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Numberline",
        description = "The telephone numbers of Microsoft Teams Operator Connect customers.\n\n\
            Every call under `/api` needs `Authorization: Bearer <token>`. Every answer of 400 or more is a problem as \
            RFC 9457 describes it; `docs/errors.md` lists the error codes.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "numbers", description = "Telephone numbers"),
        (name = "orders", description = "What changes numbers"),
        (name = "tasks", description = "What was ordered, and how it stands"),
        (name = "records", description = "What numbers share: services, SBCs, channels, calling profiles, leads"),
        (name = "inventory", description = "The inventory as a whole: for tables, plots and people"),
        (name = "tokens", description = "Who may ask"),
        (name = "server", description = "The server itself"),
    ),
    components(schemas(ProblemBody<'_>, ErrorCode, Progress)),
    modifiers(&Bearer),
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let description = "A token as `numberline token create` prints it";
        let scheme = Http::builder().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
        let components = document.components.get_or_insert_default();
        components.security_schemes.insert("bearer".to_owned(), RefOr::T(SecurityScheme::Http(scheme)));
    }
}

/// The document, as it is with the default settings.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    of(&Settings::default())
}

/// The document as text: indented JSON that ends with a newline.
///
/// # Panics
/// Never: the document is made of maps with text keys.
#[must_use]
pub fn openapi_json() -> String {
    to_json(&openapi())
}

/// Lists whose pages have bounds of their own: leads the vendor's, tasks those of a list with much in each.
const OWN_BOUNDS: [&str; 2] = ["list_leads", "list_tasks"];

/// Bodies that name as many numbers as an operator allows for an order.
const ORDERS: [&str; 4] = ["UploadRequest", "ReleaseRequest", "ReleaseRanges", "UnassignRequest"];

/// Puts the settings into what the bodies of orders may hold.
fn bound_bodies(document: &mut utoipa::openapi::OpenApi, settings: &Settings) {
    let bounds = ORDERS.map(|name| (name, order::MOST_NUMBERS, settings.max_order_numbers)).into_iter();
    let bounds = bounds.chain([("RemovalRequest", removal::MOST_NUMBERS, settings.max_removal_numbers)]);
    let Some(components) = document.components.as_mut() else { return };
    for (name, default, most) in bounds {
        if let Some(RefOr::T(schema)) = components.schemas.get_mut(name) {
            bound_lists(schema, default, most);
        }
    }
}

/// Lists of this length, in a schema or in its members, get another one.
fn bound_lists(schema: &mut Schema, default: usize, most: usize) {
    let inner: Vec<&mut RefOr<Schema>> = match schema {
        Schema::Array(list) => {
            if list.max_items == Some(default) {
                list.max_items = Some(most);
            }
            Vec::new()
        }
        Schema::Object(object) => object.properties.values_mut().collect(),
        Schema::OneOf(choice) => choice.items.iter_mut().collect(),
        _ => Vec::new(),
    };
    for schema in inner {
        if let RefOr::T(schema) = schema {
            bound_lists(schema, default, most);
        }
    }
}

/// The document for these settings.
pub(crate) fn of(settings: &Settings) -> utoipa::openapi::OpenApi {
    let mut document = router::described(&settings.base_path).into_openapi();
    let lists = document.paths.paths.values_mut().filter_map(|path| path.get.as_mut());
    let bounded = lists.filter(|list| !list.operation_id.as_deref().is_some_and(|id| OWN_BOUNDS.contains(&id)));
    for parameter in bounded.filter_map(|list| list.parameters.as_mut()).flatten() {
        if let RefOr::T(Parameter { name, schema: Some(RefOr::T(Schema::Object(schema))), .. }) = parameter
            && name == "pageSize"
        {
            schema.maximum = Some(settings.max_page_size.into());
            schema.default = Some(numbers::default_page_size(settings.max_page_size).into());
        }
    }
    bound_bodies(&mut document, settings);
    document
}

/// The operations of a document: path, method, id.
pub(crate) fn operations(document: &utoipa::openapi::OpenApi) -> impl Iterator<Item = (&str, Method, &str)> {
    document.paths.paths.iter().flat_map(|(path, item)| {
        let methods = [
            (Method::GET, &item.get),
            (Method::PUT, &item.put),
            (Method::POST, &item.post),
            (Method::PATCH, &item.patch),
            (Method::DELETE, &item.delete),
        ];
        methods.into_iter().filter_map(|(method, operation)| {
            Some((path.as_str(), method, operation.as_ref()?.operation_id.as_deref()?))
        })
    })
}

/// A document as text.
pub(crate) fn to_json(document: &utoipa::openapi::OpenApi) -> String {
    let mut json = serde_json::to_string_pretty(document).expect("the document is made of maps with text keys");
    json.push('\n');
    json
}

/// The document for the base description, before the paths are added.
pub(crate) fn base() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// An event of a stream, as its fields stand in the stream.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used: events are written by the framework")]
pub(crate) struct StreamedEvent {
    /// What happened.
    event: String,
    /// More about it, as JSON.
    data: String,
}

/// The refusals that every call with a token can meet, whatever it does.
pub(crate) struct Authorised;

impl IntoResponses for Authorised {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[
            &[ErrorCode::RequestInvalid],
            &[
                ErrorCode::CredentialMissing,
                ErrorCode::CredentialMalformed,
                ErrorCode::CredentialUnknown,
                ErrorCode::CredentialExpired,
                ErrorCode::CredentialRevoked,
            ],
            &[ErrorCode::RoleInsufficient],
            &[ErrorCode::MethodNotAllowed],
            &[ErrorCode::NotAcceptable],
            &[ErrorCode::BodyTooLarge],
            &[ErrorCode::AddressTooLong],
            &[ErrorCode::HeadersTooLarge],
            &[ErrorCode::InternalError],
            &[ErrorCode::InventoryLoading, ErrorCode::CredentialUnverifiable, ErrorCode::SeqNotReached],
        ])
    }
}

/// The refusals that a call can meet which changes something, beside those of every call.
pub(crate) struct Writing;

impl IntoResponses for Writing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = Authorised::responses();
        responses.remove(ErrorCode::NotAcceptable.status().as_str());
        responses.extend(refusals(&[
            &[ErrorCode::RequestTimeout],
            &[ErrorCode::MediaTypeUnsupported],
            &[
                ErrorCode::InventoryLoading,
                ErrorCode::CredentialUnverifiable,
                ErrorCode::DatabaseAway,
                ErrorCode::DatabaseBusy,
                ErrorCode::OutcomeUnknown,
            ],
        ]));
        responses
    }
}

/// The refusals that a call about the whole server can meet.
pub(crate) struct Overseen;

impl IntoResponses for Overseen {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = Authorised::responses();
        responses.remove(ErrorCode::NotAcceptable.status().as_str());
        responses.extend(refusals(&[
            &[ErrorCode::ScopeInsufficient],
            &[ErrorCode::InventoryLoading, ErrorCode::CredentialUnverifiable],
        ]));
        responses
    }
}

/// The refusals that a call without a token can meet.
pub(crate) struct Public;

impl IntoResponses for Public {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[
            &[ErrorCode::MethodNotAllowed],
            &[ErrorCode::BodyTooLarge],
            &[ErrorCode::AddressTooLong],
            &[ErrorCode::HeadersTooLarge],
            &[ErrorCode::InternalError],
        ])
    }
}

fn refusals(groups: &[&[ErrorCode]]) -> BTreeMap<String, RefOr<Response>> {
    groups.iter().map(|codes| (codes[0].status().as_str().to_owned(), problem_response(codes).into())).collect()
}

/// The answer for codes of one status.
pub(crate) fn problem_response(codes: &[ErrorCode]) -> Response {
    let lines: Vec<_> = codes.iter().map(|code| format!("`{}`: {}", code.as_str(), code.title())).collect();
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    let response = ResponseBuilder::new().description(lines.join("; ")).content(problem::MEDIA_TYPE, content);
    match codes[0].status().as_u16() {
        401 => {
            response.header("WWW-Authenticate", header(Type::String, "What is wrong with the credential (RFC 6750)"))
        }
        405 => response.header("Allow", header(Type::String, "The methods that the path takes")),
        429 | 503 => response.header("Retry-After", header(Type::Integer, "Seconds to wait before the next try")),
        _ => response,
    }
    .build()
}

/// A response header.
pub(crate) fn header(kind: Type, description: &str) -> Header {
    let schema = ObjectBuilder::new().schema_type(kind).build();
    HeaderBuilder::new().schema(Some(Schema::Object(schema))).description(Some(description)).build()
}
