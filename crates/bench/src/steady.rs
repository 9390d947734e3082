//! The open-loop load generator: requests are due at fixed times whatever the answers take, and a late answer counts from
//! when it was due. So waiting that a busy server imposes is seen, which a generator that waits for answers hides.

use crate::load::Target;
use crate::subject::Subject;
use anyhow::{Result, anyhow, ensure};
use serde::Serialize;
use std::time::{Duration, Instant};
use xtask::http::{Connection, request};

/// How long answers may come after the last request was due.
const OVERTIME: Duration = Duration::from_secs(20);

/// Latencies in microseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// Nothing where there are too few answers to tell.
    pub(crate) p999: Option<f64>,
    pub(crate) most: f64,
    pub(crate) answers: usize,
}

/// How to ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Steady<'a> {
    pub(crate) token: &'a str,
    /// Requests a second, over all connections.
    pub(crate) rate: f64,
    pub(crate) connections: u32,
    pub(crate) length: Duration,
}

impl Latency {
    /// Of latencies, of which there must be one at least.
    pub(crate) fn of(mut latencies: Vec<Duration>) -> Result<Self> {
        latencies.sort_unstable();
        ensure!(!latencies.is_empty(), "nothing was read");
        let at = |permille: usize| latencies[(latencies.len() - 1) * permille / 1000].as_secs_f64() * 1e6;
        let p999 = (latencies.len() >= 1000).then(|| at(999));
        Ok(Self { p50: at(500), p99: at(990), p999, most: at(1000), answers: latencies.len() })
    }
}

impl Steady<'_> {
    /// Asks, and gives how long each answer took.
    pub(crate) fn run(&self, subject: &Subject, target: &Target) -> Result<Vec<Duration>> {
        wake_exactly();
        // A connection with less than a request in its time would measure nothing.
        let requests = self.rate * self.length.as_secs_f64();
        let connections = (1..=self.connections).take_while(|one| f64::from(*one) <= requests).last().unwrap_or(1);
        let pause = Duration::from_secs_f64(f64::from(connections) / self.rate);
        let connected: Result<Vec<_>> = (0..connections).map(|_| Connection::open(subject.address)).collect();
        let name = subject.name;
        let begin = Instant::now() + Duration::from_millis(10);
        std::thread::scope(|scope| {
            let threads: Vec<_> = connected?
                .into_iter()
                .zip(0..)
                .map(|(connection, index)| {
                    let first = begin + pause * index / connections;
                    scope.spawn(move || self.ask(connection, name, target, first, pause, index as usize * 97))
                })
                .collect();
            let mut latencies = Vec::new();
            for thread in threads {
                latencies.extend(thread.join().map_err(|_| anyhow!("a thread of the load generator panicked"))??);
            }
            Ok(latencies)
        })
    }

    fn ask(
        &self,
        mut connection: Connection,
        name: &str,
        target: &Target,
        first: Instant,
        pause: Duration,
        offset: usize,
    ) -> Result<Vec<Duration>> {
        let requests: Vec<_> = target.paths.iter().map(|path| request(path, Some(self.token), target.head())).collect();
        let mut body = Vec::new();
        let mut latencies = Vec::new();
        let mut due = first;
        while due < first + self.length {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let index = (offset + latencies.len()) % requests.len();
            let status = connection.ask(&requests[index], &mut body)?;
            let (path, length) = (&target.paths[index], body.len());
            ensure!(
                status == 200 && length as u64 == target.lengths[index],
                "{name}: {path}: {status}, {length} bytes"
            );
            latencies.push(due.elapsed());
            ensure!(first.elapsed() < self.length + OVERTIME, "{name} falls behind at half of its own rate");
            due += pause;
        }
        Ok(latencies)
    }
}

/// Lets threads that this one starts sleep to the microsecond instead of fifty more. Where the system does not let us,
/// all latencies are a little longer.
fn wake_exactly() {
    let _ = std::fs::write("/proc/self/timerslack_ns", "1");
}
