//! What a running server's accept loop, its router and its command share.

use crate::metrics::Metrics;
use crate::portal::Codes;
use std::sync::Arc;
use tokio::sync::watch;

/// How a running server stands. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What has been counted.
    pub metrics: Metrics,
    stopping: Arc<watch::Sender<bool>>,
    pub(crate) codes: Codes,
}

impl Standing {
    /// Tells balancers and clients that the server is about to stop: from here on `/readyz` refuses, every other answer
    /// over HTTP/1 asks for its connection to be closed, and streams of events end. Requests are answered as before.
    pub fn announce_stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Tells when the server is about to stop.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// A code that signs in to the portal once, as the bearer of this token.
    #[must_use]
    pub fn sign_in_code(&self, token: &str) -> String {
        self.codes.add(token)
    }
}
