//! Each fault does what it says, where and as often as it says.

use crate::support::{ACCOUNT, Ask, FIRST, GRAPH_SCOPE, Upstream, phone, upload};
use numberline_simulator::{Fault, NewAccount, What};
use serde_json::Value;

fn what(text: &str) -> What {
    text.parse().unwrap()
}

fn add(upstream: &Upstream, fault: Fault) -> u64 {
    upstream.simulator().add_fault(fault).unwrap()
}

/// The numbers on a page of ten, and its whole body.
async fn page(upstream: &Upstream, skip: usize) -> (Vec<u64>, Value) {
    let path = format!("/numbers?maxpagesize=10&countRecords=true&skip={skip}");
    let answer = upstream.call(Ask::get(&path)).await.ok();
    let mut body = answer.json();
    body["total"] = answer.header("x-ms-record-count").unwrap().parse::<u64>().unwrap().into();
    let items = body["value"].as_array().unwrap().iter();
    let number = |item: &Value| item["telephoneNumber"].as_str().unwrap()[1..].parse::<u64>().unwrap();
    (items.map(|item| number(item) - phone(0).digits()).collect(), body)
}

#[tokio::test]
async fn every_kind_of_retry_after_can_be_had() {
    let upstream = Upstream::start().await;
    for (text, header) in [
        ("throttle=12", Some("12")),
        ("throttle=1000000000", Some("1000000000")),
        ("throttle=-5", Some("-5")),
        ("throttle=date:30", Some("Mon, 02 Mar 2026 09:15:30 GMT")),
        ("throttle=none", None),
    ] {
        upstream.simulator().clear_faults();
        add(&upstream, Fault::new(what(text)).times(1));
        // Headers that are no number of seconds are what the fault is for, and not as the contract says.
        let answer = upstream.send(&Ask::get("/accounts")).await.unwrap();
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers().get("retry-after").map(|value| value.to_str().unwrap()), header);
        upstream.call(Ask::get("/accounts")).await.ok();
    }
}

#[tokio::test]
async fn a_status_comes_in_the_shape_of_its_service() {
    let upstream = Upstream::start().await;
    let token = upstream.graph_token(ACCOUNT).await;
    add(&upstream, Fault::new(what("status=503")));
    assert_eq!(upstream.call(Ask::get("/accounts")).await.refused(503), "ServiceUnavailable");
    assert_eq!(upstream.call(Ask::graph("", &token)).await.refused(503), "ServiceUnavailable");
    assert_eq!(upstream.ask_token("common", GRAPH_SCOPE).await, Err("503 ServiceUnavailable".to_owned()));
    for status in [500, 502, 504, 401, 403, 404, 409] {
        upstream.simulator().clear_faults();
        add(&upstream, Fault::new(what(&format!("status={status}"))));
        assert_eq!(upstream.call(Ask::get("/accounts")).await.status, status);
    }
}

#[tokio::test]
async fn a_fault_strikes_where_it_is_aimed() {
    let upstream = Upstream::start().await;
    upstream.simulator().add_account(&NewAccount::new("harbour-ltd")).unwrap();
    add(&upstream, Fault::new(what("status=500")).in_operation("getAccount").for_account("harbour-ltd"));
    upstream.call(Ask::get(&format!("/accounts/{ACCOUNT}"))).await.ok();
    upstream.call(Ask::get("/accounts/harbour-ltd/numbers")).await.ok();
    assert_eq!(upstream.call(Ask::get("/accounts/harbour-ltd")).await.status, 500);
    upstream.simulator().clear_faults();
    let token = upstream.graph_token("harbour-ltd").await;
    let other = upstream.graph_token(ACCOUNT).await;
    add(&upstream, Fault::new(what("status=500")).in_operation("graph").for_account("harbour-ltd"));
    assert_eq!(upstream.call(Ask::graph("", &token)).await.status, 500);
    upstream.call(Ask::graph("", &other)).await.ok();
    assert!(upstream.simulator().add_fault(Fault::new(what("silence")).in_operation("getNumbers")).is_err());
}

#[tokio::test]
async fn a_fault_strikes_as_often_as_it_is_told() {
    let upstream = Upstream::start().await;
    let id = add(&upstream, Fault::new(what("status=500")).after(2).times(2));
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(upstream.call(Ask::get("/accounts")).await.status);
    }
    assert_eq!(statuses, [200, 200, 500, 500, 200, 200]);
    assert_eq!(upstream.simulator().struck(id), Some(2));
}

#[tokio::test]
async fn chance_follows_from_the_seed() {
    async fn statuses(seed: u64) -> Vec<u16> {
        let upstream = Upstream::start_with(|options| options.seed = seed).await;
        add(&upstream, Fault::new(what("status=500")).with_probability(0.5));
        let mut statuses = Vec::new();
        for _ in 0..60 {
            statuses.push(upstream.call(Ask::get("/accounts")).await.status);
        }
        statuses
    }
    let first = statuses(1).await;
    assert_eq!(first, statuses(1).await);
    assert_ne!(first, statuses(2).await);
    let failed = first.iter().filter(|status| **status == 500).count();
    assert!((10..=50).contains(&failed), "{failed} of 60");
}

