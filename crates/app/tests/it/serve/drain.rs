//! Rolling restarts: a server that is told to stop says so first, and answers until balancers have noticed.

use crate::support::http;
use crate::support::records::NUMBERS;
use crate::support::{PATIENCE, Sandbox, TestServer, eventually};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Longer than the clients below take to notice, however busy the machine.
const DRAIN: &str = "3s";
const CLIENTS: usize = 4;
/// Requests that are answered before the server is told to stop.
const WARM: usize = 100;

/// A connection that is kept for request after request, as a balancer keeps it.
struct Kept(BufReader<TcpStream>);

impl Kept {
    fn open(address: &str) -> Self {
        Self(BufReader::new(TcpStream::connect(address).unwrap()))
    }

    /// Asks, reads the whole answer, and gives its status and whether the connection may be kept.
    fn get(&mut self, token: &str, path: &str) -> (u16, bool) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let head: Vec<_> = (&mut self.0).lines().map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
        let status = head.first().expect("an answer, not an end").split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        self.0.read_exact(&mut vec![0; length.parse().unwrap()]).unwrap();
        (status, !head.iter().any(|line| line == "connection: close"))
    }
}

/// Asks as a balancer does until `/readyz` refuses, then once more. Whatever fails, panics.
fn ask_until_it_stops(server: &TestServer, token: &str, answered: &AtomicUsize) {
    let path = format!("{NUMBERS}?pageSize=5");
    while server.get("", "/readyz").status == 200 {
        let mut connection = Kept::open(server.address());
        loop {
            let (status, is_kept) = connection.get(token, &path);
            assert_eq!(status, 200);
            answered.fetch_add(1, Ordering::Relaxed);
            if !is_kept {
                break;
            }
        }
    }
    let refused = server.get("", "/readyz");
    assert_eq!(refused.problem(503)["errorCode"], "stopping");
    assert_eq!(refused.header("retry-after"), Some("1"));
    let (status, is_kept) = Kept::open(server.address()).get(token, &path);
    assert_eq!((status, is_kept), (200, false), "what is not about readiness is answered as before");
}

fn draining(sandbox: &Sandbox, time: &str) -> TestServer {
    TestServer::start(sandbox.command(&["serve", "--listen", "127.0.0.1:0", "--drain-time", time]))
}

#[test]
fn no_request_fails_while_a_server_drains_under_load() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let mut server = draining(&sandbox, DRAIN);
    let answered = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let clients: Vec<_> =
            (0..CLIENTS).map(|_| scope.spawn(|| ask_until_it_stops(&server, &token, &answered))).collect();
        eventually(PATIENCE, "the clients are busy", || (answered.load(Ordering::Relaxed) > WARM).then_some(()));
        server.tell_to_stop(1);
        clients.into_iter().for_each(|client| client.join().unwrap());
    });
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_second_signal_ends_the_waiting_in_order() {
    let sandbox = Sandbox::with_the_example();
    let mut server = draining(&sandbox, "1h");
    server.tell_to_stop(1);
    eventually(PATIENCE, "the server drains", || (server.get("", "/readyz").status == 503).then_some(()));
    // Signals that follow each other closely are one order; so many are not.
    let ended = eventually(PATIENCE, "the server has ended", || {
        let ended = server.try_ended();
        if ended.is_none() {
            server.tell_to_stop(1);
        }
        ended
    });
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn whoever_stops_it_at_a_terminal_does_not_wait() {
    let sandbox = Sandbox::with_the_example();
    let mut command = sandbox.command(&["serve", "--listen", "127.0.0.1:0", "--drain-time", "1h"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    log.find(|line| line.as_ref().unwrap().contains("ready")).unwrap().unwrap();
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let ended = eventually(PATIENCE, "the server has ended", || child.try_wait().unwrap());
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn the_metrics_can_be_watched_while_it_drains() {
    let sandbox = Sandbox::with_the_example();
    let options = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--drain-time", "1h"];
    let server = TestServer::start(sandbox.command(&options));
    let line = server.log().into_iter().find(|line| line.contains("metrics at")).unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let is_ready = || http::request(&address, "GET", "", "/metrics", "").ok().text().contains("\nnumberline_ready 1\n");
    assert!(is_ready());
    server.tell_to_stop(1);
    eventually(PATIENCE, "the metrics tell that it drains", || (!is_ready()).then_some(()));
}
