//! Every word that can stand as `errorCode`. `docs/errors.md` lists the same words for callers; a test compares them.

use http::StatusCode;
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! error_codes {
    ($( $(#[$doc:meta])* $name:ident: $status:ident, $word:literal, $title:literal; )*) => {
        /// A stable word for what went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ErrorCode { $( $(#[$doc])* $name, )* }

        impl ErrorCode {
            /// Every code, in the order of its status.
            pub const ALL: &[Self] = &[ $( Self::$name, )* ];

            /// The word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $word, )* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $( Self::$name => StatusCode::$status, )* }
            }

            /// What it means, the same for every occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $( Self::$name => $title, )* }
            }

            /// The URN that names it as a type of problem.
            #[must_use]
            pub const fn urn(self) -> &'static str {
                match self { $( Self::$name => concat!("urn:numberline:error:", $word), )* }
            }
        }
    };
}

error_codes! {
    /// The request breaks the published schema.
    RequestInvalid: BAD_REQUEST, "request-invalid", "The request breaks the published schema";
    /// No `Authorization` header.
    CredentialMissing: UNAUTHORIZED, "credential-missing", "No credential was sent";
    /// The `Authorization` header is not one `Bearer` token.
    CredentialMalformed: UNAUTHORIZED, "credential-malformed", "The credential is not one bearer token";
    /// Nobody was given this token.
    CredentialUnknown: UNAUTHORIZED, "credential-unknown", "The token is unknown";
    /// The token's time is over.
    CredentialExpired: UNAUTHORIZED, "credential-expired", "The token has expired";
    /// The token was revoked.
    CredentialRevoked: UNAUTHORIZED, "credential-revoked", "The token was revoked";
    /// The token's role does not reach for this call.
    RoleInsufficient: FORBIDDEN, "role-insufficient", "The token's role does not allow this call";
    /// The call is about all tenants, the token for some.
    ScopeInsufficient: FORBIDDEN, "scope-insufficient", "The token is limited to some tenants";
    /// A session's cookie was sent, but not by one of our own pages.
    CrossSiteRefused: FORBIDDEN, "cross-site-refused", "The session's own pages did not send this request";
    /// No such path.
    PathUnknown: NOT_FOUND, "path-unknown", "There is no such path";
    /// No such tenant for this caller.
    TenantUnknown: NOT_FOUND, "tenant-unknown", "There is no such tenant";
    /// No such number for this caller.
    NumberUnknown: NOT_FOUND, "number-unknown", "There is no such number";
    /// No such task for this caller.
    TaskUnknown: NOT_FOUND, "task-unknown", "There is no such task";
    /// No such service for this caller.
    ServiceUnknown: NOT_FOUND, "service-unknown", "There is no such service";
    /// No such token for this caller.
    TokenUnknown: NOT_FOUND, "token-unknown", "There is no such token";
    /// The path takes other methods.
    MethodNotAllowed: METHOD_NOT_ALLOWED, "method-not-allowed", "The path does not take this method";
    /// The `Accept` header admits no JSON.
    NotAcceptable: NOT_ACCEPTABLE, "not-acceptable", "The answer cannot be given in an accepted media type";
    /// The request's body did not arrive in time.
    RequestTimeout: REQUEST_TIMEOUT, "request-timeout", "The request's body did not arrive in time";
    /// The present state does not admit the order.
    OrderRefused: CONFLICT, "order-refused", "The state of numbers does not admit the order";
    /// The task's status does not admit the action.
    TaskStateConflict: CONFLICT, "task-state-conflict", "The state of the task does not admit the action";
    /// The request's body is too large.
    BodyTooLarge: PAYLOAD_TOO_LARGE, "body-too-large", "The request's body is too large";
    /// The request's address is too long.
    AddressTooLong: URI_TOO_LONG, "address-too-long", "The request's address is too long";
    /// The request's body is not JSON.
    MediaTypeUnsupported: UNSUPPORTED_MEDIA_TYPE, "media-type-unsupported", "The body is in a media type that is not taken";
    /// A rule of the field forbids the order.
    OrderInvalid: UNPROCESSABLE_ENTITY, "order-invalid", "A rule of the field forbids the order";
    /// The key was used for another request.
    IdempotencyKeyReused: UNPROCESSABLE_ENTITY, "idempotency-key-reused", "The idempotency key was used for another request";
    /// What is well formed breaks a rule between records.
    RecordRefused: UNPROCESSABLE_ENTITY, "record-refused", "The record breaks a rule";
    /// More requests than the rate admits.
    RateExceeded: TOO_MANY_REQUESTS, "rate-exceeded", "More requests came than are taken in so short a time";
    /// The request's headers are too large.
    HeadersTooLarge: REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", "The request's headers are too large";
    /// A fault of the server.
    InternalError: INTERNAL_SERVER_ERROR, "internal-error", "The server failed";
    /// The server is starting.
    InventoryLoading: SERVICE_UNAVAILABLE, "inventory-loading", "The server is still reading its numbers";
    /// The server is about to stop.
    Stopping: SERVICE_UNAVAILABLE, "stopping", "The server is about to stop";
    /// Another writer did not finish in time.
    DatabaseBusy: SERVICE_UNAVAILABLE, "database-busy", "Another writer holds the database";
    /// The database does not answer.
    DatabaseAway: SERVICE_UNAVAILABLE, "database-away", "The database does not answer";
    /// The change may have been kept or not.
    OutcomeUnknown: SERVICE_UNAVAILABLE, "outcome-unknown", "It is unknown whether the change was kept";
    /// The database has been away for too long to trust a token.
    CredentialUnverifiable: SERVICE_UNAVAILABLE, "credential-unverifiable", "The token cannot be verified at present";
    /// The state asked for by `Numberline-Min-Seq` has not arrived.
    SeqNotReached: SERVICE_UNAVAILABLE, "seq-not-reached", "The state asked for has not arrived yet";
    /// A search takes longer than a request may.
    SearchUnfinished: SERVICE_UNAVAILABLE, "search-unfinished", "The search has not looked at every number yet";
    /// As many as the server takes follow its events.
    FollowersExhausted: SERVICE_UNAVAILABLE, "followers-exhausted", "Too many follow the server's events";
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl PartialSchema for ErrorCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A stable word for what went wrong; `docs/errors.md` explains each"))
            .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
            .into()
    }
}

impl ToSchema for ErrorCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_list_is_the_enum() {
        let document = include_str!("../../../../docs/errors.md");
        let documented: Vec<(String, u16)> = document
            .lines()
            .filter_map(|line| line.strip_prefix("| `"))
            .map(|row| {
                let mut cells = row.split('|').map(str::trim);
                let word = cells.next().unwrap().trim_end_matches('`').to_owned();
                (word, cells.next().unwrap().parse().unwrap())
            })
            .collect();
        let known: Vec<_> =
            ErrorCode::ALL.iter().map(|code| (code.as_str().to_owned(), code.status().as_u16())).collect();
        assert_eq!(documented, known);
    }
}
