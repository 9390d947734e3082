//! The accept loop. `axum::serve` sets no timer, so that a half-sent header would hold its connection for ever; this
//! loop bounds everything that a peer can make the server wait for, and the number of connections.

mod activity;
mod connection;
mod counted;
mod threads;

pub use threads::Threads;

use crate::metrics::Metrics;
use axum::Router;
use connection::Connection;
use std::future::Future;
use std::io;
use std::net::TcpStream;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// What peers may ask of the server's patience.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long the header of a request may take to arrive, and a new connection to send its first.
    pub header_time: Duration,
    /// How long a connection may stand without a byte moving, between requests or within one.
    pub idle_time: Duration,
    /// How long requests that are under way may take to finish once the server stops.
    pub stop_time: Duration,
    /// Connections at a time; further ones wait to be accepted.
    pub connections: usize,
    /// Requests at a time on one HTTP/2 connection.
    pub streams: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(75),
            stop_time: Duration::from_secs(30),
            connections: 10_000,
            streams: 100,
        }
    }
}

/// How long the loop rests when the system refuses a connection, as it does when descriptors run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `shutdown` is done. Then nothing more is accepted, idle connections close at once, and requests that
/// are under way are finished, for as long as [`Limits::stop_time`] allows. Its connections are served by `threads`; they
/// and their bytes are counted in `metrics`.
///
/// # Errors
/// None at present: a failing `accept` is logged and tried again.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    metrics: &Metrics,
    threads: &Threads,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let permits = Arc::new(Semaphore::new(limits.connections.min(Semaphore::MAX_PERMITS)));
    let (stop, stopping) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = async {
            let permit = Arc::clone(&permits).acquire_owned().await.expect("the semaphore is never closed");
            (accept(&listener).await, permit)
        };
        tokio::select! {
            () = &mut shutdown => break,
            (stream, permit) = accepted => {
                let connection = Connection::new(stream, limits, metrics);
                let (router, stopping) = (router.clone(), stopping.clone());
                let (thread, seat) = threads.seat();
                let served = async move {
                    connection.run(router, stopping).await;
                    drop((seat, permit));
                };
                tasks.spawn_on(served, thread);
            }
            // Finished tasks are forgotten as they end, so that they do not pile up.
            Some(_) = tasks.join_next() => {}
        }
    }
    drop(listener);
    stop.send_replace(true);
    let finished = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.stop_time, finished).await.is_err() {
        tracing::warn!(seconds = limits.stop_time.as_secs(), "requests were cut off because they outlasted the stop");
    }
    Ok(())
}

/// The next connection, whatever fails before.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        let accepted = listener.accept().await;
        match accepted.and_then(|(stream, _)| stream.into_std()) {
            Ok(stream) => {
                // Answers are written whole; waiting to fill segments would only delay their last one.
                let _ = stream.set_nodelay(true);
                return stream;
            }
            Err(error) if is_the_peers(&error) => {}
            Err(error) => {
                tracing::error!(%error, "a connection could not be accepted; is the limit of open files too low?");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// The peer went away before it was accepted.
fn is_the_peers(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
