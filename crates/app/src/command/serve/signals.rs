//! The signals that tell a server to stop.

use std::io;
use std::time::{Duration, Instant};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// One order to stop may arrive twice: `timeout`, npm and the like pass on a signal that a terminal or they themselves
/// send to the whole process group too.
const ECHO: Duration = Duration::from_millis(250);

/// Who wants the server to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::command) enum Order {
    /// SIGTERM: a service manager, behind whose back a balancer may still send requests.
    Terminate,
    /// SIGINT: a person at a terminal, who is waiting.
    Interrupt,
}

/// SIGTERM and SIGINT.
pub(in crate::command) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From here on the signals no longer end the process by themselves.
    pub(in crate::command) fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the next of them.
    pub(in crate::command) async fn next(&mut self) -> Order {
        tokio::select! {
            _ = self.terminate.recv() => Order::Terminate,
            _ = self.interrupt.recv() => Order::Interrupt,
        }
    }

    /// Waits, after one of them, for another that is no echo of it.
    pub(in crate::command) async fn next_in_earnest(&mut self) {
        let first = Instant::now();
        loop {
            self.next().await;
            if first.elapsed() > ECHO {
                return;
            }
        }
    }
}
