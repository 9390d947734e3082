//! `/api/v3/tokens`: who may ask. `/api/v3/session`: who asks now.

mod input;

use crate::answer::{Current, current};
use crate::guard::{Admin, Reader};
use crate::openapi::{Authorised, problem_response};
use crate::problem::{ErrorCode, Problem};
use crate::query::NoParameters;
use crate::router::Api;
use crate::wants::Wants;
use crate::write::{NUMBERLINE_SEQ, actor};
use axum::extract::State;
use http::{HeaderName, HeaderValue, StatusCode};
use input::{NewTokenBody, RevokeInput, RevokeParameters};
use numberline_domain::{ChannelId, Role, Scope, Ticks, Token};
use numberline_service::token::{self, Revoked};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::{RefOr, Response};
use utoipa::{IntoResponses, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about tokens.
pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(get_session))
        .routes(routes!(list_tokens, create_token))
        .routes(routes!(revoke_token))
}

/// Who asks.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Session {
    /// The token's id.
    token_id: i64,
    /// What its maker calls it.
    #[schema(required)]
    name: Option<String>,
    role: RoleWord,
    /// The tenants within its reach; null for all.
    #[schema(required)]
    tenants: Option<Vec<String>>,
    /// The channels within its reach; null for all.
    #[schema(required)]
    channels: Option<Vec<ChannelId>>,
}

/// Every token that the caller may know of.
#[derive(Serialize, ToSchema)]
struct TokenList {
    /// In the order of ids.
    data: Vec<TokenBody>,
}

/// A token, without its text.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TokenBody {
    id: i64,
    /// What its maker calls it.
    #[schema(required)]
    name: Option<String>,
    role: RoleWord,
    /// The tenants within its reach; null for all.
    #[schema(required)]
    tenants: Option<Vec<String>>,
    /// The channels within its reach; null for all.
    #[schema(required)]
    channels: Option<Vec<ChannelId>>,
    #[schema(format = DateTime)]
    created_at: String,
    /// Null for never.
    #[schema(required, format = DateTime)]
    expires_at: Option<String>,
    #[schema(required, format = DateTime)]
    revoked_at: Option<String>,
    /// To the minute; null for never.
    #[schema(required, format = DateTime)]
    last_used_at: Option<String>,
}

/// A token that was just made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreatedToken {
    /// Its text, shown here and never again.
    secret: String,
    token: TokenBody,
}

/// What a token's bearer may do; each role may do all that the ones before it may.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum RoleWord {
    Reader,
    Operator,
    Admin,
}

/// The header that tells which change a write was.
type Told = [(HeaderName, HeaderValue); 1];

/// Who asks
#[utoipa::path(
    get,
    path = "/api/v3/session",
    operation_id = "get_session",
    tag = "tokens",
    responses((status = 200, description = "The bearer of the token", body = Session), Authorised),
    security(("bearer" = [])),
)]
async fn get_session(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    _query: NoParameters,
) -> Current<Session> {
    let name = token::name(&api.service, caller.token);
    current(Session {
        token_id: caller.token.0,
        name,
        role: caller.role.into(),
        tenants: tenants_of(&caller.scope),
        channels: caller.scope.channels().map(<[_]>::to_vec),
    })
}

/// Every token
///
/// Revoked and expired ones too; for a token that is limited to some tenants, those that reach no further.
#[utoipa::path(
    get,
    path = "/api/v3/tokens",
    operation_id = "list_tokens",
    tag = "tokens",
    responses((status = 200, description = "The tokens", body = TokenList), DatabaseAway, Authorised),
    security(("bearer" = [])),
)]
async fn list_tokens(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    _query: NoParameters,
) -> Result<Current<TokenList>, Problem> {
    let tokens = api.look(move |service| token::list_within(service, &caller.scope)).await?;
    Ok(current(TokenList { data: tokens.iter().map(TokenBody::of).collect() }))
}

