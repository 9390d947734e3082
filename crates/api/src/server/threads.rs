//! Threads that serve connections, a runtime each.
//!
//! A connection stays on the thread that it was given to. One runtime over all threads would hand its requests from one
//! to another as threads fall idle, and what a request touches would move between processors with it.

use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// As many threads as there are processors, which end when this is dropped; what they serve then ends with them.
pub struct Threads(Vec<Thread>);

struct Thread {
    runtime: Handle,
    /// How many connections it serves.
    load: Arc<AtomicUsize>,
    /// Its end.
    _stop: oneshot::Sender<()>,
}

/// A place on a thread, free again when this is dropped.
pub(super) struct Seat(Arc<AtomicUsize>);

impl Threads {
    /// Starts them.
    ///
    /// # Errors
    /// When the system has no thread or descriptor left for one.
    pub fn start() -> io::Result<Self> {
        let count = std::thread::available_parallelism().map_or(1, NonZero::get);
        (0..count).map(Thread::start).collect::<io::Result<_>>().map(Self)
    }

    /// A place on the thread that serves the fewest connections.
    pub(super) fn seat(&self) -> (&Handle, Seat) {
        let least = self.0.iter().min_by_key(|thread| thread.load.load(Ordering::Relaxed));
        let thread = least.expect("there is at least one thread");
        thread.load.fetch_add(1, Ordering::Relaxed);
        (&thread.runtime, Seat(Arc::clone(&thread.load)))
    }
}

impl Thread {
    fn start(number: usize) -> io::Result<Self> {
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = mpsc::channel();
        std::thread::Builder::new().name(format!("connections-{number}")).spawn(move || {
            match Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => {
                    let _ = tell.send(Ok(runtime.handle().clone()));
                    let _ = runtime.block_on(stopped);
                }
                Err(error) => {
                    let _ = tell.send(Err(error));
                }
            }
        })?;
        let runtime = told.recv().map_err(io::Error::other)??;
        Ok(Self { runtime, load: Arc::default(), _stop: stop })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
