//! Servers that misbehave: every call ends within its deadline, with the failure that fits, and nothing is taken for a
//! page that is not one.

mod bodies;

use crate::support::{
    FIRST_BYTE, Reply, Server, Step, WHOLE, client_with, create_order, empty_page, given, hasty_client,
};
use numberline_upstream::{Failure, Lost, Upstream};
use std::io::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// The head of an answer that promises so many bytes.
fn head(length: usize) -> Step {
    Step::Send(format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n").into())
}

fn drip(bytes: &str) -> Step {
    Step::Repeat(bytes.into(), Duration::from_millis(20))
}

/// What a call comes to that is answered with these steps, and how long it took.
fn list(steps: fn() -> Vec<Step>) -> (Failure, Duration) {
    let server = Server::start(move |_| Reply::Steps(steps()));
    let client = hasty_client(&server);
    let begun = Instant::now();
    (client.numbers(None, None).unwrap_err(), begun.elapsed())
}

#[test]
fn silence_and_dripping_end_with_their_deadline() {
    for (steps, deadline) in [
        ((|| vec![Step::Silence]) as fn() -> Vec<Step>, FIRST_BYTE),
        (|| vec![Step::Send("HTTP/1.1 200 OK\r\nX-Slow: ".into()), drip("a")], FIRST_BYTE),
        (|| vec![head(10_000), Step::Silence], WHOLE),
        (|| vec![head(100_000), Step::Send(r#"{"value":["#.into()), drip(" ")], WHOLE),
    ] {
        let (failure, took) = list(steps);
        assert_eq!(failure, Failure::OutcomeUnknown(Lost::TimedOut));
        assert!(took >= deadline && took < deadline + Duration::from_secs(2), "{took:?} of {deadline:?}");
    }
}

#[test]
fn an_answer_cut_short_is_no_answer() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{\"value\":[]}\r\n";
    for steps in [
        (|| vec![]) as fn() -> Vec<Step>,
        || vec![Step::Send("HTTP/1.1 200 O".into())],
        || vec![head(12)],
        || vec![head(100), Step::Send(r#"{"value":[]}"#.into())],
    ] {
        assert_eq!(list(steps).0, Failure::OutcomeUnknown(Lost::Broken));
    }
    let server = Server::start(move |_| Reply::Steps(vec![Step::Send(chunked.into())]));
    assert_eq!(hasty_client(&server).numbers(None, None), Err(Failure::OutcomeUnknown(Lost::Broken)));
}

#[test]
fn a_length_shorter_than_the_body_gives_a_body_that_is_not_json() {
    let (failure, _) = list(|| vec![head(5), Step::Send(r#"{"value":[]}"#.into())]);
    assert!(matches!(failure, Failure::Malformed { .. }), "{failure:?}");
}

#[test]
fn what_is_no_http_is_no_answer() {
    let (failure, _) = list(|| vec![Step::Send("SSH-2.0-OpenSSH_9.2\r\n".into()), Step::Silence]);
    assert_eq!(failure, Failure::OutcomeUnknown(Lost::Broken));
}

#[test]
fn where_nobody_listens_nothing_was_sent() {
    let server = Server::start(|_| empty_page());
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut given = given(&server);
    given.upstream_url = Some(format!("http://{free}"));
    let failure = client_with(&given).create(&create_order(1)).unwrap_err();
    assert!(matches!(failure, Failure::Unavailable { .. }), "{failure:?}");
    assert!(!failure.may_have_taken_effect());
    given.upstream_url = Some("https://no-such-host.invalid".to_owned());
    let failure = client_with(&given).create(&create_order(1)).unwrap_err();
    assert!(matches!(failure, Failure::Unavailable { .. }), "{failure:?}");
}

#[test]
fn a_host_that_does_not_speak_tls_was_sent_nothing() {
    let server = Server::start(|_| empty_page());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        }
    });
    let mut given = given(&server);
    given.upstream_url = Some(format!("https://{address}"));
    let failure = client_with(&given).create(&create_order(1)).unwrap_err();
    assert!(matches!(failure, Failure::Unavailable { .. }), "{failure:?}");
}

#[test]
fn an_order_whose_answer_is_lost_may_have_taken_effect() {
    for steps in [(|| vec![]) as fn() -> Vec<Step>, || vec![Step::Silence], || vec![head(100)]] {
        let server = Server::start(move |_| Reply::Steps(steps()));
        let failure = hasty_client(&server).create(&create_order(2)).unwrap_err();
        assert!(matches!(failure, Failure::OutcomeUnknown(_)), "{failure:?}");
        assert!(failure.may_have_taken_effect());
    }
}

#[test]
fn a_stop_ends_what_is_under_way_and_what_comes() {
    let server = Server::start(|_| Reply::Steps(vec![Step::Silence]));
    let mut given = given(&server);
    given.deadlines.first_byte = Duration::from_secs(60);
    given.deadlines.whole = Duration::from_secs(60);
    let client = client_with(&given);
    std::thread::scope(|scope| {
        let call = scope.spawn(|| client.numbers(None, None));
        while server.calls() == 0 {
            std::thread::yield_now();
        }
        client.stop();
        assert_eq!(call.join().unwrap(), Err(Failure::OutcomeUnknown(Lost::Stopped)));
    });
    assert_eq!(client.accounts(), Err(Failure::OutcomeUnknown(Lost::Stopped)));
    assert_eq!(server.calls(), 1);
}
