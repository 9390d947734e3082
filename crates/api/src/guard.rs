//! Who asks. A handler names the role it needs in its signature; the edge lets nobody without a credential through.

use crate::portal;
use crate::problem::{ErrorCode, Faults, Problem};
use crate::query;
use axum::extract::FromRequestParts;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use numberline_domain::{ChannelId, Role, Scope};
use numberline_service::Service;
use numberline_service::token::{self, Caller, CredentialRefusal};

/// The header that narrows a call to a channel. The guard reads it, so that no call can forget it.
pub(crate) const CHANNEL: &str = "X-Ovoc-Channel-Id";
/// The largest channel that can be named.
pub(crate) const MAX_CHANNEL: u64 = i64::MAX.unsigned_abs();

macro_rules! guards {
    ($( $(#[$doc:meta])* $name:ident; )*) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(pub Caller);

        impl<S: Sync> FromRequestParts<S> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
                caller_of(parts, Role::$name).map(Self)
            }
        }
    )* };
}

guards! {
    /// A caller that may read numbers.
    Reader;
    /// A caller that may change numbers.
    Operator;
    /// A caller that may change tokens and settings.
    Admin;
}

/// A caller of any role who sees every tenant.
#[derive(Debug)]
pub struct Unlimited(pub Caller);

impl<S: Sync> FromRequestParts<S> for Unlimited {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let caller = caller_of(parts, Role::Reader)?;
        match caller.scope {
            Scope::All => Ok(Self(caller)),
            Scope::Limited(_) => {
                let detail = "this call tells of all tenants; the token or the request is limited to some of it";
                Err(Problem::new(ErrorCode::ScopeInsufficient, detail))
            }
        }
    }
}

/// Recognises the caller by the `Authorization` header, or else by the cookie of a session of the portal.
///
/// # Errors
/// A 401 that says which fault the credential has, or a 503 while credentials cannot be judged.
pub(crate) fn recognise(service: &Service, headers: &HeaderMap) -> Result<Caller, Problem> {
    let presented = match portal::credential(headers) {
        Some(token) => token,
        None => bearer(headers)?,
    };
    token::authenticate(service, presented).map_err(refused)
}

/// The caller that the edge recognised, if its role reaches.
fn caller_of(parts: &mut Parts, needed: Role) -> Result<Caller, Problem> {
    let caller = parts.extensions.remove::<Caller>().ok_or_else(missing)?;
    if caller.role >= needed {
        let caller = narrowed(caller, &parts.headers)?;
        // What changes numbers is judged tenant by tenant: a tenant's numbers may be in several channels.
        if needed > Role::Reader && caller.scope.channels().is_some() {
            let detail = "this call changes what may be in several channels; use a token without them, and leave \
                          `X-Ovoc-Channel-Id` out";
            return Err(Problem::new(ErrorCode::ScopeInsufficient, detail));
        }
        return Ok(caller);
    }
    let detail = format!("this call needs the role `{}`; the token's is `{}`", needed.as_str(), caller.role.as_str());
    Err(Problem::new(ErrorCode::RoleInsufficient, detail))
}

/// The caller within the channel that the request names, if it names one.
fn narrowed(caller: Caller, headers: &HeaderMap) -> Result<Caller, Problem> {
    let mut given = headers.get_all(CHANNEL).iter();
    let Some(value) = given.next() else { return Ok(caller) };
    let mut faults = Faults::new();
    if given.next().is_some() {
        query::add(&mut faults, CHANNEL.to_owned(), "is given more than once; give it once".to_owned());
    }
    let text = String::from_utf8_lossy(value.as_bytes());
    let channel = query::integer(CHANNEL, Some(&text), 0..=MAX_CHANNEL, 0, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::of_faults(faults));
    }
    Ok(caller.narrowed_to(ChannelId::try_from(channel).expect("the largest channel fits")))
}

/// The token in the one `Authorization: Bearer` header.
fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut given = headers.get_all(AUTHORIZATION).iter();
    let value = given.next().ok_or_else(missing)?;
    if given.next().is_some() {
        return Err(malformed("`Authorization` is given more than once; give it once"));
    }
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).unwrap_or_default();
    let token = token.trim_matches(' ');
    if scheme.eq_ignore_ascii_case("bearer") && is_token68(token) {
        Ok(token)
    } else {
        Err(malformed("`Authorization` is not of the form `Bearer <token>`"))
    }
}

/// RFC 6750 §2.1: the characters of a bearer token.
fn is_token68(token: &str) -> bool {
    let body = token.trim_end_matches('=');
    !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte))
}