/// Make a token
///
/// Its text is in this answer and never again. A token that is limited to some tenants makes only such as reach no
/// further.
#[utoipa::path(
    post,
    path = "/api/v3/tokens",
    operation_id = "create_token",
    tag = "tokens",
    request_body(content = NewTokenBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The token and its text", body = CreatedToken, headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        DatabaseAway,
        Authorised,
        Written,
    ),
    security(("bearer" = [])),
)]
async fn create_token(
    Admin(caller): Admin,
    State(api): State<Api>,
    _wants: Wants,
    body: NewTokenBody,
) -> Result<(StatusCode, Told, Current<CreatedToken>), Problem> {
    let new = body.within(&caller.scope)?;
    let actor = actor(caller.token);
    let made = api.look(move |service| token::create(service, &new, &actor)).await?;
    let seq = api.show(&caller.token_scope, made.seq.0).await;
    let created = CreatedToken { secret: made.secret.expose().to_owned(), token: TokenBody::of(&made.token) };
    Ok((StatusCode::CREATED, [(NUMBERLINE_SEQ, seq)], current(created)))
}

/// Revoke a token
///
/// This server refuses it once it has answered, every other within a second. Revoking it again changes nothing.
#[utoipa::path(
    delete,
    path = "/api/v3/tokens/{id}",
    operation_id = "revoke_token",
    tag = "tokens",
    params(RevokeParameters),
    responses(
        (status = 204, description = "It is revoked", headers(("Numberline-Seq" = i64, description = "The last change that the answer knows of"))),
        UnknownToken,
        DatabaseAway,
        Authorised,
        Written,
    ),
    security(("bearer" = [])),
)]
async fn revoke_token(
    Admin(caller): Admin,
    State(api): State<Api>,
    RevokeInput(id): RevokeInput,
) -> Result<(StatusCode, Told), Problem> {
    let (actor, scope) = (actor(caller.token), caller.scope);
    match api.look(move |service| token::revoke_within(service, &scope, id, &actor)).await? {
        Revoked::Now(seq) | Revoked::Before(seq) => {
            let seq = api.show(&caller.token_scope, seq.0).await;
            Ok((StatusCode::NO_CONTENT, [(NUMBERLINE_SEQ, seq)]))
        }
        Revoked::Unknown => {
            let detail = "no token with this id is within the caller's reach";
            Err(Problem::new(ErrorCode::TokenUnknown, detail))
        }
    }
}

fn tenants_of(scope: &Scope) -> Option<Vec<String>> {
    Some(scope.tenants()?.iter().map(ToString::to_string).collect())
}

impl TokenBody {
    fn of(token: &Token) -> Self {
        let time = |time: Option<Ticks>| time.map(|time| time.to_string());
        Self {
            id: token.id.0,
            name: token.name.clone(),
            role: token.role.into(),
            tenants: tenants_of(&token.scope),
            channels: token.scope.channels().map(<[_]>::to_vec),
            created_at: token.created_at.to_string(),
            expires_at: time(token.expires_at),
            revoked_at: time(token.revoked_at),
            last_used_at: time(token.last_used_at),
        }
    }
}

impl From<Role> for RoleWord {
    fn from(role: Role) -> Self {
        match role {
            Role::Reader => Self::Reader,
            Role::Operator => Self::Operator,
            Role::Admin => Self::Admin,
        }
    }
}

struct UnknownToken;

impl IntoResponses for UnknownToken {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([("404".to_owned(), problem_response(&[ErrorCode::TokenUnknown]).into())])
    }
}

/// What a call can meet that asks the database.
struct DatabaseAway;

impl IntoResponses for DatabaseAway {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let codes = [ErrorCode::InventoryLoading, ErrorCode::CredentialUnverifiable, ErrorCode::DatabaseAway];
        BTreeMap::from([("503".to_owned(), problem_response(&codes).into())])
    }
}

/// What a call can meet that changes something.
struct Written;

impl IntoResponses for Written {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let forbidden = [ErrorCode::RoleInsufficient, ErrorCode::ScopeInsufficient, ErrorCode::CrossSiteRefused];
        BTreeMap::from([
            ("403".to_owned(), problem_response(&forbidden).into()),
            ("408".to_owned(), problem_response(&[ErrorCode::RequestTimeout]).into()),
            ("415".to_owned(), problem_response(&[ErrorCode::MediaTypeUnsupported]).into()),
        ])
    }
}
