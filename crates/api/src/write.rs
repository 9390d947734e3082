//! How a request reaches the database: on a thread that may wait, in work that ends also when the client is gone; and how
//! its change is waited for, so that the next request sees it.

use crate::router::Api;
use http::{HeaderName, HeaderValue};
use numberline_domain::{Scope, TokenId};
use numberline_service::Service;
use std::time::Duration;

/// The header that tells which change a write was.
pub(crate) const NUMBERLINE_SEQ: HeaderName = HeaderName::from_static("numberline-seq");

/// How long the answer to a change waits until this server shows it. The change is kept whether it does or not.
const PATIENCE: Duration = Duration::from_secs(2);

impl Api {
    /// Does work that may wait for the database.
    pub(crate) async fn with_database<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Service) -> T + Send + 'static,
    ) -> T {
        let service = self.service.clone();
        match tokio::task::spawn_blocking(move || work(&service)).await {
            Ok(done) => done,
            // Nobody cancels it, so it panicked; the edge makes a problem of that.
            Err(failure) => std::panic::resume_unwind(failure.into_panic()),
        }
    }

    /// Waits until this server shows a change, and tells the last one of the caller's scope.
    pub(crate) async fn show(&self, caller: &Scope, seq: u64) -> HeaderValue {
        let shared = self.service.shared();
        shared.wake_follower();
        if shared.wait_for(&Scope::All, seq, PATIENCE).await {
            // What changed nothing bears the number of the change before it. That may be another tenant's, which this
            // caller could wait for in vain.
            return shared.inventory().scope_seq(caller).into();
        }
        tracing::warn!(seq, "a change was kept, but is not shown yet");
        // What is shown now is older than the change, so only its own number leads there.
        seq.into()
    }
}

/// Who asks, for the log.
pub(crate) fn actor(token: TokenId) -> String {
    format!("token:{token}")
}
