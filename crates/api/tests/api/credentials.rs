//! Nothing answers without a credential, and the refusal says what is wrong with the one that was sent.

use crate::{LIST, Stage};
use http::Method;
use numberline_domain::TokenId;
use numberline_service::token;

#[tokio::test]
async fn a_refusal_says_what_is_wrong_with_the_credential() {
    let stage = Stage::ready().await;
    let realm = "Bearer realm=\"numberline\"";
    let missing = stage.send(Method::GET, LIST, &[]).await;
    missing.expect_problem(401, "credential-missing");
    assert_eq!(missing.header("www-authenticate"), realm);

    let malformed = stage.send(Method::GET, LIST, &[("authorization", "Basic YTpi")]).await;
    malformed.expect_problem(401, "credential-malformed");
    assert!(malformed.header("www-authenticate").starts_with(&format!("{realm}, error=\"invalid_request\"")));

    let unknown = stage.send(Method::GET, LIST, &[("authorization", "Bearer nl_0")]).await;
    unknown.expect_problem(401, "credential-unknown");
    assert!(unknown.header("www-authenticate").starts_with(&format!("{realm}, error=\"invalid_token\"")));
}

#[tokio::test]
async fn a_revoked_token_is_refused_as_revoked() {
    let stage = Stage::ready().await;
    token::revoke(&stage.service, TokenId(1), "test").unwrap();
    stage.service.shared().wake_follower();
    let seq = stage.service.shared().inventory().seq();
    assert!(
        stage
            .service
            .shared()
            .wait_for(&numberline_domain::Scope::All, seq + 1, std::time::Duration::from_secs(60))
            .await
    );
    stage.get(LIST, &[]).await.expect_problem(401, "credential-revoked");
}

#[tokio::test]
async fn whether_a_path_exists_is_told_to_callers_only() {
    let stage = Stage::ready().await;
    for path in ["/nope", "/api", "/api/v3/oc/numbers/", "/healthz/", "//", "/docs2", "/API/v3/oc/numbers"] {
        stage.send(Method::GET, path, &[]).await.expect_problem(401, "credential-missing");
        stage.get(path, &[]).await.expect_problem(404, "path-unknown");
    }
}

#[tokio::test]
async fn the_public_paths_answer_without_a_credential() {
    let stage = Stage::ready().await;
    for (path, status) in
        [("/healthz", 200), ("/readyz", 200), ("/openapi.json", 200), ("/docs/", 200), ("/docs", 303), ("/", 303)]
    {
        assert_eq!(stage.send(Method::GET, path, &[]).await.status, status, "{path}");
    }
}
