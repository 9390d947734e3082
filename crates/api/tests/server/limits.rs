//! Limits on what a peer can make the server wait for.

use crate::{NEVER, SHORT, expect_body, send, start, until_closed};
use numberline_api::server::Limits;

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test]
async fn a_half_sent_header_is_cut_off() {
    let server = start(Limits { header_time: SHORT, idle_time: NEVER, ..Limits::default() }).await;
    let mut stream = server.connect().await;
    send(&mut stream, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await;
    assert_eq!(until_closed(&mut stream).await, "");
}

#[tokio::test]
async fn a_silent_connection_is_cut_off() {
    let server = start(Limits { header_time: SHORT, idle_time: NEVER, ..Limits::default() }).await;
    assert_eq!(until_closed(&mut server.connect().await).await, "");
}

#[tokio::test]
async fn a_second_header_has_its_limit_although_the_first_was_in_time() {
    let server = start(Limits { header_time: SHORT, idle_time: NEVER, ..Limits::default() }).await;
    let mut stream = server.connect().await;
    send(&mut stream, REQUEST).await;
    expect_body(&mut stream, "hello").await;
    send(&mut stream, "GET / HT").await;
    assert_eq!(until_closed(&mut stream).await, "");
}

#[tokio::test]
async fn an_idle_connection_is_closed_by_the_idle_limit_not_by_the_headers() {
    let server = start(Limits { header_time: SHORT, idle_time: SHORT * 4, ..Limits::default() }).await;
    let mut stream = server.connect().await;
    send(&mut stream, REQUEST).await;
    expect_body(&mut stream, "hello").await;
    let answered = std::time::Instant::now();
    assert_eq!(until_closed(&mut stream).await, "");
    assert!(answered.elapsed() > SHORT * 3, "closed after {:?}", answered.elapsed());
}

#[tokio::test]
async fn a_request_in_which_nothing_moves_is_cut_off() {
    let server = start(Limits { header_time: NEVER, idle_time: SHORT, ..Limits::default() }).await;
    let mut stream = server.connect().await;
    send(&mut stream, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(until_closed(&mut stream).await, "");
}

#[tokio::test]
async fn an_http2_connection_without_requests_ends_with_a_goodbye() {
    let server = start(Limits { header_time: NEVER, idle_time: SHORT, ..Limits::default() }).await;
    let mut stream = server.connect().await;
    send(&mut stream, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
    let mut bytes = Vec::new();
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut bytes).await.unwrap();
    // The type of a frame is its fourth byte; GOAWAY is 7, and its payload begins with the last stream and the code.
    assert!(bytes.windows(9).any(|frame| frame == [0, 0, 8, 7, 0, 0, 0, 0, 0]), "{bytes:?}");
}

#[tokio::test]
async fn further_connections_wait_until_there_is_room() {
    let server = start(Limits { connections: 1, ..Limits::default() }).await;
    let mut first = server.connect().await;
    send(&mut first, REQUEST).await;
    expect_body(&mut first, "hello").await;
    let mut second = server.connect().await;
    send(&mut second, REQUEST).await;
    assert!(tokio::time::timeout(SHORT, second.readable()).await.is_err(), "the second was served beside the first");
    drop(first);
    expect_body(&mut second, "hello").await;
}

#[tokio::test]
async fn a_hundred_headers_are_taken_and_more_are_not() {
    let server = start(Limits::default()).await;
    for (count, expected) in [(99, "HTTP/1.1 200"), (101, "HTTP/1.1 431")] {
        let mut stream = server.connect().await;
        let headers = "X: y\r\n".repeat(count - 1);
        send(&mut stream, &format!("GET / HTTP/1.1\r\nConnection: close\r\n{headers}\r\n")).await;
        let answer = until_closed(&mut stream).await;
        assert!(answer.starts_with(expected), "{count}: {answer}");
    }
}

#[tokio::test]
async fn a_head_that_does_not_end_is_refused() {
    let server = start(Limits::default()).await;
    let mut stream = server.connect().await;
    send(&mut stream, &format!("GET / HTTP/1.1\r\nX: {}", "y".repeat(64 * 1024))).await;
    assert!(until_closed(&mut stream).await.starts_with("HTTP/1.1 431"));
}
