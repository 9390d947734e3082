//! Signing in: a token, or a code that works once, for a session's cookie. Signing out.
//!
//! Every answer is a page or leads to one, also a refusal: the person is told on the form. Nothing of a token stands in
//! an address or a page.

use super::{html, page, session};
use crate::problem::{ErrorCode, Problem};
use crate::query::{self, Plus};
use crate::router::Api;
use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use http::header::{AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Uri};
use numberline_service::Readiness;
use std::borrow::Cow;

const START: &str = "/";

pub(super) fn routes() -> Router<Api> {
    Router::new().route("/sign-in", get(show_form).post(sign_in)).route("/sign-out", post(sign_out))
}

#[derive(Template)]
#[template(path = "sign-in.html")]
struct Form<'a> {
    version: &'a str,
    next: &'a str,
    fault: Option<&'static str>,
    /// How many numbers are read, while the server loads.
    loading: Option<String>,
}

/// The page that says "signed in" and goes on by itself: a redirect would count as the other site's that led here, and
/// such a request has no cookie.
#[derive(Template)]
#[template(path = "signed-in.html")]
struct Signed<'a> {
    version: &'a str,
    next: &'a str,
}

/// Leads a visitor of a page who has no session to the form, and from there back.
pub(crate) fn to_sign_in(uri: &Uri) -> Response {
    let target = uri.path_and_query().map_or(START, |target| target.as_str());
    if target == START {
        return Redirect::to("/sign-in").into_response();
    }
    Redirect::to(&format!("/sign-in?next={}", escaped(target))).into_response()
}

async fn show_form(State(api): State<Api>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let next = next_of(query.as_deref());
    if let Some(code) = value_of(query.as_deref(), "code") {
        return match api.standing.codes.take(&code) {
            Some(token) => enter(&api, &token, &next, &headers),
            None => show(&api, &next, Some("This address has signed somebody in already. Sign in with a token.")),
        };
    }
    let fault = value_of(query.as_deref(), "fault").and_then(|word| fault_text(&word));
    if fault.is_none()
        && session::credential(&headers).is_some()
        && crate::guard::recognise(&api.service, &headers).is_ok()
    {
        return Redirect::to(&next).into_response();
    }
    show(&api, &next, fault)
}

async fn sign_in(State(api): State<Api>, uri: Uri, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    refuse_other_forms(&uri, &headers)?;
    let fields = std::str::from_utf8(&body).ok();
    let token = value_of(fields, "token").unwrap_or_default();
    Ok(enter(&api, token.trim(), &next_of(fields), &headers))
}

async fn sign_out(uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    refuse_other_forms(&uri, &headers)?;
    let mut response = Redirect::to("/sign-in").into_response();
    response.headers_mut().insert(SET_COOKIE, session::end(&headers));
    Ok(response)
}

/// A form of another site must not sign anybody in or out.
fn refuse_other_forms(uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    if session::is_from_here(uri, headers) {
        return Ok(());
    }
    let detail = "the form of another site cannot sign in or out; open `/sign-in`";
    Err(Problem::new(ErrorCode::CrossSiteRefused, detail))
}

/// Begins a session if the token is good.
fn enter(api: &Api, token: &str, next: &str, headers: &HeaderMap) -> Response {
    let mut presented = HeaderMap::new();
    if let Ok(value) = HeaderValue::try_from(format!("Bearer {token}")) {
        presented.insert(AUTHORIZATION, value);
    }
    let word = match crate::guard::recognise(&api.service, &presented) {
        Ok(_) => None,
        Err(problem) => Some(problem.code().as_str()),
    };
    match (word, session::begin(token, headers)) {
        (None, Some(cookie)) => {
            let mut response = html(rendered(&Signed { version: api.assets.version(), next }));
            response.headers_mut().insert(SET_COOKIE, cookie);
            response
        }
        (word, _) => {
            let fault = word.unwrap_or(ErrorCode::CredentialMalformed.as_str());
            let target = if next == START { String::new() } else { format!("&next={}", escaped(next)) };
            Redirect::to(&format!("/sign-in?fault={fault}{target}")).into_response()
        }
    }
}

fn show(api: &Api, next: &str, fault: Option<&'static str>) -> Response {
    let loading = match api.service.readiness() {
        Readiness::Ready { .. } => None,
        Readiness::Loading { numbers, total: Some(total) } => Some(format!("{numbers} of {total} numbers are read")),
        Readiness::Loading { numbers, total: None } => Some(format!("{numbers} numbers are read")),
    };
    html(rendered(&Form { version: api.assets.version(), next, fault, loading }))
}

fn rendered(template: &impl Template) -> String {
    template.render().expect("writing to a string cannot fail")
}

/// What a person is told for the code of a refusal; nothing for what is no code.
fn fault_text(word: &str) -> Option<&'static str> {
    const TOLD: [(ErrorCode, &str); 4] = [
        (ErrorCode::CredentialExpired, "This token has expired. Ask for a new one."),
        (ErrorCode::CredentialRevoked, "This token was revoked. Ask for a new one."),
        (ErrorCode::InventoryLoading, "The server has just started. Try again in a moment."),
        (ErrorCode::CredentialUnverifiable, "The database is away, so the token cannot be verified at present."),
    ];
    let code = ErrorCode::ALL.iter().find(|code| code.as_str() == word)?;
    let told = TOLD.iter().find(|(known, _)| known == code).map(|(_, text)| *text);
    Some(told.unwrap_or("Nobody was given this token. Check that it was copied whole."))
}

/// Where to go after signing in: one of our pages, whatever the address says.
fn next_of(query: Option<&str>) -> String {
    let next = value_of(query, "next").unwrap_or_default();
    let path = next.split(['?', '#']).next().unwrap_or_default();
    if page::is_page(path) && !next.contains(['\\', '\r', '\n']) { next } else { START.to_owned() }
}

/// The first value of a name, among pairs written as forms are.
fn value_of(pairs: Option<&str>, name: &str) -> Option<String> {
    let pairs = pairs?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(known, _)| *known == name)?.1;
    query::decode(value, Plus::IsBlank).map(Cow::into_owned)
}

/// A text as a value in a query.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_follow_the_sign_in() {
        assert_eq!(next_of(Some("next=%2Fnumbers%3Fsearch%3D%252B44")), "/numbers?search=%2B44");
        for other in ["", "next=", "next=//evil.example", "next=https://evil.example/", "next=/%5Cevil", "next=/api/v3"]
        {
            assert_eq!(next_of(Some(other)), START, "{other}");
        }
    }

    #[test]
    fn a_target_comes_back_from_its_escaped_form() {
        let target = "/numbers?search=%2B44&tenant=a b";
        assert_eq!(value_of(Some(&format!("x=1&next={}", escaped(target))), "next").as_deref(), Some(target));
    }
}
