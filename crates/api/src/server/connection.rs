//! One connection, HTTP/1.1 or HTTP/2, from its first byte to its last.

use super::Limits;
use super::activity::{Activity, Watched};
use super::counted::CountedRouter;
use crate::metrics::Metrics;
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use std::future::{Future, poll_fn};
use std::net::TcpStream;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// The largest head that is read at all; the edge refuses half of it already, with a proper problem.
const MAX_HEAD: u32 = 64 * 1024;
/// How long a connection that was asked to close may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

/// A connection that was just accepted.
pub(super) struct Connection {
    stream: TcpStream,
    activity: Arc<Activity>,
    limits: Limits,
    sent_bytes: Counter,
    open: Open,
}

/// A connection that counts as open until this is dropped.
struct Open(Gauge);

impl Open {
    fn count(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Connection {
    pub(super) fn new(stream: TcpStream, limits: Limits, metrics: &Metrics) -> Self {
        Self {
            stream,
            activity: Arc::new(Activity::new(&limits)),
            limits,
            sent_bytes: metrics.sent_bytes.clone(),
            open: Open::count(&metrics.open_connections),
        }
    }

    /// Serves it until it ends, outlasts a limit, or the server stops.
    pub(super) async fn run(self, router: Router, mut stopping: watch::Receiver<bool>) {
        let Self { stream, activity, limits, sent_bytes, open: _open } = self;
        let builder = builder(&limits);
        // What was accepted by one runtime is told of by another.
        let stream = match tokio::net::TcpStream::from_std(stream) {
            Ok(stream) => stream,
            Err(error) => return tracing::error!(%error, "a connection could not be served"),
        };
        let io = TokioIo::new(Watched { stream, activity: Arc::clone(&activity), sent_bytes });
        let service = CountedRouter { router, activity: Arc::clone(&activity) };
        let mut connection = pin!(builder.serve_connection(io, service));
        let mut stopping = pin!(stopping.wait_for(|stop| *stop));
        let mut timer = pin!(tokio::time::sleep_until(activity.deadline()));
        let (mut is_closing, mut goodbye) = (false, None);
        loop {
            let event = poll_fn(|context| {
                // An error here is the peer's: it broke the protocol or went away. There is nobody to tell.
                if connection.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Event::Ended);
                }
                if !is_closing && stopping.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Event::Stop);
                }
                let deadline = goodbye.unwrap_or_else(|| activity.deadline());
                if deadline < timer.deadline() {
                    timer.as_mut().reset(deadline);
                }
                timer.as_mut().poll(context).map(|()| Event::Deadline(deadline))
            });
            match event.await {
                Event::Ended => return,
                Event::Deadline(deadline) if deadline > Instant::now() => timer.as_mut().reset(deadline),
                Event::Deadline(_) if is_closing || !activity.is_between_requests() => return,
                Event::Deadline(_) => {
                    goodbye = Some(Instant::now() + GOODBYE);
                    timer.as_mut().reset(Instant::now() + GOODBYE);
                    is_closing = true;
                    connection.as_mut().graceful_shutdown();
                }
                Event::Stop => {
                    is_closing = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// What ends the waiting on a connection.
enum Event {
    /// The connection is over.
    Ended,
    /// The server stops.
    Stop,
    /// The timer has fired; the deadline may have moved since it was set.
    Deadline(Instant),
}

fn builder(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // Our own deadline bounds the header; hyper's would also end idle connections, which may stay longer.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(None).max_buf_size(MAX_HEAD as usize);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(limits.streams).max_header_list_size(MAX_HEAD);
    builder
}
