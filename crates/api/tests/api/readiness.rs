//! Before the first build is complete, and after.

use crate::{LIST, Stage};
use http::Method;

#[tokio::test]
async fn a_loading_server_lives_but_does_not_answer() {
    let stage = Stage::loading();
    assert_eq!(stage.send(Method::GET, "/healthz", &[]).await.json(), serde_json::json!({"status": "ok"}));
    let loading = stage.send(Method::GET, "/readyz", &[]).await;
    let problem = loading.expect_problem(503, "inventory-loading");
    assert_eq!(problem["progress"]["numbers"], 0);
    let refused = stage.get(LIST, &[]).await;
    refused.expect_problem(503, "inventory-loading");
    assert_eq!(refused.header("retry-after"), "1");
}

#[tokio::test]
async fn a_ready_server_says_so() {
    let stage = Stage::ready().await;
    let ready = stage.send(Method::GET, "/readyz", &[]).await.json();
    assert_eq!((ready["status"].as_str(), ready["stale"].as_bool()), (Some("ready"), Some(false)));
    assert!(ready["seq"].as_u64() > Some(0));
}

#[tokio::test]
async fn the_page_about_the_api_loads_nothing_from_elsewhere() {
    let stage = Stage::loading();
    let page = stage.send(Method::GET, "/docs/", &[]).await;
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
    let page = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(!page.contains("//") || !page.contains("http"), "{page}");
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-initializer.js"]
    {
        assert!(page.contains(file));
        assert_eq!(stage.send(Method::GET, &format!("/docs/{file}"), &[]).await.status, 200, "{file}");
    }
    let script = stage.send(Method::GET, "/docs/swagger-initializer.js", &[]).await;
    let script = String::from_utf8(script.body.to_vec()).unwrap();
    assert!(script.contains("/openapi.json") && !script.contains("{{config}}"), "{script}");
    assert!(script.contains("aria-label"), "what the page lacks is not added: {script}");
    let style = stage.send(Method::GET, "/docs/index.css", &[]).await;
    assert_eq!(style.header("content-type"), "text/css");
    assert!(String::from_utf8(style.body.to_vec()).unwrap().contains(".opblock-summary-method"));
    stage.send(Method::GET, "/docs/nope.js", &[]).await.expect_problem(404, "path-unknown");
}
