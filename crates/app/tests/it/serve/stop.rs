//! How a server ends.

use crate::support::http::{self, Reply};
use crate::support::records::NUMBERS;
use crate::support::{PATIENCE, Sandbox, TestServer, eventually};
use std::io::Read;
use std::net::TcpStream;

/// A server in the middle of an answer of many megabytes, which its client does not read yet.
fn answering() -> (Sandbox, TestServer, TcpStream) {
    let sandbox = Sandbox::new();
    sandbox.run(&["generate", "--numbers", "10000", "--tenants", "3"]).succeeded();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let connection = http::open(server.address(), "GET", &token, &format!("{NUMBERS}?pageSize=10000"), "");
    // The first byte is peeked at: from here on the request is under way.
    assert_eq!(connection.peek(&mut [0]).unwrap(), 1);
    (sandbox, server, connection)
}

/// Waits until the server accepts nothing more.
fn told_to_stop(server: &TestServer) {
    server.tell_to_stop(1);
    eventually(PATIENCE, "nothing more is accepted", || TcpStream::connect(server.address()).err());
}

#[test]
fn a_request_under_way_is_finished_and_the_exit_code_is_0() {
    let (_sandbox, mut server, mut connection) = answering();
    told_to_stop(&server);
    let reply = Reply::read(&mut connection).ok();
    assert_eq!(reply.json()["data"].as_array().unwrap().len(), 10_000);
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn one_order_that_arrives_twice_is_one_order() {
    let (_sandbox, mut server, mut connection) = answering();
    server.tell_to_stop(2);
    Reply::read(&mut connection).ok();
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let (_sandbox, mut server, mut connection) = answering();
    told_to_stop(&server);
    // Signals that follow each other closely are one order; so many are not.
    let ended = eventually(PATIENCE, "the server has ended", || {
        let ended = server.try_ended();
        if ended.is_none() {
            server.tell_to_stop(1);
        }
        ended
    });
    assert_eq!(ended.code(), Some(130));
    let mut received = Vec::new();
    // Cut off: an error or an early end, but never the whole.
    let _ = connection.read_to_end(&mut received);
    assert!(!received.ends_with(b"]}"));
}

#[test]
fn an_idle_server_stops_at_once() {
    let sandbox = Sandbox::with_the_example();
    let server = sandbox.serve(&[]);
    let _idle = TcpStream::connect(server.address()).unwrap();
    assert_eq!(server.stop().code(), Some(0));
}
