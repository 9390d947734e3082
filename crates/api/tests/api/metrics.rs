//! `/metrics`: who sees it, and what it says.

use crate::{LIST, Stage, send};
use axum::body::Body;
use http::{Method, Request};
use numberline_api::{Settings, Standing};
use numberline_domain::Role;
use numberline_service::generate;

const METRICS: &str = "/metrics";

/// The value of the sample whose name and labels are these.
fn value(text: &str, sample: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {sample} in {text}")).parse().unwrap()
}

async fn metrics(stage: &Stage) -> String {
    let reply = stage.get(METRICS, &[]).await;
    assert_eq!(reply.status, 200);
    String::from_utf8(reply.body.to_vec()).unwrap()
}

#[tokio::test]
async fn every_role_sees_the_metrics_but_only_without_a_limit_to_tenants() {
    let stage = Stage::ready().await;
    stage.send(Method::GET, METRICS, &[]).await.expect_problem(401, "credential-missing");
    let tenant = generate::DOCUMENT_TENANT;
    for role in Role::ALL {
        for (tenants, expected) in [(vec![], 200), (vec![tenant], 403)] {
            let bearer = format!("Bearer {}", stage.known_token(role, tenants).await);
            let reply = stage.send(Method::GET, METRICS, &[("authorization", &bearer)]).await;
            assert_eq!(reply.status, expected, "{role:?}");
            if expected == 403 {
                reply.expect_problem(403, "scope-insufficient");
            }
        }
    }
}

#[tokio::test]
async fn a_listener_of_its_own_needs_no_token_and_has_nothing_else() {
    let stage = Stage::loading();
    let routers = numberline_api::routers(stage.service.clone(), Settings::default(), &Standing::default());
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    let reply = send(&routers.metrics, get(METRICS)).await;
    assert_eq!(reply.status, 200);
    assert_eq!(value(std::str::from_utf8(&reply.body).unwrap(), "numberline_ready"), 0.0);
    for path in [LIST, "/healthz", "/docs/"] {
        send(&routers.metrics, get(path)).await.expect_problem(404, "path-unknown");
    }
}

#[tokio::test]
async fn requests_are_counted_by_operation_method_and_status() {
    let stage = Stage::ready().await;
    let etag = stage.get(LIST, &[]).await.header("etag").to_owned();
    stage.get(LIST, &[("if-none-match", &etag)]).await;
    stage.get(&format!("{LIST}?pageSize=0"), &[]).await;
    stage.get("/api/v3/oc/numbers/448718943000", &[]).await;
    stage.send(Method::HEAD, LIST, &[]).await;
    stage.send(Method::POST, LIST, &[]).await;
    stage.send(Method::GET, "/nowhere", &[]).await;
    let text = metrics(&stage).await;
    for (operation, method, code) in [
        ("list_numbers", "GET", 200),
        ("list_numbers", "GET", 304),
        ("list_numbers", "GET", 400),
        ("list_numbers", "HEAD", 401),
        ("find_number", "GET", 200),
        ("none", "POST", 401),
        ("none", "GET", 401),
    ] {
        let sample =
            format!("numberline_requests_total{{operation=\"{operation}\",method=\"{method}\",code=\"{code}\"}}");
        assert_eq!(value(&text, &sample), 1.0);
    }
    assert_eq!(value(&text, "numberline_request_duration_seconds_count{operation=\"list_numbers\"}"), 4.0);
}

#[tokio::test]
async fn the_inventory_is_told_with_its_standing() {
    let stage = Stage::ready().await;
    let text = metrics(&stage).await;
    let seq = stage.get("/readyz", &[]).await.json()["seq"].as_f64().unwrap();
    for (name, expected) in [
        ("numberline_ready", 1.0),
        ("numberline_inventory_seq", seq),
        ("numberline_database_head_seq", seq),
        ("numberline_lag_changes", 0.0),
        ("numberline_stale_seconds", 0.0),
        ("numberline_inventory_rebuilds_total", 0.0),
        ("numberline_numbers", 10.0),
        ("numberline_tenants", 1.0),
    ] {
        assert_eq!(value(&text, name), expected, "{name}");
    }
    for name in ["numberline_database_look_age_seconds", "process_cpu_seconds_total", "process_resident_memory_bytes"] {
        assert!(value(&text, name) > 0.0, "{name}");
    }
    // SQLite has no server to connect to.
    assert_eq!(text.contains("numberline_database_connections"), stage.is_on_postgres());
    assert!(!text.contains(&generate::DOCUMENT_TENANT.to_string()));
}

#[tokio::test]
async fn the_text_is_written_as_its_reader_asks_for() {
    let stage = Stage::ready().await;
    let classic = stage.get(METRICS, &[("accept", "*/*")]).await;
    assert_eq!(classic.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!(classic.header("cache-control"), "no-store");
    let open = stage.get(METRICS, &[("accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1")]).await;
    assert_eq!(open.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(open.body.ends_with(b"# EOF\n") && !classic.body.ends_with(b"# EOF\n"));
}

/// The names in the operators' table are those that are there; only PostgreSQL has the connections to a database.
#[tokio::test]
async fn the_documented_metrics_are_the_ones_there_are() {
    let stage = Stage::ready().await;
    // A request is counted once it is answered: the second page shows the first.
    metrics(&stage).await;
    let text = metrics(&stage).await;
    let there: std::collections::BTreeSet<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .filter_map(|line| line.split(' ').next())
        .collect();
    let documented: std::collections::BTreeSet<_> = include_str!("../../../../docs/operating.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split(['`', '{']).next())
        .filter(|name| name.starts_with("numberline_") || name.starts_with("process_"))
        .filter(|name| stage.is_on_postgres() || !name.starts_with("numberline_database_connections"))
        .collect();
    assert_eq!(documented, there);
}
