//! The threads that do the jobs. They know nothing of the work: they look for what is due, do a step of it, and wait.

use super::context::Jobs;
use super::{Interrupted, order, sweep, sync};
use crate::Error;
use numberline_store::{task, time};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Threads for each kind of work that many tenants have: one that waits for the upstream holds up no other.
const SIDE_BY_SIDE: usize = 2;
/// Tasks that are looked at in one go.
const LOOK_AT: u32 = 32;

/// Workers that run.
pub struct Workers {
    jobs: Jobs,
    threads: Vec<JoinHandle<()>>,
}

/// Starts the workers. They wait until the inventory is there.
#[must_use]
pub fn start(jobs: &Jobs) -> Workers {
    let work: [(&str, usize, Step); 3] =
        [("orders", SIDE_BY_SIDE, orders), ("sync", SIDE_BY_SIDE, syncs), ("sweeps", 1, sweeps)];
    let mut threads = Vec::new();
    for (name, count, step) in work {
        for _ in 0..count {
            let jobs = jobs.clone();
            let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || run(&jobs, step));
            threads.push(thread.expect("a program that just started can start a thread"));
        }
    }
    Workers { jobs: jobs.clone(), threads }
}

impl Workers {
    /// Stops the workers and waits until their steps under way are done.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.jobs.stop();
        for thread in self.threads.drain(..) {
            // A worker that panicked has said so already.
            let _ = thread.join();
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.end();
    }
}

/// Does a bit of the work there is, and says whether there was any.
type Step = fn(&Jobs, &mut Times) -> Result<bool, Error>;

/// When a worker last did what comes round by the clock of this node.
#[derive(Default)]
struct Times {
    accounts: Option<Instant>,
}

fn run(jobs: &Jobs, step: Step) {
    let mut times = Times::default();
    let mut failed = false;
    while !jobs.is_stopping() {
        let did = if jobs.service.shared.is_ready() {
            catch_unwind(AssertUnwindSafe(|| step(jobs, &mut times)))
                .unwrap_or_else(|_| Err(Error::Refused("a job broke off; it is tried again".to_owned())))
        } else {
            Ok(false)
        };
        // A database that is away is said once, by the follower too.
        if let (Err(error), false) = (&did, failed) {
            tracing::error!(%error, "a job could not be done; it is tried again");
        }
        failed = did.is_err();
        if !did.unwrap_or_default() {
            rest(jobs);
        }
    }
}

/// Waits for the next look, in pieces, so that a stop is noticed.
fn rest(jobs: &Jobs) {
    const PIECE: Duration = Duration::from_millis(50);
    let begun = Instant::now();
    while !jobs.is_stopping() && begun.elapsed() < jobs.settings.poll {
        std::thread::sleep(PIECE.min(jobs.settings.poll));
    }
}

/// Goes a step on with each task that is due; whether there was one.
fn orders(jobs: &Jobs, _: &mut Times) -> Result<bool, Error> {
    let mut did = false;
    for id in jobs.read(|tx| task::due_orders(tx, time::now(tx)?, LOOK_AT))? {
        did |= order::step(jobs, id)?;
        if jobs.is_stopping() {
            break;
        }
    }
    Ok(did)
}

fn sweeps(jobs: &Jobs, _: &mut Times) -> Result<bool, Error> {
    sweep::order_if_due(jobs)?;
    let mut did = false;
    for id in jobs.read(|tx| task::due_sweeps(tx, time::now(tx)?, LOOK_AT))? {
        did |= sweep::step(jobs, id)?;
        if jobs.is_stopping() {
            break;
        }
    }
    Ok(did)
}

/// Makes the pass that is due longest; whether there was one.
fn syncs(jobs: &Jobs, times: &mut Times) -> Result<bool, Error> {
    if jobs.upstream().is_none() {
        return Ok(false);
    }
    if times.accounts.is_none_or(|at| at.elapsed() >= jobs.settings.sync_every) {
        times.accounts = Some(Instant::now());
        match sync::discover_accounts(jobs) {
            Ok(_) | Err(Interrupted::LeaseLost | Interrupted::Stopped) => {}
            Err(Interrupted::Here(error)) => return Err(error),
            Err(Interrupted::Upstream(failure)) => {
                tracing::warn!(%failure, "the accounts cannot be read");
                // Tried again after a while, not at each look.
                let back = jobs.settings.sync_every.saturating_sub(jobs.settings.pause.max(jobs.settings.await_every));
                times.accounts = Instant::now().checked_sub(back);
            }
        }
    }
    for (tenant, depth) in sync::next_due(jobs)? {
        match sync::pass(jobs, tenant, depth) {
            Ok(Some(_)) => return Ok(true),
            // Another worker has it: the next one then. What broke off is kept with the tenant.
            Ok(None) | Err(Interrupted::LeaseLost | Interrupted::Stopped | Interrupted::Upstream(_)) => {}
            Err(Interrupted::Here(error)) => return Err(error),
        }
        if jobs.is_stopping() {
            break;
        }
    }
    Ok(false)
}
