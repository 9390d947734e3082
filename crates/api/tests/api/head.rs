//! `HEAD` is `GET` without the body: for every path there is, and whatever the coding.

use crate::{LIST, Stage};
use http::{HeaderMap, Method};

/// The headers without those that differ between any two answers.
fn lasting(mut headers: HeaderMap) -> HeaderMap {
    headers.remove("date");
    headers
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let stage = Stage::ready().await;
    let bearer = format!("Bearer {}", stage.token);
    let document: serde_json::Value = serde_json::from_str(&numberline_api::openapi_json()).unwrap();
    // A stream of events has no end to read to.
    let described = document["paths"].as_object().unwrap().keys().filter(|path| !path.ends_with("/events"));
    let described = described.map(|path| path.replace("{phonenumber}", "+448718943000"));
    let others =
        ["/", "/docs", "/docs/", "/docs/swagger-ui.css", "/openapi.json", "/nope", "/api/v3/oc/numbers/+44871894399"];
    for path in described.chain(others.map(str::to_owned)) {
        for accepted in ["identity", "gzip", "zstd"] {
            let headers = [("authorization", bearer.as_str()), ("accept-encoding", accepted)];
            let get = stage.send(Method::GET, &path, &headers).await;
            let head = stage.send(Method::HEAD, &path, &headers).await;
            assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
            if path == "/metrics" {
                // Its figures change with each look; the length is there, but of another moment.
                assert!(head.headers.contains_key("content-length"));
                continue;
            }
            assert_eq!(get.header("content-length"), get.body.len().to_string(), "{path}");
            assert_eq!(lasting(head.headers), lasting(get.headers), "{path}, {accepted}");
        }
    }
}

#[tokio::test]
async fn head_of_what_the_caller_has_is_a_304_too() {
    let stage = Stage::ready().await;
    let etag = stage.get(LIST, &[]).await.header("etag").to_owned();
    let bearer = format!("Bearer {}", stage.token);
    let headers = [("authorization", bearer.as_str()), ("if-none-match", &etag)];
    let head = stage.send(Method::HEAD, LIST, &headers).await;
    assert_eq!((head.status.as_u16(), head.header("etag")), (304, etag.as_str()));
}