/// RFC 6750 §3.1: a request without a credential is told no error.
fn missing() -> Problem {
    let detail = "this path needs a token: send `Authorization: Bearer <token>`";
    challenge(ErrorCode::CredentialMissing, detail, "Bearer realm=\"numberline\"")
}

fn malformed(detail: &'static str) -> Problem {
    let header = "Bearer realm=\"numberline\", error=\"invalid_request\", \
                  error_description=\"send Authorization once, as Bearer and a token\"";
    challenge(ErrorCode::CredentialMalformed, detail, header)
}

fn refused(refusal: CredentialRefusal) -> Problem {
    match refusal {
        CredentialRefusal::Unknown => challenge(
            ErrorCode::CredentialUnknown,
            "nobody was given this token; check that it was copied whole",
            "Bearer realm=\"numberline\", error=\"invalid_token\", error_description=\"the token is unknown\"",
        ),
        CredentialRefusal::Expired => challenge(
            ErrorCode::CredentialExpired,
            "the token's time is over; ask for a new one",
            "Bearer realm=\"numberline\", error=\"invalid_token\", error_description=\"the token has expired\"",
        ),
        CredentialRefusal::Revoked => challenge(
            ErrorCode::CredentialRevoked,
            "the token was revoked; ask for a new one",
            "Bearer realm=\"numberline\", error=\"invalid_token\", error_description=\"the token was revoked\"",
        ),
        CredentialRefusal::InventoryLoading => Problem::inventory_loading(),
        CredentialRefusal::Unverifiable => {
            let detail = "the database has been away for too long to trust a token without it";
            Problem::new(ErrorCode::CredentialUnverifiable, detail).retry_after(5)
        }
    }
}

fn challenge(code: ErrorCode, detail: &'static str, header: &'static str) -> Problem {
    Problem::new(code, detail).with_header(WWW_AUTHENTICATE, HeaderValue::from_static(header))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderName;

    fn judge(values: &[&'static str]) -> Result<String, ErrorCode> {
        let headers = values.iter().map(|value| (AUTHORIZATION, HeaderValue::from_static(value))).collect();
        bearer(&headers).map(str::to_owned).map_err(|problem| problem.code())
    }

    #[test]
    fn one_bearer_token_is_read_whatever_the_schemes_case() {
        for value in ["Bearer nl_abc", "bearer nl_abc", "BEARER   nl_abc "] {
            assert_eq!(judge(&[value]), Ok("nl_abc".to_owned()), "{value}");
        }
        assert_eq!(judge(&["Bearer a+b/c=="]), Ok("a+b/c==".to_owned()));
    }

    #[test]
    fn anything_else_is_told_apart_from_nothing() {
        assert_eq!(judge(&[]), Err(ErrorCode::CredentialMissing));
        for value in
            ["", "Bearer", "Bearer ", "Basic YTpi", "nl_abc", "Bearer a b", "Bearer =", "Bearer a\"b", "Bearer\ta"]
        {
            assert_eq!(judge(&[value]), Err(ErrorCode::CredentialMalformed), "{value}");
        }
        assert_eq!(judge(&["Bearer a", "Bearer a"]), Err(ErrorCode::CredentialMalformed));
    }

    fn scope_of(values: &[&'static str]) -> Result<Scope, ErrorCode> {
        let (mut parts, ()) = http::Request::new(()).into_parts();
        parts.extensions.insert(Caller::of_the_command_line());
        let values =
            values.iter().map(|value| (HeaderName::from_static("x-ovoc-channel-id"), HeaderValue::from_static(value)));
        parts.headers.extend(values);
        caller_of(&mut parts, Role::Reader).map(|caller| caller.scope).map_err(|problem| problem.code())
    }

    #[test]
    fn a_channel_narrows_what_a_caller_sees_and_anything_else_is_refused() {
        assert_eq!(scope_of(&[]), Ok(Scope::All));
        assert_eq!(scope_of(&["7"]), Ok(Scope::within(vec![], vec![7])));
        assert_eq!(scope_of(&["0"]), Ok(Scope::within(vec![], vec![0])));
        for values in [&[""][..], &["-1"], &["1.5"], &["seven"], &["99999999999999999999"], &["7", "7"]] {
            assert_eq!(scope_of(values), Err(ErrorCode::RequestInvalid), "{values:?}");
        }
    }

    #[test]
    fn each_role_reaches_as_far_as_the_ones_before_it() {
        let mut reached = Vec::new();
        for role in Role::ALL {
            for needed in Role::ALL {
                let (mut parts, ()) = http::Request::new(()).into_parts();
                parts.extensions.insert(Caller { role, ..Caller::of_the_command_line() });
                reached.push(caller_of(&mut parts, needed).is_ok());
            }
        }
        assert_eq!(reached, [true, false, false, true, true, false, true, true, true]);
    }
}
