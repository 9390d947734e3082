//! Tokens: fetched once, renewed, refused; and secrets, which are nowhere to be seen.

use crate::support::{
    Reply, SECRET, Server, Step, client, client_with, create_order, empty_page, given, hasty_client, json,
    patient_client, refusal, tenant,
};
use http::Request;
use numberline_domain::Guid;
use numberline_upstream::{Failure, Upstream};
use std::sync::atomic::{AtomicU64, Ordering};

fn is_token(request: &Request<Vec<u8>>) -> bool {
    request.uri().path().starts_with("/login/")
}

fn token(expires_in: i64) -> Reply {
    json(200, &format!(r#"{{"token_type":"bearer","expires_in":{expires_in},"access_token":"canary-token"}}"#))
}

#[test]
fn a_token_is_fetched_once_for_each_directory() {
    let server = Server::start(|_| empty_page());
    let client = client(&server);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.numbers(None, None).unwrap());
        }
    });
    assert_eq!(server.tokens(), 1);
    for _ in 0..3 {
        client.assignments(tenant(), None).unwrap();
        client.assignments(Guid::from_u128(1), None).unwrap();
    }
    assert_eq!(server.tokens(), 3);
    let paths: Vec<_> =
        server.requests().iter().filter(|request| is_token(request)).map(|r| r.uri().to_string()).collect();
    assert_eq!(paths[0], "/login/operator.example/oauth2/v2.0/token");
    assert_eq!(paths[1], format!("/login/{}/oauth2/v2.0/token", tenant()));
}

#[test]
fn a_token_that_is_refused_is_fetched_anew_once() {
    let server = Server::start(|request| {
        if request.headers()["authorization"] == "Bearer canary-token-1" {
            refusal(401, "Expired")
        } else {
            empty_page()
        }
    });
    let first = client(&server);
    assert!(first.numbers(None, None).is_ok());
    assert_eq!((server.tokens(), server.calls()), (2, 2));
    let never = Server::start(|_| refusal(401, "WrongAudience"));
    let outcome = patient_client(&never).numbers(None, None);
    assert!(matches!(outcome, Err(Failure::Unauthorised(_))), "{outcome:?}");
    assert_eq!((never.tokens(), never.calls()), (2, 2));
}

#[test]
fn a_token_is_renewed_before_it_ends_and_however_short_it_lives() {
    for (life, fetched) in [(3600, 1), (0, 3), (-5, 3), (i64::MAX, 1)] {
        let count = std::sync::Arc::new(AtomicU64::new(0));
        let counted = std::sync::Arc::clone(&count);
        let server = Server::start_bare(move |request| {
            if !is_token(request) {
                return empty_page();
            }
            counted.fetch_add(1, Ordering::SeqCst);
            token(life)
        });
        let client = client(&server);
        for _ in 0..3 {
            client.numbers(None, None).unwrap();
        }
        assert_eq!(count.load(Ordering::SeqCst), fetched, "{life}");
    }
}

#[test]
fn a_token_that_is_not_given_says_why_and_leaves_no_doubt() {
    type Given = fn() -> Reply;
    let refused: Given = || json(401, r#"{"error":"invalid_client","error_description":"Bad."}"#);
    for (name, reply, is_refused) in [
        ("refused", refused, true),
        ("a foreign tenant", || json(400, r#"{"error":"unauthorized_client"}"#), true),
        ("down", || json(503, "{}"), false),
        ("silent", || Reply::Steps(vec![Step::Silence]), false),
        ("no token", || json(200, r#"{"token_type":"Bearer","expires_in":1}"#), false),
        ("an empty one", || json(200, r#"{"token_type":"Bearer","expires_in":1,"access_token":""}"#), false),
        ("one of two lines", || json(200, r#"{"token_type":"Bearer","expires_in":1,"access_token":"a\r\nb"}"#), false),
        ("another kind", || json(200, r#"{"token_type":"mac","expires_in":1,"access_token":"a"}"#), false),
    ] {
        let server = Server::start_bare(move |request| if is_token(request) { reply() } else { empty_page() });
        let failure = hasty_client(&server).create(&create_order(1)).unwrap_err();
        assert_eq!(matches!(failure, Failure::Unauthorised(_)), is_refused, "{name}: {failure:?}");
        assert!(is_refused || matches!(failure, Failure::Unavailable { .. }), "{name}: {failure:?}");
        assert!(!failure.may_have_taken_effect(), "{name}");
        assert_eq!(server.calls(), 0, "{name}");
    }
}

#[test]
fn no_secret_shows_in_anything_that_can_be_printed() {
    let echo = |request: &Request<Vec<u8>>| {
        let said = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let said = format!("{} {body} {SECRET}", said.unwrap_or_default());
        let said = said.replace('"', "'");
        (said.clone(), format!(r#"{{"error":{{"code":"{SECRET}","message":"you sent {said}"}}}}"#))
    };
    let mut printed = String::new();
    for (status, at_login) in [(400, true), (400, false), (401, false), (500, false), (302, false), (200, false)] {
        let server = Server::start_bare(move |request| {
            let answers = is_token(request) == at_login;
            if answers {
                json(status, &echo(request).1)
            } else if is_token(request) {
                token(3600)
            } else {
                empty_page()
            }
        });
        let given = given(&server);
        let settings = numberline_upstream::Settings::read(&given).unwrap();
        let client = client_with(&given);
        let outcome = client.create(&create_order(1));
        assert!(outcome.is_err());
        let failure = outcome.unwrap_err();
        printed += &format!("{given:?}\n{settings:?}\n{client:?}\n{failure:?}\n{failure}\n{:?}\n", client.hosts());
    }
    for secret in [SECRET, "canary-token", "canary-client-secret"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}
