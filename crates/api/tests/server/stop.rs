//! The graceful stop.

use crate::{NEVER, SHORT, expect_body, send, start, until_closed};
use numberline_api::server::Limits;
use std::sync::Arc;

#[tokio::test]
async fn a_stopping_server_finishes_what_is_under_way() {
    let server = start(Limits { stop_time: NEVER, ..Limits::default() }).await;
    let (began, release) = (Arc::clone(&server.slow_began), Arc::clone(&server.release));
    let mut stream = server.connect().await;
    send(&mut stream, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    began.notified().await;
    let stopped = server.stop();
    release.notify_one();
    assert!(until_closed(&mut stream).await.ends_with("done"));
    stopped.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_stopping_server_closes_idle_and_silent_connections_at_once() {
    let server = start(Limits { stop_time: NEVER, header_time: NEVER, ..Limits::default() }).await;
    let mut idle = server.connect().await;
    send(&mut idle, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    expect_body(&mut idle, "hello").await;
    let mut silent = server.connect().await;
    let stopped = server.stop();
    assert_eq!(until_closed(&mut idle).await, "");
    assert_eq!(until_closed(&mut silent).await, "");
    stopped.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_request_that_outlasts_the_stop_is_cut_off() {
    let server = start(Limits { stop_time: SHORT, ..Limits::default() }).await;
    let began = Arc::clone(&server.slow_began);
    let mut stream = server.connect().await;
    send(&mut stream, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    began.notified().await;
    server.stop().await.unwrap().unwrap();
    assert_eq!(until_closed(&mut stream).await, "");
}

#[tokio::test]
async fn a_stopped_server_accepts_nothing() {
    let server = start(Limits::default()).await;
    let address = server.address;
    server.stop().await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
