//! The circuit breaker of a host: when it fails steadily it is left alone, and tried with one call now and then.

use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// Outcomes that are looked at, and for how long.
const WINDOW: usize = 20;
const MEMORY: Duration = Duration::from_secs(30);
/// Fewer outcomes prove nothing, unless nothing went well for the time below.
const ENOUGH: usize = 5;
const STEADY: Duration = Duration::from_secs(15);
/// How long it stays open at first, and at most; it doubles with each probe that fails.
const FIRST_REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_secs(60);
/// A probe that never reported is given up.
const PROBE_LOST: Duration = Duration::from_secs(120);

/// Whether a host is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circuit {
    /// Yes.
    Closed,
    /// One call is under way to see whether it answers again.
    HalfOpen,
    /// No: it failed steadily.
    Open,
}

#[derive(Debug)]
pub(super) struct Breaker {
    state: State,
    /// When calls began, and whether they went well; the newest last.
    outcomes: VecDeque<(Instant, bool)>,
    rest: Duration,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Closed,
    Open { until: Instant },
    HalfOpen { since: Instant },
}

/// The right to make a call; its outcome is reported with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Permit {
    begun: Instant,
    is_probe: bool,
}

impl Default for Breaker {
    fn default() -> Self {
        Self { state: State::Closed, outcomes: VecDeque::with_capacity(WINDOW), rest: FIRST_REST }
    }
}

impl Breaker {
    pub(super) fn circuit(&self, now: Instant) -> Circuit {
        match self.state {
            State::Closed => Circuit::Closed,
            State::HalfOpen { .. } => Circuit::HalfOpen,
            State::Open { until } if until <= now => Circuit::HalfOpen,
            State::Open { .. } => Circuit::Open,
        }
    }

    /// How long the host is still left alone.
    pub(super) fn rests(&self, now: Instant) -> Option<Duration> {
        match self.state {
            State::Closed => None,
            State::Open { until } => until.checked_duration_since(now).filter(|rest| !rest.is_zero()),
            State::HalfOpen { since } if now.duration_since(since) > PROBE_LOST => None,
            State::HalfOpen { .. } => Some(FIRST_REST),
        }
    }

    /// The right to make a call now; an error says how long to wait.
    pub(super) fn admit(&mut self, now: Instant) -> Result<Permit, Duration> {
        if let Some(rest) = self.rests(now) {
            return Err(rest);
        }
        let is_probe = !matches!(self.state, State::Closed);
        if is_probe {
            self.state = State::HalfOpen { since: now };
        }
        Ok(Permit { begun: now, is_probe })
    }

    /// Takes the outcome of a call; says whether that opened (`Some(true)`) or closed (`Some(false)`) the circuit.
    pub(super) fn note(&mut self, permit: Permit, now: Instant, went_well: bool) -> Option<bool> {
        match self.state {
            // A call from before says nothing new.
            State::Open { .. } => None,
            State::HalfOpen { .. } if !permit.is_probe => None,
            State::HalfOpen { .. } if went_well => {
                *self = Self::default();
                Some(false)
            }
            State::HalfOpen { .. } => {
                self.rest = (self.rest * 2).min(LONGEST_REST);
                self.state = State::Open { until: now + self.rest };
                None
            }
            State::Closed => {
                self.remember(permit.begun, now, went_well);
                let fails = self.fails_steadily(now);
                if fails {
                    self.state = State::Open { until: now + self.rest };
                    self.outcomes.clear();
                }
                fails.then_some(true)
            }
        }
    }

    fn remember(&mut self, begun: Instant, now: Instant, went_well: bool) {
        // A call that hung for longer than the memory counts by its end.
        let begun = if now.duration_since(begun) > MEMORY { now } else { begun };
        self.outcomes.push_back((begun, went_well));
        while self.outcomes.len() > WINDOW
            || self.outcomes.front().is_some_and(|(begun, _)| now.duration_since(*begun) > MEMORY)
        {
            self.outcomes.pop_front();
        }
    }

    fn fails_steadily(&self, now: Instant) -> bool {
        let failed = self.outcomes.iter().filter(|(_, went_well)| !went_well).count();
        let many = failed >= ENOUGH && failed * 2 >= self.outcomes.len();
        let first = self.outcomes.iter().map(|(begun, _)| *begun).min();
        let long = first.is_some_and(|first| now.duration_since(first) >= STEADY);
        many || (failed >= 2 && failed == self.outcomes.len() && long)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Calls one after another, each of this length, until the circuit opens; gives the time that took.
    fn opens_after(length: Duration, fails: impl Fn(usize) -> bool) -> Option<Duration> {
        let (start, mut breaker) = (Instant::now(), Breaker::default());
        let mut now = start;
        for count in 0..1000 {
            let permit = breaker.admit(now).unwrap();
            now += length;
            if breaker.note(permit, now, !fails(count)) == Some(true) {
                return Some(now - start);
            }
        }
        None
    }

    #[test]
    fn steady_failure_opens_within_half_a_minute() {
        for milliseconds in [1, 100, 1000, 5000, 15_000] {
            let after = opens_after(Duration::from_millis(milliseconds), |_| true).unwrap();
            assert!(after <= SECOND * 30, "{milliseconds} ms: {after:?}");
        }
        assert!(opens_after(SECOND, |count| count % 5 < 3).unwrap() <= SECOND * 30);
    }

    #[test]
    fn a_few_failures_among_many_successes_open_nothing() {
        assert_eq!(opens_after(Duration::from_millis(500), |count| count % 3 == 0), None);
    }

    #[test]
    fn an_open_circuit_lets_one_probe_through_and_closes_when_that_goes_well() {
        let (mut now, mut breaker) = (Instant::now(), Breaker::default());
        let late = breaker.admit(now).unwrap();
        for _ in 0..ENOUGH {
            let permit = breaker.admit(now).unwrap();
            breaker.note(permit, now, false);
        }
        assert_eq!(breaker.circuit(now), Circuit::Open);
        assert_eq!(breaker.admit(now), Err(FIRST_REST));
        assert_eq!(breaker.note(late, now, true), None);
        now += FIRST_REST;
        let probe = breaker.admit(now).unwrap();
        assert!(breaker.admit(now).is_err());
        breaker.note(probe, now, false);
        assert_eq!(breaker.admit(now), Err(FIRST_REST * 2));
        now += FIRST_REST * 2;
        let probe = breaker.admit(now).unwrap();
        assert_eq!(breaker.note(probe, now, true), Some(false));
        assert_eq!(breaker.circuit(now), Circuit::Closed);
    }

    #[test]
    fn a_probe_that_never_reports_does_not_block_for_ever() {
        let (mut now, mut breaker) = (Instant::now(), Breaker::default());
        for _ in 0..ENOUGH {
            let permit = breaker.admit(now).unwrap();
            breaker.note(permit, now, false);
        }
        now += FIRST_REST;
        breaker.admit(now).unwrap();
        now += PROBE_LOST + SECOND;
        assert!(breaker.admit(now).is_ok());
    }
}
