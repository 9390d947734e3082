//! A server of HTTP/1.1 on loopback that does with each request what it is told: answer, dawdle, or misbehave.

use http::{Request, Response};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What to do with a request.
pub(crate) enum Reply {
    /// Answer it.
    Whole(Response<Vec<u8>>),
    /// Do these, then close the connection.
    Steps(Vec<Step>),
}

/// A piece of an answer, or of none.
pub(crate) enum Step {
    Send(Vec<u8>),
    /// Send this again and again until the other side has enough.
    Repeat(Vec<u8>, Duration),
    /// Wait until the other side has enough.
    Silence,
}

type Handler = dyn Fn(&Request<Vec<u8>>) -> Reply + Send + Sync;

/// The server; it listens until it is dropped. Tokens it gives by itself, unless asked otherwise.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    handler: Box<Handler>,
    gives_tokens: bool,
    tokens: AtomicU64,
    requests: Mutex<Vec<Request<Vec<u8>>>>,
}

impl Server {
    /// Starts a server that does this with each request that is not for a token.
    pub(crate) fn start(handler: impl Fn(&Request<Vec<u8>>) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(Box::new(handler), true)
    }

    /// Starts a server that does this with each request.
    pub(crate) fn start_bare(handler: impl Fn(&Request<Vec<u8>>) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(Box::new(handler), false)
    }

    fn listen(handler: Box<Handler>, gives_tokens: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tokens, requests) = (AtomicU64::new(0), Mutex::default());
        let shared = Arc::new(Shared { handler, gives_tokens, tokens, requests });
        let accepting = Arc::downgrade(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Some(shared) = accepting.upgrade() else { return };
                std::thread::spawn(move || serve(&shared, stream.unwrap()));
            }
        });
        Self { address, shared }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, those for tokens included.
    pub(crate) fn requests(&self) -> Vec<Request<Vec<u8>>> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// How many tokens were given.
    pub(crate) fn tokens(&self) -> u64 {
        self.shared.tokens.load(Ordering::SeqCst)
    }

    /// The requests so far that were not for a token.
    pub(crate) fn calls(&self) -> usize {
        self.requests().iter().filter(|request| !request.uri().path().starts_with("/login/")).count()
    }
}

fn serve(shared: &Shared, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = read(&mut reader) {
        shared.requests.lock().unwrap().push(request.clone());
        let is_token = shared.gives_tokens && request.uri().path().starts_with("/login/");
        let reply = if is_token { token(shared) } else { (shared.handler)(&request) };
        match reply {
            Reply::Whole(response) => {
                if stream.write_all(&written(&response)).is_err() {
                    return;
                }
            }
            Reply::Steps(steps) => {
                steps.into_iter().all(|step| take(&mut stream, step));
                return;
            }
        }
    }
}

fn token(shared: &Shared) -> Reply {
    let count = shared.tokens.fetch_add(1, Ordering::SeqCst) + 1;
    let body = format!(r#"{{"token_type":"Bearer","expires_in":3599,"access_token":"canary-token-{count}"}}"#);
    Reply::Whole(Response::new(body.into_bytes()))
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request<Vec<u8>>> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut words = line.split(' ');
    let mut request = Request::builder().method(words.next()?).uri(words.next()?);
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        request = request.header(name, value.trim());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.body(body).ok()
}

fn written(response: &Response<Vec<u8>>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status().as_u16()).into_bytes();
    for (name, value) in response.headers() {
        head.extend_from_slice(format!("{name}: ").as_bytes());
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    if response.status() != 204 {
        head.extend_from_slice(format!("Content-Length: {}\r\n", response.body().len()).as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    head.extend_from_slice(response.body());
    head
}

/// Whether to go on.
fn take(stream: &mut TcpStream, step: Step) -> bool {
    match step {
        Step::Send(bytes) => stream.write_all(&bytes).is_ok(),
        Step::Repeat(bytes, pause) => {
            while stream.write_all(&bytes).is_ok() {
                std::thread::sleep(pause);
            }
            false
        }
        Step::Silence => {
            let mut rest = [0; 64];
            while stream.read(&mut rest).is_ok_and(|length| length > 0) {}
            false
        }
    }
}
