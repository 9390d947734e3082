//! Readers: clients of the balancer, one page after another, each on a kept connection.

use super::report::Report;
use anyhow::{Result, anyhow, ensure};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use xtask::http::{Answer, Connection};

const READERS: u64 = 4;
/// Between two requests of a reader: a steady load, not all that the machine can do.
const PAUSE: Duration = Duration::from_millis(4);
/// How long reading may stand still, for any reader, before it counts as stopped.
const LONGEST_GAP: Duration = Duration::from_secs(3);

/// Readers at work.
pub(super) struct Readers {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Tally>>,
}

/// What readers met.
#[derive(Debug, Default)]
pub(super) struct Tally {
    good: u64,
    stale: u64,
    longest_gap: Duration,
    failures: Vec<Failure>,
}

/// A read that failed.
#[derive(Debug)]
struct Failure {
    began: Instant,
    ended: Instant,
    what: String,
}

impl Readers {
    pub(super) fn start(balancer: SocketAddr, token: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let start = |number| {
            let (stop, token) = (Arc::clone(&stop), token.to_owned());
            std::thread::spawn(move || read(balancer, &token, number, &stop))
        };
        let threads = (0..READERS).map(start).collect();
        Self { stop, threads }
    }

    /// Ends the readers and says what they met all together.
    pub(super) fn stop(self) -> Result<Tally> {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Tally::default();
        for thread in self.threads {
            all.add(thread.join().map_err(|_| anyhow!("a reader panicked"))?);
        }
        Ok(all)
    }
}

impl Tally {
    /// Reports it: no read may have failed, apart from those under way at the moment of a kill, if there was one.
    pub(super) fn report(&self, killed: Option<Instant>, report: &mut Report) {
        let in_flight = |failure: &&Failure| killed.is_some_and(|at| failure.began <= at && failure.ended >= at);
        let excused = self.failures.iter().filter(in_flight).count();
        let failed = self.failures.len() - excused;
        let text = format!(
            "{} good reads, {} of them stale, {failed} failed, {excused} cut off by the kill, longest gap {:.2} s",
            self.good,
            self.stale,
            self.longest_gap.as_secs_f64()
        );
        report.must(self.good > 0 && failed == 0 && self.longest_gap < LONGEST_GAP, text);
        for failure in self.failures.iter().take(5) {
            let after = (failure.ended - failure.began).as_secs_f64();
            report.observed(format_args!("a read failed after {after:.3} s: {}", failure.what));
        }
    }

    fn add(&mut self, other: Self) {
        self.good += other.good;
        self.stale += other.stale;
        self.longest_gap = self.longest_gap.max(other.longest_gap);
        self.failures.extend(other.failures);
    }
}

fn read(balancer: SocketAddr, token: &str, number: u64, stop: &AtomicBool) -> Tally {
    let mut tally = Tally::default();
    let mut connection = None;
    let mut last_good = Instant::now();
    let mut page = number;
    while !stop.load(Ordering::Relaxed) {
        page += 1;
        let path = format!("/api/v3/oc/numbers?pageSize=50&pageNumber={}", page % 40 + 1);
        let began = Instant::now();
        let read = ask(&mut connection, balancer, &path, token);
        let ended = Instant::now();
        // The time up to a failure is part of the gap too.
        match read {
            Ok(answer) => {
                tally.good += 1;
                tally.stale += u64::from(answer.stale);
                tally.longest_gap = tally.longest_gap.max(ended - last_good);
                last_good = ended;
            }
            Err(error) => {
                connection = None;
                tally.failures.push(Failure { began, ended, what: format!("{error:#}") });
            }
        }
        std::thread::sleep(PAUSE);
    }
    tally.longest_gap = tally.longest_gap.max(last_good.elapsed());
    tally
}

fn ask(connection: &mut Option<Connection>, balancer: SocketAddr, path: &str, token: &str) -> Result<Answer> {
    let connection = match connection {
        Some(connection) => connection,
        none => none.insert(Connection::open(balancer)?),
    };
    let answer = connection.get(path, Some(token))?;
    let said = || String::from_utf8_lossy(&answer.body).chars().take(200).collect::<String>();
    ensure!(answer.status == 200, "{path} answers {}: {}", answer.status, said());
    Ok(answer)
}
