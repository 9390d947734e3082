//! Trying again, waiting, giving up for a while, keeping a rate.

use crate::support::{
    Reply, Server, Step, client, client_with, create_order, delete_order, empty_page, given, hasty_client,
    patient_client, phone, refusal, tenant,
};
use http::Response;
use numberline_upstream::{Circuit, Failure, HostReport, Lost, Microsoft, Upstream};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A server that answers its first calls with these, and all others with an empty page.
fn first(replies: Vec<Reply>) -> Server {
    let replies = Mutex::new(replies.into_iter());
    Server::start(move |_| replies.lock().unwrap().next().unwrap_or_else(empty_page))
}

fn throttled(retry_after: Option<&str>) -> Reply {
    let Reply::Whole(mut response) = refusal(429, "TooManyRequests") else { unreachable!("a refusal is whole") };
    if let Some(text) = retry_after {
        response.headers_mut().insert("Retry-After", text.parse().unwrap());
    }
    Reply::Whole(response)
}

fn host(client: &Microsoft, name: &str) -> HostReport {
    client.hosts().into_iter().find(|host| host.name == name).unwrap()
}

#[test]
fn a_question_is_asked_again_after_each_passing_failure() {
    for reply in [
        refusal(503, "Busy"),
        refusal(500, "Oops"),
        Reply::Steps(Vec::new()),
        Reply::Whole(Response::new(b"<html>".to_vec())),
    ] {
        let server = first(vec![reply]);
        assert!(patient_client(&server).numbers(None, None).is_ok());
        assert_eq!(server.calls(), 2);
    }
}

#[test]
fn a_refusal_is_final() {
    for status in [400, 403, 404, 409, 412, 413, 501] {
        let server = first(vec![refusal(status, "No")]);
        let failure = patient_client(&server).numbers(None, None).unwrap_err();
        assert!(!failure.may_pass(), "{failure:?}");
        assert_eq!(server.calls(), 1);
    }
}

#[test]
fn an_order_is_sent_again_under_the_same_id() {
    let body = r#"{"numbers":[]}"#;
    let server = first(vec![refusal(503, "Busy"), Reply::Whole(Response::new(body.into()))]);
    assert!(patient_client(&server).create(&create_order(3)).is_ok());
    let requests = server.requests();
    let orders: Vec<_> = requests.iter().filter(|request| request.uri().path().contains(":createOrUpdate")).collect();
    assert_eq!(orders.len(), 2);
    for name in ["repeatability-request-id", "repeatability-first-sent"] {
        assert_eq!(orders[0].headers()[name], orders[1].headers()[name]);
    }
    assert_eq!(orders[0].headers()["repeatability-request-id"], "6d1f2b90-3c47-4e8a-95b1-7a0c4de2f813");
    assert_eq!(orders[0].headers()["repeatability-first-sent"], "Mon, 02 Mar 2026 09:15:00 GMT");
    assert_eq!(orders[0].body(), orders[1].body());
}

#[test]
fn an_order_in_doubt_stays_in_doubt_when_it_is_then_refused() {
    let server = first(vec![Reply::Steps(Vec::new()), refusal(412, "TooOld")]);
    let failure = patient_client(&server).create(&create_order(1)).unwrap_err();
    assert_eq!(failure, Failure::OutcomeUnknown(Lost::Broken));
    assert_eq!(server.calls(), 2);
}

#[test]
fn a_short_wait_is_waited_and_a_long_one_told() {
    let server = first(vec![throttled(Some("1"))]);
    let begun = Instant::now();
    assert!(patient_client(&server).numbers(None, None).is_ok());
    assert!(begun.elapsed() >= Duration::from_secs(1));
    for (retry_after, wait) in [
        (Some("120"), 120),
        (Some("1000000000"), 900),
        (Some("Fri, 31 Dec 9999 23:59:59 GMT"), 900),
        // The gateway's documentation lets one wait a minute.
        (Some("-1"), 60),
        (Some("soon"), 60),
        (None, 60),
    ] {
        let server = first(vec![throttled(retry_after)]);
        let failure = patient_client(&server).numbers(None, None).unwrap_err();
        assert_eq!(failure, Failure::Throttled { wait: Duration::from_secs(wait) }, "{retry_after:?}");
    }
}

