//! What the tests stand on: a folder of one's own, the real binary run in it, and HTTP as it is on the wire.

pub(crate) mod http;
pub(crate) mod records;
pub(crate) mod sandbox;
pub(crate) mod server;

pub(crate) use sandbox::Sandbox;
pub(crate) use server::TestServer;

use std::time::{Duration, Instant};

/// "Within a second" on a machine that runs many tests beside this one.
pub(crate) const WITHIN_A_SECOND: Duration = Duration::from_secs(3);
/// Longer than anything here takes, however busy the machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Looks again and again until there is something, or fails when the time is over.
#[track_caller]
pub(crate) fn eventually<T>(patience: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "not within {patience:?}: {what}");
        // Leaves the processor to those who are waited for; the deadline decides, not this pause.
        std::thread::park_timeout(Duration::from_millis(10));
    }
}
