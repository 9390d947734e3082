//! A reader that asks at a fixed rate, whatever the answers take: a late answer counts from when it was due.

use anyhow::{Result, anyhow, ensure};
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use xtask::http::Connection;
use xtask::server::Server;

/// Pages a second: far below what the server can do, so that waiting comes from the import alone.
pub(crate) const RATE: u32 = 200;
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A reader at work on its own thread.
pub(crate) struct Reader {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Result<Vec<Reading>>>,
}

/// One page read.
#[derive(Clone, Copy)]
struct Reading {
    due: Instant,
    latency: Duration,
}

/// Every page that a reader read.
pub(crate) struct Readings(Vec<Reading>);

/// Latencies in milliseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) most: f64,
    pages: usize,
}

impl Reader {
    /// Begins to read the first page of a tenant.
    pub(crate) fn start(server: &Server, tenant: &str, token: &str) -> Result<Self> {
        let mut connection = server.connect()?;
        let path = format!("/api/v3/oc/numbers?msTenantId={tenant}&pageSize=200");
        let token = token.to_owned();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || read_until(&stopped, &mut connection, &path, &token));
        Ok(Self { stop, thread })
    }

    /// Stops and tells.
    pub(crate) fn finish(self) -> Result<Readings> {
        self.stop.store(true, Ordering::Relaxed);
        Ok(Readings(self.thread.join().map_err(|_| anyhow!("the reader panicked"))??))
    }
}

impl Readings {
    /// How long all of them took.
    pub(crate) fn latency(&self) -> Result<Latency> {
        Latency::of(self.0.iter().map(|reading| reading.latency))
    }

    /// How long those took that were due since an instant.
    pub(crate) fn latency_since(&self, instant: Instant) -> Result<Latency> {
        Latency::of(self.0.iter().filter(|reading| reading.due >= instant).map(|reading| reading.latency))
    }
}

impl Latency {
    fn of(latencies: impl Iterator<Item = Duration>) -> Result<Self> {
        let mut latencies: Vec<_> = latencies.collect();
        latencies.sort_unstable();
        ensure!(!latencies.is_empty(), "nothing was read");
        let at = |percent: usize| latencies[(latencies.len() - 1) * percent / 100].as_secs_f64() * 1e3;
        Ok(Self { p50: at(50), p99: at(99), most: at(100), pages: latencies.len() })
    }
}

fn read_until(stop: &AtomicBool, connection: &mut Connection, path: &str, token: &str) -> Result<Vec<Reading>> {
    let mut readings = Vec::new();
    let mut due = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let answer = connection.get(path, Some(token))?;
        ensure!(answer.status == 200, "the reader got {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        readings.push(Reading { due, latency: due.elapsed() });
        due += Duration::from_secs(1) / RATE;
    }
    Ok(readings)
}

/// Waits until the server counts this many numbers over all tenants.
pub(crate) fn wait_for_total(server: &Server, token: &str, total: u64) -> Result<()> {
    let started = Instant::now();
    let mut connection = server.connect()?;
    let expected = format!("\"totalRecords\":{total},");
    loop {
        let answer = connection.get("/api/v3/oc/numbers?pageSize=1", Some(token))?;
        if String::from_utf8_lossy(&answer.body).contains(&expected) {
            return Ok(());
        }
        ensure!(started.elapsed() < LONGEST_WAIT, "the server does not show all numbers after {LONGEST_WAIT:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
