//! HTTP as it is on the wire: a request goes out as written, an answer comes back byte by byte.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Sends one request over a connection of its own.
pub(crate) fn request(address: &str, method: &str, token: &str, path: &str, headers: &str) -> Reply {
    Reply::read(&mut open(address, method, token, path, headers))
}

/// The same with a body, of which the headers tell the length.
pub(crate) fn request_with_body(
    address: &str,
    method: &str,
    token: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> Reply {
    let mut connection = open(address, method, token, path, headers);
    connection.write_all(body.as_bytes()).unwrap();
    Reply::read(&mut connection)
}

/// Sends a request and leaves its answer to be read.
pub(crate) fn open(address: &str, method: &str, token: &str, path: &str, headers: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).unwrap();
    let credential = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
    let request =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{credential}{headers}\r\n");
    connection.write_all(request.as_bytes()).unwrap();
    connection
}

impl Reply {
    /// Reads until the server closes the connection.
    pub(crate) fn read(connection: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(':').unwrap());
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
        let mut reply = Self { status, headers, body: bytes[end + 4..].to_vec() };
        if reply.header("transfer-encoding") == Some("chunked") {
            reply.body = joined(&reply.body);
        }
        reply
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The answer of a request that was well.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// The problem of a request that was not: its status, its type, its eight members.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem = self.json();
        for member in ["type", "title", "detail", "instance", "errorTicket", "errorCode", "traceId"] {
            assert!(problem[member].is_string(), "{member} in {problem}");
        }
        assert_eq!(problem["status"], status);
        problem
    }

    /// The parameters that a 400 names, in alphabetical order.
    #[track_caller]
    pub(crate) fn faults(&self) -> Vec<String> {
        self.problem(400)["errors"].as_object().expect("a 400 names its faults").keys().cloned().collect()
    }
}

/// The body that came in chunks.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = chunks.windows(2).position(|window| window == b"\r\n").expect("a chunk has a size");
        let size = usize::from_str_radix(std::str::from_utf8(&chunks[..line]).unwrap(), 16).unwrap();
        let start = line + 2;
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&chunks[start..start + size]);
        chunks = &chunks[start + size + 2..];
    }
}
