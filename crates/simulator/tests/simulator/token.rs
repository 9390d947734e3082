//! Tokens and what they allow.

use crate::support::{ACCOUNT, Ask, FIRST, GRAPH_SCOPE, Upstream, action, release, token_ask, upload};
use http::Method;
use numberline_domain::Guid;
use numberline_simulator::Roles;
use std::time::Duration;

const GATEWAY: &str = "https://gateway.example/.default";

#[tokio::test]
async fn who_is_not_right_gets_no_token() {
    let upstream = Upstream::start().await;
    let options = upstream.simulator().options().clone();
    let directory = options.directory.to_string();
    let refusal = |form: String| {
        let (upstream, directory) = (&upstream, &directory);
        async move {
            let answer = upstream.ask(token_ask(directory, &form)).await;
            format!("{} {}", answer.status, answer.json()["error"].as_str().unwrap())
        }
    };
    let form = |grant: &str, id: &str, secret: &str, scope: &str| {
        format!("grant_type={grant}&client_id={id}&client_secret={secret}&scope={scope}")
    };
    let (id, secret) = (options.client_id.as_str(), options.client_secret.as_str());
    assert_eq!(refusal(form("client_credentials", id, "wrong", GATEWAY)).await, "401 invalid_client");
    assert_eq!(refusal(form("client_credentials", "someone", secret, GATEWAY)).await, "400 unauthorized_client");
    assert_eq!(refusal(form("password", id, secret, GATEWAY)).await, "400 unsupported_grant_type");
    assert_eq!(refusal(form("client_credentials", id, secret, "gateway")).await, "400 invalid_scope");
    assert_eq!(refusal(String::new()).await, "400 invalid_request");
    assert_eq!(upstream.ask_token("nowhere", GATEWAY).await, Err("400 invalid_request".to_owned()));
    assert!(upstream.ask_token("common", GATEWAY).await.is_ok());
}

#[tokio::test]
async fn graph_is_open_where_the_customer_lets_us_in() {
    let upstream = Upstream::start().await;
    let account = upstream.call(Ask::get(&format!("/accounts/{ACCOUNT}"))).await.json();
    let tenant = account["serviceDetails"]["teamsTenantId"].as_str().unwrap();
    let token = upstream.ask_token(tenant, GRAPH_SCOPE).await.unwrap();
    upstream.call(Ask::graph("", &token)).await.ok();
    upstream.simulator().trust(Guid::parse(tenant).unwrap(), false);
    assert_eq!(upstream.call(Ask::graph("", &token)).await.refused(403), "Forbidden");
    assert_eq!(upstream.ask_token(tenant, GRAPH_SCOPE).await, Err("400 unauthorized_client".to_owned()));
    let stranger = "c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2";
    assert_eq!(upstream.ask_token(stranger, GRAPH_SCOPE).await, Err("400 invalid_request".to_owned()));
}

#[tokio::test]
async fn a_token_ends_and_is_for_one_service() {
    let upstream = Upstream::start().await;
    let graph = upstream.graph_token(ACCOUNT).await;
    let other = Ask::get("/accounts").header("authorization", &format!("Bearer {graph}"));
    assert_eq!(upstream.call(other).await.refused(401), "Unauthorized");
    let gateway = upstream.token();
    assert_eq!(upstream.call(Ask::graph("", gateway)).await.refused(401), "InvalidAuthenticationToken");
    for none in ["Bearer", "Bearer sim-0", "Basic eDp4"] {
        let refused = upstream.ask(Ask::get("/accounts").header("authorization", none)).await;
        assert_eq!(refused.refused(401), "Unauthorized");
        assert!(refused.header("www-authenticate").is_some());
    }
    upstream.simulator().advance(Duration::from_secs(3600));
    assert_eq!(upstream.call(Ask::get("/accounts")).await.refused(401), "Unauthorized");
    assert_eq!(upstream.call(Ask::graph("", &graph)).await.refused(401), "InvalidAuthenticationToken");
}

#[tokio::test]
async fn roles_say_what_a_token_may_do() {
    let upstream = Upstream::start().await;
    let plans = || Ask::new(Method::POST, &action("getTeamsCapabilityPlans"));
    let only = |read, write, delete| Roles { read, write, delete };
    for (roles, read, write, delete) in [
        (only(true, false, false), 200, 403, 403),
        (only(false, true, false), 403, 200, 403),
        (only(false, false, true), 403, 403, 204),
    ] {
        upstream.simulator().set(|settings| settings.roles = roles);
        assert_eq!(upstream.call(plans()).await.status, read);
        assert_eq!(upstream.call(Ask::get("/numbers")).await.status, read);
        assert_eq!(upstream.call(upload(&[FIRST])).await.status, write);
        assert_eq!(upstream.call(release(&["+441632960009"])).await.status, delete);
    }
}

#[tokio::test]
async fn the_version_must_be_named() {
    let upstream = Upstream::start().await;
    assert_eq!(upstream.ask(Ask::get("/accounts").bare()).await.refused(400), "MissingApiVersionParameter");
    let other = Ask::get("/accounts?api-version=2023-10-01").bare();
    assert_eq!(upstream.ask(other).await.status, 400);
}
