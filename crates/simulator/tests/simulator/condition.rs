//! Conditions on single resources.

use crate::support::{ACCOUNT, Ask, FIRST, Upstream, number, number_path};
use numberline_simulator::Assignment;

#[tokio::test]
async fn an_unchanged_resource_is_not_sent_again() {
    let upstream = Upstream::with_numbers(1).await;
    for path in [number_path(FIRST), format!("/accounts/{ACCOUNT}")] {
        let tag = upstream.call(Ask::get(&path)).await.ok().header("etag").unwrap().to_owned();
        let same = upstream.call(Ask::get(&path).header("If-None-Match", &tag)).await;
        assert_eq!((same.status, same.header("etag")), (304, Some(tag.as_str())));
        let listed = format!("\"other\", W/{tag}");
        assert_eq!(upstream.call(Ask::get(&path).header("If-None-Match", &listed)).await.status, 304);
    }
    let tag = upstream.call(Ask::get(&number_path(FIRST))).await.header("etag").unwrap().to_owned();
    upstream.simulator().assign(&[crate::support::phone(0)], Assignment::UserAssigned).unwrap();
    assert_eq!(upstream.call(Ask::get(&number_path(FIRST)).header("If-None-Match", &tag)).await.status, 200);
    let failed = upstream.call(Ask::get(&number_path(FIRST)).header("If-Match", &tag)).await;
    assert_eq!(failed.refused(412), "PreconditionFailed");
}

#[tokio::test]
async fn a_write_may_depend_on_the_version() {
    let upstream = Upstream::start().await;
    let put = || Ask::put(&number_path(FIRST), &number(FIRST));
    assert_eq!(upstream.call(put().header("If-Match", "*")).await.refused(412), "PreconditionFailed");
    let created = upstream.call(put().header("If-None-Match", "*")).await;
    assert_eq!(created.status, 201);
    assert_eq!(upstream.call(put().header("If-None-Match", "*")).await.refused(412), "PreconditionFailed");
    let tag = created.header("etag").unwrap();
    upstream.wait();
    assert_eq!(upstream.call(put().header("If-Match", tag)).await.refused(412), "PreconditionFailed");
    let tag = upstream.call(Ask::get(&number_path(FIRST))).await.header("etag").unwrap().to_owned();
    assert_eq!(upstream.call(Ask::delete(&number_path(FIRST)).header("If-Match", "\"0\"")).await.status, 412);
    assert_eq!(upstream.call(Ask::delete(&number_path(FIRST)).header("If-Match", &tag)).await.status, 204);
    assert_eq!(upstream.simulator().order_counts().orders, 2);
}
