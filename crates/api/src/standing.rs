//! What a running server's accept loop, its router and its command share.

use crate::metrics::Metrics;

/// How a running server stands. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What has been counted.
    pub metrics: Metrics,
}
