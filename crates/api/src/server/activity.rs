//! What a connection is doing, and until when it may.
//!
//! The stream notes every byte that moves, the service every request. One timer a connection is enough: it is set
//! earlier when the deadline moves earlier, and merely looked at again when it fires too soon.

use super::Limits;
use prometheus_client::metrics::counter::Counter;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

/// No header is under way.
const NONE: u64 = u64::MAX;

/// What one connection is doing. Times are milliseconds since it was accepted.
pub(super) struct Activity {
    accepted: Instant,
    header_time: Duration,
    idle_time: Duration,
    header_began: AtomicU64,
    last_byte: AtomicU64,
    requests: AtomicU32,
    http2: AtomicBool,
}

impl Activity {
    /// A connection just accepted, whose first header is due.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            accepted: Instant::now(),
            header_time: limits.header_time,
            idle_time: limits.idle_time,
            header_began: AtomicU64::new(0),
            last_byte: AtomicU64::new(0),
            requests: AtomicU32::new(0),
            http2: AtomicBool::new(false),
        }
    }

    /// When the connection must close unless something happens.
    pub(super) fn deadline(&self) -> Instant {
        let idle = self.at(&self.last_byte) + self.idle_time;
        match self.header_began.load(Ordering::Relaxed) {
            NONE => idle,
            _ => idle.min(self.at(&self.header_began) + self.header_time),
        }
    }

    /// Whether no request is under way, not even half a header.
    pub(super) fn is_between_requests(&self) -> bool {
        self.requests.load(Ordering::Relaxed) == 0 && self.header_began.load(Ordering::Relaxed) == NONE
    }

    /// A request has arrived, or a part of it that tells what it wants.
    pub(super) fn request_begins(&self) {
        self.header_began.store(NONE, Ordering::Relaxed);
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// A request is answered.
    pub(super) fn request_ends(&self) {
        self.requests.fetch_sub(1, Ordering::Relaxed);
    }

    fn at(&self, moment: &AtomicU64) -> Instant {
        self.accepted + Duration::from_millis(moment.load(Ordering::Relaxed))
    }

    fn now(&self) -> u64 {
        u64::try_from(self.accepted.elapsed().as_millis()).unwrap_or(NONE - 1)
    }

    /// Bytes that arrive between HTTP/1 requests begin a header. On HTTP/2 they may be pings; its half-sent headers
    /// end with the idle limit.
    fn arrived(&self, bytes: &[u8]) {
        let now = self.now();
        let first = self.last_byte.swap(now, Ordering::Relaxed) == 0;
        if first && bytes.starts_with(b"PRI ") {
            self.http2.store(true, Ordering::Relaxed);
            self.header_began.store(NONE, Ordering::Relaxed);
        }
        let between = self.requests.load(Ordering::Relaxed) == 0 && !self.http2.load(Ordering::Relaxed);
        if between && self.header_began.load(Ordering::Relaxed) == NONE {
            self.header_began.store(now, Ordering::Relaxed);
        }
    }

    fn left(&self) {
        self.last_byte.store(self.now(), Ordering::Relaxed);
    }
}

/// A stream that notes what moves through it, and counts what leaves.
pub(super) struct Watched {
    pub(super) stream: TcpStream,
    pub(super) activity: Arc<Activity>,
    pub(super) sent_bytes: Counter,
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.activity.arrived(&buffer.filled()[before..]);
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl Watched {
    fn note(&self, written: &Poll<std::io::Result<usize>>) {
        if let Poll::Ready(Ok(bytes @ 1..)) = written {
            self.sent_bytes.inc_by(*bytes as u64);
            self.activity.left();
        }
    }
}
