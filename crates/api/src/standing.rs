//! What a running server's accept loop, its router and its command share.

use crate::metrics::Metrics;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How a running server stands. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What has been counted.
    pub metrics: Metrics,
    stopping: Arc<AtomicBool>,
}

impl Standing {
    /// Tells balancers and clients that the server is about to stop: from here on `/readyz` refuses, and every other
    /// answer over HTTP/1 asks for its connection to be closed. Requests are answered as before.
    pub fn announce_stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