#[tokio::test]
async fn pages_can_be_wrong_in_every_way() {
    let upstream = Upstream::with_numbers(35).await;
    let fault = |text: &str| {
        upstream.simulator().clear_faults();
        add(&upstream, Fault::new(what(text)).times(1));
    };
    let whole = page(&upstream, 10).await;
    assert_eq!(whole.0, (10..20).collect::<Vec<_>>());

    fault("repeated-page");
    assert_eq!(page(&upstream, 0).await.0, (0..10).collect::<Vec<_>>());
    let repeated = page(&upstream, 10).await;
    assert_eq!((repeated.0, &repeated.1["nextLink"]), ((0..10).collect(), &whole.1["nextLink"]));

    fault("short-list");
    let short = page(&upstream, 10).await;
    assert_eq!((short.0, &short.1["nextLink"]), ((10..15).collect(), &Value::Null));

    fault("lost-page");
    let lost = page(&upstream, 0).await.1;
    assert!(lost["nextLink"].as_str().unwrap().ends_with("skip=20"), "{lost}");

    fault("endless-link");
    let endless = page(&upstream, 10).await.1;
    assert!(endless["nextLink"].as_str().unwrap().ends_with("skip=10"), "{endless}");

    fault("shuffled");
    let mut shuffled = page(&upstream, 10).await.0;
    assert_ne!(shuffled, whole.0);
    shuffled.sort_unstable();
    assert_eq!(shuffled, whole.0);

    fault("changing-totals");
    assert_ne!(page(&upstream, 10).await.1["total"], 35);
    assert_eq!(page(&upstream, 10).await.1["total"], 35);
}

#[tokio::test]
async fn answers_can_be_malformed_in_every_way() {
    let upstream = Upstream::with_numbers(3).await;
    let get = Ask::get("/numbers");
    for form in ["html", "empty", "null", "list", "truncated", "types", "utf16", "bom", "nan", "doubled", "deep"] {
        add(&upstream, Fault::new(what(&format!("malformed={form}"))).times(1));
        let answer = upstream.send(&get).await.unwrap();
        assert_eq!(answer.status(), 200, "{form}");
        let body = answer.bytes().await.unwrap();
        let page = serde_json::from_slice::<Value>(&body);
        let is_wrong = match form {
            // A reader that takes the last of two equal members notices nothing, as few do.
            "doubled" => body.windows(7).filter(|window| window == b"\"value\"").count() == 2,
            _ => !page.is_ok_and(|page| page["value"].is_array()),
        };
        assert!(is_wrong, "{form}: {}", String::from_utf8_lossy(&body));
    }
    upstream.call(get).await.ok();
}

#[tokio::test]
async fn an_answer_can_be_huge() {
    let upstream = Upstream::with_numbers(1).await;
    add(&upstream, Fault::new(what("malformed=huge")).times(1));
    let mut answer = upstream.send(&Ask::get("/numbers")).await.unwrap();
    let mut bytes = 0;
    while let Some(chunk) = answer.chunk().await.unwrap() {
        bytes += chunk.len();
    }
    assert!(bytes > 200 << 20, "{bytes}");
}

#[tokio::test]
async fn an_answer_can_say_that_it_is_something_else() {
    let upstream = Upstream::with_numbers(1).await;
    add(&upstream, Fault::new(what("content-type")).times(1));
    let answer = upstream.send(&Ask::get("/numbers")).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
}

#[tokio::test]
async fn words_can_be_new() {
    let upstream = Upstream::with_numbers(2).await;
    add(&upstream, Fault::new(what("new-words")));
    let answer = upstream.send(&Ask::get("/numbers")).await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(answer["value"][0]["serviceProvisioningStatus"], "quarantined");
    assert!(answer["value"][0]["emergencyPolicy"].is_object());
    assert_eq!(answer["value"][1]["serviceProvisioningStatus"], "synced");
}

#[tokio::test]
async fn some_numbers_of_an_order_can_fail() {
    let upstream = Upstream::start().await;
    add(&upstream, Fault::new(what("partial")).times(1));
    upstream.call(upload(&[FIRST, "+441632960001", "+441632960002"])).await.ok();
    upstream.wait();
    let standings =
        || upstream.simulator().numbers(ACCOUNT).into_iter().map(|state| state.standing).collect::<Vec<_>>();
    assert_eq!(standings().iter().filter(|standing| **standing == "failed").count(), 1);
    // What failed begins anew when it is written again.
    upstream.call(upload(&[FIRST, "+441632960001", "+441632960002"])).await.ok();
    upstream.wait();
    assert_eq!(standings(), ["synced"; 3]);
}
