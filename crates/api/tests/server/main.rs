//! The accept loop against peers that are slow, silent or too many. Every wait here ends with the server's own limit.

#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

mod limits;
mod stop;

use axum::Router;
use axum::routing::get;
use numberline_api::Metrics;
use numberline_api::server::{self, Limits, Threads};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

/// Long enough that only a fault reaches it.
pub(crate) const NEVER: Duration = Duration::from_secs(60);
pub(crate) const SHORT: Duration = Duration::from_millis(100);

/// A running server. `/` answers `hello`; `/slow` answers once it is released.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) slow_began: Arc<Notify>,
    pub(crate) release: Arc<Notify>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

pub(crate) async fn start(limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (slow_began, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (began, released) = (Arc::clone(&slow_began), Arc::clone(&release));
    let slow = get(async move || {
        began.notify_one();
        released.notified().await;
        "done"
    });
    let router = Router::new().route("/", get(async || "hello")).route("/slow", slow);
    let threads = Threads::start().unwrap();
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(async move {
        let stopped = async {
            let _ = stopped.await;
        };
        server::serve(listener, router, limits, &Metrics::default(), &threads, stopped).await
    });
    Running { address, slow_began, release, stop, task }
}

impl Running {
    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Asks the server to stop; the handle ends with it.
    pub(crate) fn stop(self) -> JoinHandle<std::io::Result<()>> {
        self.stop.send(()).unwrap();
        self.task
    }
}

pub(crate) async fn send(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}

/// Reads one answer whose body is `body`.
pub(crate) async fn expect_body(stream: &mut TcpStream, body: &str) {
    let mut text = String::new();
    while !text.ends_with(body) {
        let mut bytes = [0; 4096];
        let length = stream.read(&mut bytes).await.unwrap();
        assert!(length > 0, "closed after {text:?}");
        text.push_str(std::str::from_utf8(&bytes[..length]).unwrap());
    }
}

/// Waits until the server closes, and gives what it sent before. A reset counts as closing.
pub(crate) async fn until_closed(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8(bytes).unwrap()
}
