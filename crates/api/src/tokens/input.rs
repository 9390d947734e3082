//! What the calls about tokens take from a request.

use crate::numbers::{GUID_PATTERN, integer_from, parameter};
use crate::problem::{ErrorCode, Faults, Problem};
use crate::query;
use crate::router::Api;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use numberline_domain::{ChannelId, Guid, InvalidLabel, Label, Role, Scope, TokenId};
use numberline_service::token::NewToken;
use serde_json::Value;
use std::time::Duration;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type};
use utoipa::{IntoParams, ToSchema};

/// A hundred years.
const MAX_LIFE: u64 = 3_155_760_000;
const MAX_TENANTS: usize = 1000;
const MAX_CHANNELS: usize = 1000;

/// What a new token shall be.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub(super) struct NewTokenBody {
    /// What its bearer may do.
    #[schema(value_type = super::RoleWord)]
    role: Role,
    /// The tenants within its reach; absent, null or empty for all that the caller reaches.
    #[schema(schema_with = tenants_schema, required = false)]
    tenants: Vec<Guid>,
    /// The channels within its reach; absent, null or empty for all that the caller reaches.
    #[schema(schema_with = channels_schema, required = false)]
    channels: Vec<ChannelId>,
    /// What you call it.
    #[schema(schema_with = name_schema, required = false)]
    name: Option<Label>,
    /// How long it lives, in seconds; absent or null for ever.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 3_155_760_000_i64)]
    expires_in_seconds: Option<Duration>,
}

fn tenants_schema() -> Array {
    let description = "The tenants within its reach; absent, null or empty for all that the caller reaches.";
    list(ObjectBuilder::new().schema_type(Type::String).pattern(Some(GUID_PATTERN)), MAX_TENANTS, description)
}

fn channels_schema() -> Array {
    let description = "The channels within its reach; absent, null or empty for all that the caller reaches.";
    list(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)), MAX_CHANNELS, description)
}

fn name_schema() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
        .pattern(Some(Label::PATTERN))
        .description(Some("What you call it."))
        .build()
}

fn list(of: ObjectBuilder, most: usize, description: &str) -> Array {
    ArrayBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::Array, Type::Null]))
        .items(of)
        .max_items(Some(most))
        .description(Some(description))
        .build()
}

impl NewTokenBody {
    /// The token, which reaches no further than its maker.
    pub(super) fn within(self, scope: &Scope) -> Result<NewToken, Problem> {
        let tenants = match scope.tenants() {
            Some(reach) if self.tenants.is_empty() => reach.to_vec(),
            Some(_) | None => self.tenants,
        };
        let channels = match scope.channels() {
            Some(reach) if self.channels.is_empty() => reach.to_vec(),
            Some(_) | None => self.channels,
        };
        let has_more = tenants.iter().any(|tenant| !scope.admits_tenant(*tenant))
            || channels.iter().any(|channel| !scope.admits_channel(*channel));
        if has_more {
            let detail =
                "a token makes only such as reach no further than itself; leave the other tenants and channels out";
            return Err(Problem::new(ErrorCode::ScopeInsufficient, detail));
        }
        Ok(NewToken { role: self.role, tenants, channels, name: self.name, expires_in: self.expires_in_seconds })
    }

    fn read(body: &[u8], faults: &mut Faults) -> Option<Self> {
        let mut fault = |name: &str, text: &str| query::add(faults, name.to_owned(), text.to_owned());
        let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
            fault("body", "is not a JSON object");
            return None;
        };
        let mut role = None;
        let (mut tenants, mut channels, mut name, mut expires_in_seconds) = (Vec::new(), Vec::new(), None, None);
        for (key, value) in &members {
            match (key.as_str(), value) {
                ("role", Value::String(word)) => match Role::parse(word) {
                    Some(known) => role = Some(known),
                    None => fault("role", "is none of reader, operator, admin"),
                },
                ("role", _) => fault("role", "is not a text"),
                ("tenants" | "channels" | "name" | "expiresInSeconds", Value::Null) => {}
                ("tenants", Value::Array(list)) if list.len() <= MAX_TENANTS => {
                    let guids = list.iter().map(|item| item.as_str().and_then(|text| Guid::parse(text).ok()));
                    match guids.collect::<Option<Vec<_>>>() {
                        Some(guids) => tenants = guids,
                        None => fault("tenants", "has an item that is not a GUID"),
                    }
                }
                ("tenants", _) => fault("tenants", "is not a list of at most 1000 GUIDs"),
                ("channels", Value::Array(list)) if list.len() <= MAX_CHANNELS => {
                    let ids = list.iter().map(|item| item.as_i64().filter(|id| *id >= 0));
                    match ids.collect::<Option<Vec<_>>>() {
                        Some(ids) => channels = ids,
                        None => fault("channels", "has an item that is not an integer from 0"),
                    }
                }
                ("channels", _) => fault("channels", "is not a list of at most 1000 integers"),
                ("name", value) => match value.as_str().and_then(|text| Label::parse(text).ok()) {
                    Some(label) => name = Some(label),
                    None => fault("name", &InvalidLabel.to_string()),
                },
                ("expiresInSeconds", value) => match value.as_u64().filter(|life| (1..=MAX_LIFE).contains(life)) {
                    Some(life) => expires_in_seconds = Some(Duration::from_secs(life)),
                    None => fault("expiresInSeconds", "is not an integer from 1 to 3155760000"),
                },
                (other, _) => {
                    fault(
                        &query::echo(other),
                        "is not a member of the body; it has role, tenants, channels, name, expiresInSeconds",
                    );
                }
            }
        }
        if !members.contains_key("role") {
            fault("role", "is missing");
        }
        role.map(|role| Self { role, tenants, channels, name, expires_in_seconds })
    }
}

impl FromRequest<Api> for NewTokenBody {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            let detail = "the body is `application/json`; say so in `Content-Type`";
            return Err(Problem::new(ErrorCode::MediaTypeUnsupported, detail));
        }
        let mut faults = Faults::new();
        let [] = query::read(request.uri().query(), &[], &mut faults);
        // Why a body breaks off is known at the edge, which then answers in place of this.
        let body = Bytes::from_request(request, api).await;
        let body = body.map_err(|_| Problem::new(ErrorCode::RequestInvalid, "the body broke off"))?;
        match Self::read(&body, &mut faults) {
            Some(read) if faults.is_empty() => Ok(read),
            _ => Err(Problem::of_faults(faults)),
        }
    }
}

/// Input of `revoke_token`.
pub(super) struct RevokeInput(pub(super) TokenId);

impl FromRequestParts<Api> for RevokeInput {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &Api) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let [] = query::read(parts.uri.query(), &[], &mut faults);
        let text = parts.uri.path().rsplit('/').next();
        let id = query::integer("id", text, 0..=i64::MAX.unsigned_abs(), 0, &mut faults);
        match i64::try_from(id) {
            Ok(id) if faults.is_empty() => Ok(Self(TokenId(id))),
            _ => Err(Problem::of_faults(faults)),
        }
    }
}

pub(super) struct RevokeParameters;

impl IntoParams for RevokeParameters {
    fn into_params(_place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = integer_from(0, i64::MAX.unsigned_abs(), 0);
        vec![parameter("id", ParameterIn::Path, "The token's id", schema).required(Required::True).build()]
    }
}
