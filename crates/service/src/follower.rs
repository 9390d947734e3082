//! The one job that changes the inventory: it follows the change log.
//!
//! A step reads one snapshot of the database: the head's number S, the rows named in the log after the inventory's
//! own number, *as they stand*; then the inventory is the database at S. When the log no longer reaches back, or its
//! row of the inventory's own number bears another mark (a restore, a promoted replica), the inventory is built anew. So
//! it is when a step broke off and the log has lost the commit that it was on its way to.

mod build;
pub(crate) mod dictionary;
mod step;

use crate::{Error, Progress, Service, Silent, token};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often the head is looked at when nobody wakes the follower.
const POLL: Duration = Duration::from_millis(200);
/// How often the uses of tokens are written down.
const NOTE_USES: Duration = Duration::from_secs(60);

/// Where the inventory stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    seq: u64,
    epoch: u64,
    /// The mark of the commit `seq`; `None` when there is none yet.
    mark: Option<i64>,
    /// The commit that a step which broke off was on its way to, of which the inventory may have a part.
    torn: Option<(u64, Option<i64>)>,
}

/// A follower that runs.
pub struct Follower {
    service: Service,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Starts following on a thread of its own: first the build, then step after step.
#[must_use]
pub fn start(service: &Service) -> Follower {
    let stop = Arc::new(AtomicBool::new(false));
    let wake = service.shared.listen_for_wake();
    let thread = std::thread::Builder::new().name("follower".to_owned()).spawn({
        let (service, stop) = (service.clone(), Arc::clone(&stop));
        move || follow(&service, &stop, &wake)
    });
    let thread = thread.expect("a program that just started can start a thread");
    Follower { service: service.clone(), stop, thread: Some(thread) }
}

impl Follower {
    /// Stops following and waits until the step under way is done.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.service.shared.wake_follower();
        if let Some(thread) = self.thread.take() {
            // A follower that panicked has said so already.
            let _ = thread.join();
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.end();
    }
}

fn follow(service: &Service, stop: &AtomicBool, wake: &crossbeam_channel::Receiver<()>) {
    let mut position = None;
    let mut uses_noted = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        // A panic is a fault of the program; building anew gets the inventory back in order.
        let looked = catch_unwind(AssertUnwindSafe(|| look(service, &mut position))).unwrap_or_else(|_| {
            position = None;
            Err(Error::Refused("following the change log failed; the inventory is built anew".to_owned()))
        });
        let answered_before = service.shared.set_database_answers(looked.is_ok());
        if let (Err(error), true) = (looked, answered_before) {
            tracing::error!(%error, "the database does not answer; reads go on from the inventory");
        }
        if uses_noted.elapsed() >= NOTE_USES {
            uses_noted = Instant::now();
            note_uses_aside(service);
        }
        // A wake or the end of the wait: both mean another look.
        let _ = wake.recv_timeout(POLL);
    }
    token::write_uses(service);
    service.shared.stop_listening();
}

/// Writes the uses down on a thread of its own: another writer may have to be waited for, and following must not wait.
fn note_uses_aside(service: &Service) {
    let service = service.clone();
    let spawned = std::thread::Builder::new().name("uses".to_owned()).spawn(move || token::write_uses(&service));
    if let Err(error) = spawned {
        tracing::warn!(%error, "the last uses of tokens could not be written down");
    }
}

fn look(service: &Service, position: &mut Option<Position>) -> Result<(), Error> {
    let is_followed = match position {
        Some(at) => step::step(service, at)?,
        None => false,
    };
    if !is_followed {
        *position = Some(build::build(service, &Silent)?);
        service.shared.followed.note_build();
    }
    Ok(())
}

/// Builds the inventory anew from the database as it stands.
///
/// # Errors
/// When the database cannot be read.
pub fn rebuild(service: &Service, progress: &dyn Progress) -> Result<(), Error> {
    build::build(service, progress).map(drop)
}
