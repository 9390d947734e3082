//! Forgets the log and what has left once they are older than they are to be kept.

use crate::{Error, Service};
use numberline_domain::Ticks;
use numberline_store::Tx;
use numberline_store::retention::{self, Forgotten};
use std::thread::JoinHandle;
use std::time::Duration;

/// Commits forgotten in one transaction: other writers go on between two.
const TOGETHER: u32 = 500;
/// How often what has grown too old is looked for.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Forgets what is older than `keep`. The last commit is always kept. Blocks.
///
/// # Errors
/// When the database fails; what was forgotten until then stays so.
pub fn forget(service: &Service, keep: Duration) -> Result<Forgotten, Error> {
    let author = service.author("server");
    let age = i64::try_from(keep.as_nanos() / 100).unwrap_or(i64::MAX);
    let Ok(before) = Ticks::from_i64(author.at.as_i64().saturating_sub(age)) else { return Ok(Forgotten::default()) };
    let mut all = Forgotten::default();
    loop {
        let forgotten =
            service.database.write(&author, |tx: &mut Tx<'_>| retention::forget(tx, before, TOGETHER))?.value;
        all.changes += forgotten.changes;
        all.released += forgotten.released;
        if forgotten == Forgotten::default() {
            return Ok(all);
        }
    }
}

/// Looks for what has grown too old until it is dropped.
pub struct Retention {
    stop: Option<crossbeam_channel::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Forgets what is older than `keep`, now and every hour, on a thread of its own. Several servers may do so at once.
///
/// # Panics
/// When the system gives no thread.
#[must_use]
pub fn start(service: &Service, keep: Duration) -> Retention {
    let (stop, stopped) = crossbeam_channel::bounded::<()>(0);
    let service = service.clone();
    let work = move || {
        loop {
            match forget(&service, keep) {
                Ok(Forgotten { changes: 0, released: 0 }) => {}
                Ok(Forgotten { changes, released }) => {
                    tracing::info!(changes, released, "forgot what was older than it is to be kept");
                }
                Err(error) => tracing::warn!(%error, "what is older than it is to be kept could not be forgotten"),
            }
            if stopped.recv_timeout(EVERY) != Err(crossbeam_channel::RecvTimeoutError::Timeout) {
                return;
            }
        }
    };
    let thread = std::thread::Builder::new().name("retention".to_owned()).spawn(work);
    Retention { stop: Some(stop), thread: Some(thread.expect("a program that just started can start a thread")) }
}

impl Drop for Retention {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // One that panicked has said so already.
            let _ = thread.join();
        }
    }
}
