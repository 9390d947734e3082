//! Forgets the log and what has left once they are older than they are to be kept, and the keys of requests that nobody
//! repeats any longer.

use crate::{Error, Service};
use numberline_domain::Ticks;
use numberline_store::retention::{self, Forgotten};
use numberline_store::{Tx, idempotency};
use std::thread::JoinHandle;
use std::time::Duration;

/// Commits forgotten in one transaction: other writers go on between two.
const TOGETHER: u32 = 500;
/// How long a request can be repeated under its key.
pub const KEYS_KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How often what has grown too old is looked for.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Forgets what is older than `keep`. The last commit is always kept. Blocks.
///
/// # Errors
/// When the database fails; what was forgotten until then stays so.
pub fn forget(service: &Service, keep: Duration) -> Result<Forgotten, Error> {
    let author = service.author("server");
    let Some(before) = earlier(author.at, keep) else { return Ok(Forgotten::default()) };
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

/// Forgets the keys of requests that were made longer ago than [`KEYS_KEPT`]; how many they are. Blocks.
///
/// # Errors
/// When the database fails.
pub fn forget_keys(service: &Service) -> Result<u64, Error> {
    let author = service.author("server");
    let Some(before) = earlier(author.at, KEYS_KEPT) else { return Ok(0) };
    Ok(service.database.work(&author, |tx: &mut Tx<'_>| idempotency::forget(tx, before))?)
}

/// The instant so long before; `None` before the calendar.
fn earlier(at: Ticks, by: Duration) -> Option<Ticks> {
    let age = i64::try_from(by.as_nanos() / 100).unwrap_or(i64::MAX);
    Ticks::from_i64(at.as_i64().saturating_sub(age)).ok()
}

/// Looks for what has grown too old until it is dropped.
pub struct Retention {
    stop: Option<crossbeam_channel::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Forgets what is older than `keep`, and old keys, now and every hour, on a thread of its own. Several servers may do so
/// at once.
///
/// # Panics
/// When the system gives no thread.
#[must_use]
pub fn start(service: &Service, keep: Option<Duration>) -> Retention {
    let (stop, stopped) = crossbeam_channel::bounded::<()>(0);
    let service = service.clone();
    let work = move || {
        loop {
            let forgotten = keep.map_or(Ok(Forgotten::default()), |keep| forget(&service, keep));
            match forgotten.and_then(|forgotten| Ok((forgotten, forget_keys(&service)?))) {
                Ok((Forgotten { changes: 0, released: 0 }, 0)) => {}
                Ok((Forgotten { changes, released }, keys)) => {
                    tracing::info!(changes, released, keys, "forgot what was older than it is to be kept");
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
