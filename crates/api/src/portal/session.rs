//! The session: a cookie that carries the token itself, which no script can read and no other site can send.
//!
//! `SameSite=Strict` keeps the cookie from requests that other sites cause. Requests that change something are held to
//! more, should a browser be lax: a header that no form can send, and an origin that is ours.

use crate::problem::{ErrorCode, Problem};
use http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

/// The cookie's name.
const NAME: &str = "numberline_session";
/// Sent by the portal's scripts with requests that change something.
const MARK: HeaderName = HeaderName::from_static("numberline-portal");
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// The token in the session's cookie. Whoever sends `Authorization` means that, whatever the cookie says.
pub(crate) fn credential(headers: &HeaderMap) -> Option<&str> {
    if headers.contains_key(AUTHORIZATION) {
        return None;
    }
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == NAME).map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// By which interface a request came, as `source` of the numbers that it uploads tells it.
pub(crate) fn source(headers: &HeaderMap) -> &'static str {
    if credential(headers).is_some() { "webui" } else { "webapi" }
}

/// Refuses a request that changes something by the cookie unless one of our own pages sent it.
///
/// # Errors
/// A 403.
pub(crate) fn refuse_other_sites(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    if method.is_safe() || (headers.contains_key(MARK) && is_from_here(uri, headers)) {
        return Ok(());
    }
    let detail = "a session's cookie changes something only with `Numberline-Portal: 1` and from the portal's own \
                  pages; programs send `Authorization: Bearer <token>`";
    Err(Problem::new(ErrorCode::CrossSiteRefused, detail))
}

/// Whether the browser says that a page of this server caused the request.
pub(super) fn is_from_here(uri: &Uri, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(SITE) {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) else { return false };
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let hosts = [headers.get(HOST), headers.get(FORWARDED_HOST)];
    uri.authority().is_some_and(|own| own.as_str() == authority)
        || hosts.into_iter().flatten().any(|host| host.as_bytes() == authority.as_bytes())
}

/// The cookie of a new session.
pub(super) fn begin(token: &str, headers: &HeaderMap) -> Option<HeaderValue> {
    HeaderValue::try_from(cookie(token, headers)).ok()
}

/// The cookie that ends the session.
pub(super) fn end(headers: &HeaderMap) -> HeaderValue {
    HeaderValue::try_from(format!("{}; Max-Age=0", cookie("", headers)))
        .expect("a cookie without a value is visible ASCII")
}

fn cookie(value: &str, headers: &HeaderMap) -> String {
    // Behind a balancer that speaks TLS for us, its word is all there is to go by.
    let is_secure = headers.get(FORWARDED_PROTO).is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"));
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_cookie_is_found_among_others_and_a_bearer_wins() {
        for line in ["numberline_session=nl_a", "a=b; numberline_session=nl_a", "a=b;numberline_session=nl_a; c=d"] {
            assert_eq!(credential(&headers(&[("cookie", line)])), Some("nl_a"), "{line}");
        }
        for line in ["numberline_session=", "numberline_sessions=nl_a", "nl_a", ""] {
            assert_eq!(credential(&headers(&[("cookie", line)])), None, "{line}");
        }
        assert_eq!(credential(&headers(&[("cookie", "numberline_session=nl_a"), ("authorization", "Bearer b")])), None);
    }

    #[test]
    fn only_our_own_pages_change_something() {
        let uri = Uri::from_static("/api/v3/tokens");
        let judge = |pairs: &[(&'static str, &'static str)]| {
            refuse_other_sites(&Method::POST, &uri, &headers(pairs)).map_err(|problem| problem.code())
        };
        let (mark, host) = (("numberline-portal", "1"), ("host", "numbers.example:8443"));
        assert_eq!(judge(&[mark, ("sec-fetch-site", "same-origin")]), Ok(()));
        assert_eq!(judge(&[mark, host, ("origin", "https://numbers.example:8443")]), Ok(()));
        for pairs in [
            &[("sec-fetch-site", "same-origin")][..],
            &[mark],
            &[mark, ("sec-fetch-site", "same-site")],
            &[mark, ("sec-fetch-site", "cross-site"), host, ("origin", "https://numbers.example:8443")],
            &[mark, host, ("origin", "https://numbers.example")],
            &[mark, host, ("origin", "null")],
        ] {
            assert_eq!(judge(pairs), Err(ErrorCode::CrossSiteRefused), "{pairs:?}");
        }
        assert!(refuse_other_sites(&Method::GET, &uri, &HeaderMap::new()).is_ok());
    }

    #[test]
    fn the_cookie_is_secure_where_the_visitor_came_by_tls() {
        let plain = begin("nl_a", &HeaderMap::new()).unwrap();
        assert_eq!(plain, "numberline_session=nl_a; Path=/; HttpOnly; SameSite=Strict");
        let secure = begin("nl_a", &headers(&[("x-forwarded-proto", "https")])).unwrap();
        assert_eq!(secure, "numberline_session=nl_a; Path=/; HttpOnly; SameSite=Strict; Secure");
    }
}