#[test]
fn who_was_asked_to_wait_does_not_ask_meanwhile_and_other_tenants_do() {
    let server = Server::start(|request| {
        if request.headers()["authorization"] == "Bearer canary-token-1" {
            throttled(Some("120"))
        } else {
            empty_page()
        }
    });
    let client = client(&server);
    assert!(matches!(client.assignments(tenant(), None), Err(Failure::Throttled { .. })));
    let Err(Failure::Throttled { wait }) = client.assignments(tenant(), None) else { panic!("it was asked") };
    assert!(wait > Duration::from_secs(110) && wait <= Duration::from_secs(120), "{wait:?}");
    assert_eq!(server.calls(), 1);
    let other = numberline_domain::Guid::from_u128(7);
    assert!(client.assignments(other, None).is_ok());
    assert!(client.numbers(None, None).is_ok());
    assert_eq!(host(&client, "graph").throttled, 1);
    assert_eq!(host(&client, "graph").circuit, Circuit::Closed);
}

#[test]
fn a_host_that_is_down_is_asked_few_times_more_and_then_left_alone() {
    let server = Server::start(|_| refusal(500, "Down"));
    let client = patient_client(&server);
    let mut last = None;
    for _ in 0..1000 {
        last = client.numbers(None, None).err();
    }
    assert!(matches!(last, Some(Failure::Unavailable { wait: Some(_), .. })), "{last:?}");
    let report = host(&client, "gateway");
    assert_eq!(report.circuit, Circuit::Open);
    assert!(server.calls() <= 5, "{} calls", server.calls());
    assert!(report.repeated <= 3, "{report:?}");
}

#[test]
fn a_circuit_closes_by_itself_when_the_host_is_back() {
    let is_down = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let watched = std::sync::Arc::clone(&is_down);
    let server =
        Server::start(move |_| if watched.load(Ordering::SeqCst) { refusal(503, "Down") } else { empty_page() });
    let client = client(&server);
    while host(&client, "gateway").circuit != Circuit::Open {
        assert!(client.numbers(None, None).is_err());
    }
    is_down.store(false, Ordering::SeqCst);
    let begun = Instant::now();
    while client.numbers(None, None).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(15));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(host(&client, "gateway").circuit, Circuit::Closed);
    let report = host(&client, "gateway");
    assert_eq!((report.calls, report.failed), (6, 5));
}

#[test]
fn the_rate_is_kept_and_shared_fairly() {
    let server = Server::start(|_| empty_page());
    let mut given = given(&server);
    given.rate_per_minute = Some(1200);
    given.deadlines.patience = Duration::from_secs(10);
    let client = client_with(&given);
    let counts: Vec<_> = (0..4).map(|_| AtomicUsize::new(0)).collect();
    let until = Instant::now() + Duration::from_secs(5);
    std::thread::scope(|scope| {
        for count in &counts {
            scope.spawn(|| {
                while Instant::now() < until {
                    client.numbers(None, None).unwrap();
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    let counts: Vec<_> = counts.iter().map(|count| count.load(Ordering::SeqCst)).collect();
    let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    let all: usize = counts.iter().sum();
    // A burst of 120, then 18 a second.
    assert!((150..=240).contains(&all), "{counts:?}");
    assert!(most - least <= most / 3, "{counts:?}");
}

#[test]
fn a_turn_that_is_too_far_away_is_not_waited_for() {
    let server = Server::start(|_| empty_page());
    let mut given = given(&server);
    given.rate_per_minute = Some(1);
    let client = client_with(&given);
    assert!(client.numbers(None, None).is_ok());
    let Err(Failure::Throttled { wait }) = client.numbers(None, None) else { panic!("the rate was not kept") };
    assert!(wait > Duration::from_secs(50), "{wait:?}");
    assert_eq!(server.calls(), 1);
}

#[test]
fn numbers_that_may_be_missing_are_taken_out_one_by_one() {
    let server = Server::start(|request| match request.uri().path() {
        path if path.ends_with(":deleteNumbers") => refusal(404, "NumberNotFound"),
        path if path.ends_with("960001") => refusal(404, "NumberNotFound"),
        _ => Reply::Whole(Response::builder().status(204).body(Vec::new()).unwrap()),
    });
    assert!(client(&server).delete(&delete_order(3)).is_ok());
    assert_eq!(server.calls(), 4);
    let alone = Server::start(|_| refusal(404, "NumberNotFound"));
    assert!(client(&alone).delete(&delete_order(1)).is_ok());
    assert_eq!(alone.calls(), 1);
}

#[test]
fn a_404_that_is_not_the_gateways_own_says_nothing_of_a_number() {
    let page = || Response::builder().status(404).body(b"<html>Not found</html>".to_vec()).unwrap();
    let server = Server::start(move |_| Reply::Whole(page()));
    let answer = client(&server).number(&crate::support::account(), phone(1));
    assert!(matches!(answer, Err(Failure::Malformed { .. })), "{answer:?}");
    let silent = Server::start(|_| Reply::Steps(vec![Step::Silence]));
    let answer = hasty_client(&silent).number(&crate::support::account(), phone(1));
    assert_eq!(answer, Err(Failure::OutcomeUnknown(Lost::TimedOut)));
}
