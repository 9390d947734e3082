//! Takes turns with whoever else wants the processor.
//!
//! A server on the same machine wakes up for each request. The system may leave it waiting until the end of a time slice,
//! several milliseconds, while a load keeps every core busy; a load that gives up its turn more often than that costs its
//! readers nothing. How it yields inside a long SQL statement stands in the store's `sqlite.rs`.

use std::thread;

/// Small steps, such as reading or staging a record, after which others get a turn: about a tenth of a millisecond.
const STEPS: u32 = 32;

/// The steps of one thread.
#[derive(Default)]
pub(super) struct Turns {
    steps: u32,
}

impl Turns {
    /// Counts a small step; now and then others get a turn.
    #[inline]
    pub(super) fn step(&mut self) {
        self.steps += 1;
        if self.steps == STEPS {
            self.steps = 0;
            thread::yield_now();
        }
    }
}
