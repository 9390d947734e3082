//! `/api/v3/inventory/…`: windows, overviews, directories, and that they tell of nobody else's tenants.

use crate::{Reply, Stage};
use http::Method;
use numberline_domain::Role;
use numberline_service::generate::{self, Plan, Profile};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const WINDOW: &str = "/api/v3/inventory/numbers";
const OVERVIEW: &str = "/api/v3/inventory/overview";
const TENANTS: &str = "/api/v3/inventory/tenants";

/// The document's ten numbers and three thousand others of five tenants.
async fn stage() -> Stage {
    let stage = Stage::ready().await;
    let plan = Plan { numbers: 3000, tenants: 5, seed: 7, profile: Profile::Even };
    let made = generate::run(&stage.service, &plan, "test", &numberline_service::Silent).unwrap();
    let shared = stage.service.shared();
    assert!(shared.wait_for(&numberline_domain::Scope::All, made.seq, Duration::from_secs(60)).await);
    stage
}

async fn ok(stage: &Stage, path: &str) -> Value {
    let reply = stage.get(path, &[]).await;
    assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
    reply.json()
}

/// Every record, as the documented list has them.
async fn all(stage: &Stage) -> Vec<Value> {
    ok(stage, "/api/v3/oc/numbers?pageSize=10000").await["data"].as_array().unwrap().clone()
}

async fn window(stage: &Stage, query: &str) -> Vec<Value> {
    ok(stage, &format!("{WINDOW}?{query}")).await["data"].as_array().unwrap().clone()
}

async fn as_bearer(stage: &Stage, token: &str, path: &str) -> Reply {
    stage.send(Method::GET, path, &[("authorization", &format!("Bearer {token}"))]).await
}

#[tokio::test]
async fn windows_joined_are_the_documented_list() {
    let stage = stage().await;
    let all = all(&stage).await;
    let mut joined = Vec::new();
    while joined.len() < all.len() {
        joined.extend(window(&stage, &format!("offset={}&limit=499", joined.len())).await);
    }
    assert_eq!(joined, all);
    assert!(window(&stage, &format!("offset={}", all.len())).await.is_empty());
}

#[tokio::test]
async fn a_sifted_window_is_the_list_without_the_others() {
    let stage = stage().await;
    let all = all(&stage).await;
    let sample = &all[1234];
    let text = |field: &str| sample[field].as_str().unwrap().to_owned();
    let (number, name) = (text("telephoneNumber"), text("umpCustomerFullName"));
    let part = &number[4..9];
    type Test<'a> = Box<dyn Fn(&Value) -> bool + 'a>;
    let same = |field: &'static str| -> Test<'_> { Box::new(move |record| record[field] == sample[field]) };
    let cases: Vec<(String, Test<'_>)> = vec![
        (format!("isoCountryCode={}", text("isoCountryCode")), same("isoCountryCode")),
        (format!("umpCustomerGuid={}", text("umpCustomerGuid")), same("umpCustomerGuid")),
        (format!("search={}", text("tenantId")), same("tenantId")),
        ("assignmentStatus=none".to_owned(), Box::new(|record| record["assignmentStatus"].is_null())),
        (
            "assignmentStatus=UserAssigned&acquiredNumberStatus=Active".to_owned(),
            Box::new(|record| record["assignmentStatus"] == "UserAssigned" && record["acquiredNumberStatus"] == 0),
        ),
        (
            format!("search=%2B{}", &number[1..6]),
            Box::new(|record| record["telephoneNumber"].as_str().unwrap().starts_with(&number[..6])),
        ),
        (
            format!("search={part}"),
            Box::new(|record| record["telephoneNumber"].as_str().unwrap().contains(part.trim_start_matches('0'))),
        ),
        (
            format!("search={}", name[2..].to_uppercase().replace(' ', "%20").replace('&', "%26")),
            Box::new(|record| {
                let has = |field: &str| record[field].as_str().is_some_and(|text| text.contains(&name[2..]));
                has("umpCustomerFullName") || has("msCompanyName")
            }),
        ),
    ];
    for (query, admits) in &cases {
        let expected: Vec<_> = all.iter().filter(|record| admits(record)).cloned().collect();
        assert!(!expected.is_empty(), "{query} is a case that nothing matches");
        let first = ok(&stage, &format!("{WINDOW}?{query}&limit=500")).await;
        assert_eq!((&first["total"], &first["isExact"]), (&json!(expected.len()), &json!(true)), "{query}");
        let middle = expected.len() / 2;
        let seen = window(&stage, &format!("{query}&offset={middle}&limit=50")).await;
        assert_eq!(seen, expected[middle..expected.len().min(middle + 50)], "{query}");
    }
}

