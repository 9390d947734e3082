//! A host that is asked: its circuit, its rate, its requests to wait, its budget, its counts.

use super::breaker::{Breaker, Circuit, Permit};
use super::budget::Budget;
use super::call::Lane;
use super::pace::Pace;
use crate::Failure;
use parking_lot::Mutex;
use reqwest::Url;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::time::Duration;
use tokio::time::Instant;

/// Requests to wait that are remembered before those that are over are dropped.
const MANY_LANES: usize = 1024;

/// How a host does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostReport {
    /// What it is to us: `gateway`, `graph`, `login`.
    pub name: &'static str,
    /// Its address.
    pub address: String,
    /// Whether it is asked.
    pub circuit: Circuit,
    /// Calls made so far, repeated ones included.
    pub calls: u64,
    /// Calls among them that repeated another.
    pub repeated: u64,
    /// Calls that failed for the host's or the network's reasons.
    pub failed: u64,
    /// Calls that it asked to wait with.
    pub throttled: u64,
}

#[derive(Debug)]
pub(crate) struct Host {
    name: &'static str,
    address: String,
    /// The wait after a request to wait that does not say how long.
    untold_wait: Option<Duration>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    breaker: Breaker,
    pace: Option<Pace>,
    budget: Budget,
    waits: HashMap<Lane, Instant>,
    calls: u64,
    repeated: u64,
    failed: u64,
    throttled: u64,
}

impl Host {
    pub(crate) fn new(name: &'static str, url: &Url, rate: Option<NonZeroU32>, untold_wait: Option<Duration>) -> Self {
        let state = State { pace: rate.map(Pace::new), ..State::default() };
        Self { name, address: url.origin().ascii_serialization(), untold_wait, state: Mutex::new(state) }
    }

    /// Waits until a call may be made.
    ///
    /// # Errors
    /// [`Failure::Throttled`] or [`Failure::Unavailable`] at once, when that would be later than `latest`.
    pub(super) async fn turn(&self, lane: Lane, latest: Instant) -> Result<Permit, Failure> {
        let now = Instant::now();
        // Who has no patience may still go at once.
        let latest = latest.max(now);
        let mut turn = self.take_turn(lane, now, latest)?;
        loop {
            tokio::time::sleep_until(turn).await;
            let now = Instant::now();
            let mut state = self.state.lock();
            // Somebody else may have been asked to wait meanwhile.
            let Some(until) = state.waits.get(&lane).copied().filter(|until| *until > now) else {
                let permit = state.breaker.admit(now).map_err(|rest| self.rests(rest))?;
                state.calls += 1;
                return Ok(permit);
            };
            if until > latest {
                return Err(Failure::Throttled { wait: until - now });
            }
            turn = until;
        }
    }

    fn take_turn(&self, lane: Lane, now: Instant, latest: Instant) -> Result<Instant, Failure> {
        let mut state = self.state.lock();
        if let Some(rest) = state.breaker.rests(now) {
            return Err(self.rests(rest));
        }
        let earliest = state.waits.get(&lane).copied().unwrap_or(now).max(now);
        let turn = match &mut state.pace {
            _ if earliest > latest => Err(earliest),
            Some(pace) => pace.take(earliest, latest),
            None => Ok(earliest),
        };
        turn.map_err(|turn| Failure::Throttled { wait: turn - now })
    }

    fn rests(&self, rest: Duration) -> Failure {
        let reason = format!("{} failed steadily and is left alone for a while", self.address);
        Failure::Unavailable { wait: Some(rest), reason }
    }

    /// Takes the outcome of a call.
    pub(super) fn note<T>(&self, permit: Permit, lane: Lane, outcome: &Result<T, Failure>) {
        let now = Instant::now();
        let mut state = self.state.lock();
        let went_well = match outcome {
            Ok(_) | Err(Failure::Refused(_) | Failure::Unauthorised(_) | Failure::Forbidden(_)) => true,
            Err(Failure::Throttled { wait }) => {
                state.throttled += 1;
                state.wait(lane, now, now + *wait);
                true
            }
            Err(
                Failure::Unavailable { .. }
                | Failure::OutcomeUnknown(_)
                | Failure::Failed { .. }
                | Failure::Malformed { .. },
            ) => false,
        };
        state.failed += u64::from(!went_well);
        let turned = state.breaker.note(permit, now, went_well);
        drop(state);
        match (turned, outcome) {
            (Some(true), Err(failure)) => {
                tracing::warn!(host = self.name, %failure, "fails steadily, and is left alone for a while");
            }
            (Some(_), _) => tracing::info!(host = self.name, "answers again"),
            (None, _) => {}
        }
    }

    /// A first try.
    pub(super) fn earn(&self) {
        self.state.lock().budget.earn();
    }

    /// Whether a try may be repeated.
    pub(super) fn spend(&self) -> bool {
        let mut state = self.state.lock();
        let may = state.budget.spend();
        state.repeated += u64::from(may);
        may
    }

    /// The wait after a request to wait that says this.
    pub(super) fn wait(&self, told: Option<Duration>, otherwise: Duration) -> Duration {
        told.or(self.untold_wait).unwrap_or(otherwise)
    }

    pub(crate) fn report(&self) -> HostReport {
        let state = self.state.lock();
        HostReport {
            name: self.name,
            address: self.address.clone(),
            circuit: state.breaker.circuit(Instant::now()),
            calls: state.calls,
            repeated: state.repeated,
            failed: state.failed,
            throttled: state.throttled,
        }
    }
}

impl State {
    fn wait(&mut self, lane: Lane, now: Instant, until: Instant) {
        if self.waits.len() >= MANY_LANES {
            self.waits.retain(|_, until| *until > now);
        }
        let waits = self.waits.entry(lane).or_insert(until);
        *waits = (*waits).max(until);
    }
}
