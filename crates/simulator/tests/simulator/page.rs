//! Lists in pages.

use crate::support::{ACCOUNT, Answer, Ask, Upstream, phone};
use numberline_simulator::{NewAccount, NewNumber, WhileReleasing};
use std::collections::HashSet;

/// The numbers on a page.
fn listed(answer: &Answer) -> Vec<String> {
    let page = answer.json();
    let items = page["value"].as_array().unwrap().iter();
    items.map(|item| item["telephoneNumber"].as_str().unwrap().to_owned()).collect()
}

/// Follows the links of a list, and gives the sizes of its pages and all its numbers.
async fn walk(upstream: &Upstream, path: &str) -> (Vec<usize>, Vec<String>) {
    let (mut sizes, mut numbers) = (Vec::new(), Vec::new());
    let mut answer = upstream.call(Ask::get(path)).await.ok();
    loop {
        let page = listed(&answer);
        sizes.push(page.len());
        numbers.extend(page);
        let body = answer.json();
        let Some(next) = body["nextLink"].as_str() else { return (sizes, numbers) };
        let below = next.strip_prefix(&upstream.running().addresses().gateway).expect("the link is absolute");
        // It bears the version, which every request of these tests adds.
        let path = below.replace("api-version=2024-02-29-preview&", "").replace("?&", "?");
        answer = upstream.call(Ask::get(&path)).await.ok();
    }
}

#[tokio::test]
async fn pages_joined_are_the_whole() {
    let upstream = Upstream::with_numbers(1201).await;
    let all: Vec<_> = (0..1201).map(|at| phone(at).to_string()).collect();
    for (path, sizes) in [
        ("/numbers", vec![200, 200, 200, 200, 200, 200, 1]),
        ("/numbers?maxpagesize=1000", vec![500, 500, 201]),
        ("/accounts/quayside-books/numbers?maxpagesize=400&countRecords=true", vec![400, 400, 400, 1]),
    ] {
        assert_eq!(walk(&upstream, path).await, (sizes, all.clone()), "{path}");
    }
}

#[tokio::test]
async fn top_ends_a_walk_and_skip_begins_it() {
    let upstream = Upstream::with_numbers(100).await;
    let numbers = |range: std::ops::Range<u64>| range.map(|at| phone(at).to_string()).collect::<Vec<_>>();
    assert_eq!(walk(&upstream, "/numbers?top=25&skip=10&maxpagesize=10").await, (vec![10, 10, 5], numbers(10..35)));
    assert_eq!(walk(&upstream, "/numbers?skip=95&top=50").await, (vec![5], numbers(95..100)));
    assert_eq!(walk(&upstream, "/numbers?skip=1000").await, (vec![0], Vec::new()));
    assert_eq!(walk(&upstream, "/numbers?top=0").await, (vec![0], Vec::new()));
}

#[tokio::test]
async fn the_count_is_of_all_and_only_when_asked_for() {
    let upstream = Upstream::with_numbers(30).await;
    let counted = upstream.call(Ask::get("/numbers?top=2&countRecords=true")).await.ok();
    assert_eq!(counted.header("x-ms-record-count"), Some("30"));
    for path in ["/numbers", "/numbers?countRecords=false"] {
        assert_eq!(upstream.call(Ask::get(path)).await.ok().header("x-ms-record-count"), None);
    }
}

#[tokio::test]
async fn what_is_no_page_is_refused() {
    let upstream = Upstream::start().await;
    for query in ["top=-1", "skip=x", "maxpagesize=0", "countRecords=yes", "top=99999999999", "filter=top"] {
        assert_eq!(upstream.ask(Ask::get(&format!("/numbers?{query}"))).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn a_list_of_all_has_every_account_and_a_list_of_one_its_own() {
    let upstream = Upstream::with_numbers(3).await;
    upstream.simulator().add_account(&NewAccount::new("harbour-ltd")).unwrap();
    upstream.simulator().add_numbers("harbour-ltd", [NewNumber::new(phone(500))]).unwrap();
    assert_eq!(walk(&upstream, "/numbers").await.1.len(), 4);
    assert_eq!(walk(&upstream, "/accounts/harbour-ltd/numbers").await.1, [phone(500).to_string()]);
    let absent = upstream.call(Ask::get("/accounts/nobody/numbers")).await;
    assert_eq!(absent.refused(404), "AccountNotFound");
}

#[tokio::test]
async fn removed_numbers_leave_no_gap() {
    let upstream = Upstream::with_numbers(10).await;
    upstream.simulator().customer_deletes(&[phone(0), phone(4), phone(9)]).unwrap();
    let expected: HashSet<_> = [1, 2, 3, 5, 6, 7, 8].map(|at| phone(at).to_string()).into();
    let (_, numbers) = walk(&upstream, "/numbers?maxpagesize=2").await;
    assert_eq!((numbers.len(), numbers.into_iter().collect::<HashSet<_>>()), (7, expected));
    // Their places are taken by others.
    upstream.simulator().add_numbers(ACCOUNT, (20..24).map(|at| NewNumber::new(phone(at)))).unwrap();
    assert_eq!(walk(&upstream, &format!("/accounts/{ACCOUNT}/numbers")).await.1.len(), 11);
}

#[tokio::test]
async fn a_number_that_is_going_may_be_hidden() {
    let upstream = Upstream::with_numbers(3).await;
    upstream.simulator().set(|settings| settings.while_releasing = WhileReleasing::Absent);
    upstream.call(crate::support::release(&["+441632960001"])).await.ok();
    let (_, numbers) = walk(&upstream, "/numbers").await;
    assert_eq!(numbers, [phone(0).to_string(), phone(2).to_string()]);
    assert_eq!(upstream.status("+441632960001").await, "NumberNotFound");
    assert_eq!(upstream.assignment("+441632960001").await, "unassigned");
    upstream.wait();
    assert_eq!(upstream.assignment("+441632960001").await, serde_json::Value::Null);
    assert_eq!(walk(&upstream, "/numbers").await.1.len(), 2);
}

#[tokio::test]
async fn graph_pages_by_top_and_skip() {
    let upstream = Upstream::with_numbers(1203).await;
    let token = upstream.graph_token(ACCOUNT).await;
    let first = upstream.call(Ask::graph("", &token)).await.ok().json();
    assert_eq!(first["value"].as_array().unwrap().len(), 500);
    let next = first["@odata.nextLink"].as_str().unwrap();
    assert!(next.ends_with("/numberAssignments?$skip=500"), "{next}");
    let last = upstream.call(Ask::graph("?$top=1000&$skip=1000", &token)).await.ok().json();
    assert_eq!(last["value"].as_array().unwrap().len(), 203);
    assert!(last["@odata.nextLink"].is_null());
    for query in ["?$top=0", "?$top=1001", "?$skip=-1"] {
        assert_eq!(upstream.ask(Ask::graph(query, &token)).await.refused(400), "BadRequest", "{query}");
    }
}