#[tokio::test]
async fn totals_by_status_do_not_depend_on_the_status_asked_for() {
    let stage = stage().await;
    for narrowed in ["", "isoCountryCode=GB&"] {
        let whole = ok(&stage, &format!("{WINDOW}?{narrowed}limit=1")).await;
        let one = ok(&stage, &format!("{WINDOW}?{narrowed}limit=1&acquiredNumberStatus=Marked+For+Removal")).await;
        assert_eq!(whole["totals"], one["totals"]);
        assert_eq!(one["total"], one["totals"]["MarkedForRemoval"]);
        let sum: u64 = whole["totals"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        assert_eq!(whole["total"], sum);
    }
}

#[tokio::test]
async fn a_list_of_numbers_finds_those() {
    let stage = stage().await;
    let all = all(&stage).await;
    let (one, other) = (all[40]["telephoneNumber"].as_str().unwrap(), all[2900]["telephoneNumber"].as_str().unwrap());
    let query = format!("search={}", format!("{other}, {one} +4999999999999").replace('+', "%2B").replace(' ', "%20"));
    assert_eq!(window(&stage, &query).await, [all[40].clone(), all[2900].clone()]);
}

#[tokio::test]
async fn a_search_in_a_body_finds_what_one_in_the_address_does() {
    let stage = stage().await;
    let all = all(&stage).await;
    let numbers: Vec<_> = all.iter().step_by(2).map(|record| record["telephoneNumber"].as_str().unwrap()).collect();
    assert!(numbers.len() > 1000);
    let reply = stage.post(&format!("{WINDOW}?offset=700&limit=3"), &json!({ "search": numbers.join(" ") })).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    let answer = reply.json();
    assert_eq!((&answer["total"], &answer["isExact"]), (&json!(numbers.len()), &json!(true)));
    assert_eq!(answer["data"], json!([all[1400], all[1402], all[1404]]));
    let short = ok(&stage, &format!("{WINDOW}?search=%2B44&acquiredNumberStatus=0&limit=9")).await;
    let same = stage.post(&format!("{WINDOW}?acquiredNumberStatus=0&limit=9"), &json!({ "search": "+44" })).await;
    assert_eq!(same.json(), short);
    for (query, body) in [
        ("", json!({})),
        ("", json!({ "search": null })),
        ("", json!({ "search": 7 })),
        ("", json!({ "search": "x".repeat(200_001) })),
        ("", json!({ "search": "x", "limit": 5 })),
        ("?search=y", json!({ "search": "x" })),
        ("?limit=0", json!({ "search": "x" })),
    ] {
        stage.post(&format!("{WINDOW}{query}"), &body).await.expect_problem(400, "request-invalid");
    }
    let other = "?msTenantId=7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3";
    stage.post(&format!("{WINDOW}{other}"), &json!({ "search": "x" })).await.expect_problem(404, "tenant-unknown");
}

#[tokio::test]
async fn an_overview_counts_what_the_list_has() {
    let stage = stage().await;
    let all = all(&stage).await;
    let overview = ok(&stage, OVERVIEW).await;
    assert_eq!((&overview["total"], &overview["tenants"]), (&json!(all.len()), &json!(6)));
    let counted = |field: &str, value: &Value| all.iter().filter(|record| record[field] == *value).count();
    for (shares, field) in [("countries", "isoCountryCode"), ("assignments", "assignmentStatus"), ("sources", "source")]
    {
        let list = overview[shares].as_array().unwrap();
        for share in list {
            assert_eq!(share["numbers"], counted(field, &share["name"]), "{shares} {share}");
        }
        assert_eq!(list.iter().map(|share| share["numbers"].as_u64().unwrap()).sum::<u64>(), all.len() as u64);
    }
    let months: u64 =
        overview["months"].as_array().unwrap().iter().map(|share| share["numbers"].as_u64().unwrap()).sum();
    assert_eq!(months + overview["neverAcquired"].as_u64().unwrap(), all.len() as u64);
    assert_eq!(overview["neverChecked"], counted("aslcht", &Value::Null));
    let ages: u64 =
        overview["checkAges"].as_array().unwrap().iter().map(|share| share["numbers"].as_u64().unwrap()).sum();
    assert_eq!(ages + overview["neverChecked"].as_u64().unwrap(), all.len() as u64);
}

#[tokio::test]
async fn an_overview_follows_what_changed() {
    let stage = stage().await;
    let before = ok(&stage, OVERVIEW).await;
    let plan = Plan { numbers: 100, tenants: 2, seed: 8, profile: Profile::Even };
    let made = generate::run(&stage.service, &plan, "test", &numberline_service::Silent).unwrap();
    let reached = stage.service.shared();
    assert!(reached.wait_for(&numberline_domain::Scope::All, made.seq, Duration::from_secs(60)).await);
    let after = ok(&stage, OVERVIEW).await;
    assert_eq!(after["total"].as_u64(), before["total"].as_u64().map(|total| total + 100));
    assert_eq!(after["seq"], made.seq);
}

#[tokio::test]
async fn tenants_come_page_by_page_each_once() {
    let stage = stage().await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ok(&stage, &format!("{TENANTS}?limit=2{cursor}")).await;
        seen.extend(page["data"].as_array().unwrap().iter().map(|tenant| {
            let services = tenant["services"].as_array().unwrap().iter();
            assert_eq!(tenant["total"], services.map(|service| service["numbers"].as_u64().unwrap()).sum::<u64>());
            tenant["tenantId"].as_str().unwrap().to_owned()
        }));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 6);
    assert!(seen.is_sorted_by(|one, other| one < other));
    let found = ok(&stage, &format!("{TENANTS}?search=MSFT")).await;
    assert_eq!(found["data"][0]["tenantId"], generate::DOCUMENT_TENANT.to_string());
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_token_of_one_tenant_sees_no_other_in_any_view() {
    let stage = stage().await;
    let token = stage.known_token(Role::Reader, vec![generate::DOCUMENT_TENANT]).await;
    for path in [WINDOW.to_owned(), format!("{WINDOW}?search=1"), format!("{WINDOW}?isoCountryCode=GB")] {
        let seen = as_bearer(&stage, &token, &path).await.json();
        let tenants: Vec<_> = seen["data"].as_array().unwrap().iter().map(|record| &record["tenantId"]).collect();
        assert!(tenants.iter().all(|tenant| **tenant == generate::DOCUMENT_TENANT.to_string()), "{path}");
        assert!(seen["total"].as_u64().unwrap() <= 10, "{path}");
    }
    let overview = as_bearer(&stage, &token, OVERVIEW).await.json();
    assert_eq!((&overview["total"], &overview["tenants"]), (&json!(10), &json!(1)));
    assert_eq!(as_bearer(&stage, &token, TENANTS).await.json()["data"].as_array().unwrap().len(), 1);
    let all = all(&stage).await;
    let foreign = all.iter().find(|record| record["tenantId"] != generate::DOCUMENT_TENANT.to_string()).unwrap();
    let (tenant, number) = (foreign["tenantId"].as_str().unwrap(), &foreign["telephoneNumber"].as_str().unwrap()[1..]);
    for path in [format!("{WINDOW}?msTenantId={tenant}"), format!("{OVERVIEW}?msTenantId={tenant}")] {
        as_bearer(&stage, &token, &path).await.expect_problem(404, "tenant-unknown");
    }
    let found = as_bearer(&stage, &token, &format!("{WINDOW}?search={number},{number}")).await.json();
    assert_eq!(found["total"], 0);
}

#[tokio::test]
async fn a_view_that_is_known_is_not_sent_again() {
    let stage = stage().await;
    for path in [format!("{WINDOW}?limit=5"), format!("{WINDOW}?limit=5&search=44")] {
        let first = stage.get(&path, &[]).await;
        let again = stage.get(&path, &[("if-none-match", first.header("etag"))]).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
    }
}

#[tokio::test]
async fn every_fault_of_a_view_is_told() {
    let stage = Stage::ready().await;
    let path = format!("{WINDOW}?offset=-1&limit=501&umpCustomerGuid=x&msTenantId=y&acquiredNumberStatus=z&nope=1");
    let problem = stage.get(&path, &[]).await.expect_problem(400, "request-invalid");
    assert_eq!(problem["errors"].as_object().unwrap().len(), 6);
    stage.get(&format!("{OVERVIEW}?a=b"), &[]).await.expect_problem(400, "request-invalid");
    stage.get(&format!("{TENANTS}?limit=0&cursor=x"), &[]).await.expect_problem(400, "request-invalid");
}

#[tokio::test]
async fn nothing_is_seen_before_the_inventory_is_there() {
    let stage = Stage::loading();
    for path in [WINDOW, OVERVIEW, TENANTS] {
        stage.get(path, &[]).await.expect_problem(503, "inventory-loading");
    }
}

#[tokio::test]
async fn a_channel_narrows_windows_counts_and_directories_alike() {
    let stage = stage().await;
    let all = all(&stage).await;
    let channels: BTreeSet<i64> = all.iter().map(|record| record["ovocChannelId"].as_i64().unwrap()).collect();
    for channel in channels.into_iter().chain([9_999_999]) {
        let text = channel.to_string();
        let narrowed = async |path: &str| {
            let reply = stage.get(path, &[("x-ovoc-channel-id", &text)]).await;
            assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
            reply.json()
        };
        let expected: Vec<_> = all.iter().filter(|record| record["ovocChannelId"] == channel).collect();
        let window = narrowed(&format!("{WINDOW}?limit=3")).await;
        assert_eq!(window["total"], expected.len());
        assert_eq!(window["data"].as_array().unwrap().iter().collect::<Vec<_>>(), expected[..expected.len().min(3)]);
        let is_unassigned = |record: &&&Value| record["assignmentStatus"].is_null();
        let sifted = narrowed(&format!("{WINDOW}?assignmentStatus=none")).await;
        assert_eq!(sifted["total"], expected.iter().filter(is_unassigned).count());
        let tenants: BTreeSet<_> = expected.iter().map(|record| record["tenantId"].as_str().unwrap()).collect();
        let overview = narrowed(OVERVIEW).await;
        assert_eq!((&overview["total"], &overview["tenants"]), (&json!(expected.len()), &json!(tenants.len())));
        let directory = narrowed(TENANTS).await;
        let listed = directory["data"].as_array().unwrap();
        assert_eq!(listed.iter().map(|tenant| tenant["total"].as_u64().unwrap()).sum::<u64>(), expected.len() as u64);
        let services = listed.iter().flat_map(|tenant| tenant["services"].as_array().unwrap());
        assert!({ services }.all(|service| service["ovocChannelId"] == channel));
    }
}
