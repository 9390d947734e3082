//! What the calls about tokens take from a request.

use crate::body::{self, Members, Node, Sent};
use crate::numbers::{GUID_PATTERN, integer_from, parameter};
use crate::problem::{ErrorCode, Faults, Problem};
use crate::query;
use crate::router::Api;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use numberline_domain::{ChannelId, Guid, InvalidGuid, InvalidLabel, Label, Role, Scope, TokenId};
use numberline_service::token::NewToken;
use std::time::Duration;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type};
use utoipa::{IntoParams, ToSchema};

/// A hundred years.
const MAX_LIFE: i64 = 3_155_760_000;
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

    fn of(sent: &Sent) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let node = sent.json(&mut faults)?;
        let [] = query::read(sent.query.as_deref(), &[], &mut faults);
        match node.and_then(|node| Self::read(&node, &mut faults)) {
            Some(read) if faults.is_empty() => Ok(read),
            Some(_) | None => Err(Problem::of_faults(faults)),
        }
    }

    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        let names = ["role", "tenants", "channels", "name", "expiresInSeconds"];
        let members = Members::read("", node, names, faults)?;
        let role = role(members.get("role"), faults);
        let tenants = body::list(members.get("tenants"), 0..=MAX_TENANTS, faults);
        let tenants = tenants.filter_map(|item| tenant(item, faults)).collect();
        let channels = body::list(members.get("channels"), 0..=MAX_CHANNELS, faults);
        let channels = channels.filter_map(|item| channel(item, faults)).collect();
        let name = name(members.get("name"), faults);
        let life = body::integer(members.get("expiresInSeconds"), 1..=MAX_LIFE, faults);
        let expires_in_seconds = life.map(|life| Duration::from_secs(life.unsigned_abs()));
        Some(Self { role: role?, tenants, channels, name, expires_in_seconds })
    }
}

fn role((path, node): (String, &Node), faults: &mut Faults) -> Option<Role> {
    let role = node.as_text().and_then(Role::parse);
    if role.is_none() {
        let fault = if *node == Node::Null { "is missing" } else { "is none of reader, operator, admin" };
        query::add(faults, path, fault.to_owned());
    }
    role
}

fn tenant((path, node): (String, &Node), faults: &mut Faults) -> Option<Guid> {
    let tenant = node.as_text().and_then(|text| Guid::parse(text).ok());
    if tenant.is_none() {
        query::add(faults, path, InvalidGuid.to_string());
    }
    tenant
}

fn channel((path, node): (String, &Node), faults: &mut Faults) -> Option<ChannelId> {
    let channel = node.as_integer().filter(|channel| *channel >= 0);
    if channel.is_none() {
        query::add(faults, path, "is not an integer from 0".to_owned());
    }
    channel
}

fn name((path, node): (String, &Node), faults: &mut Faults) -> Option<Label> {
    let name = node.as_text().and_then(|text| Label::parse(text).ok());
    if name.is_none() && *node != Node::Null {
        query::add(faults, path, InvalidLabel.to_string());
    }
    name
}

impl FromRequest<Api> for NewTokenBody {
    type Rejection = Response;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Response> {
        let sent = Sent::from_request(request, api).await?;
        Self::of(&sent).map_err(IntoResponse::into_response)
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
