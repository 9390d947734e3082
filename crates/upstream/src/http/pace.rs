//! The rate of calls to a host, kept so that no minute has more than agreed, and shared in the order of arrival.

use std::num::NonZeroU32;
use std::time::Duration;
use tokio::time::Instant;

/// When the next call may be made.
///
/// A tenth of a minute's calls may come at once after a rest; the others are spread, at nine tenths of the rate. Any
/// minute then has at most the rate, and nobody waits for a whole window to pass.
#[derive(Debug)]
pub(super) struct Pace {
    interval: Duration,
    credit: Duration,
    /// When the next call would be due if all calls were spread evenly.
    next: Option<Instant>,
}

impl Pace {
    /// So many calls in any minute.
    pub(super) fn new(per_minute: NonZeroU32) -> Self {
        let per_minute = per_minute.get();
        let burst = (per_minute / 10).max(1);
        let spread = per_minute.saturating_sub(burst).max(1);
        let interval = Duration::from_secs(60) / spread;
        Self { interval, credit: interval * (burst - 1), next: None }
    }

    /// Takes a turn, not before `earliest`, and says when it is; an error says when it would be, past `latest`.
    ///
    /// Turns go to those who ask, in order: a caller that has one call under way at a time gets one turn in each round.
    pub(super) fn take(&mut self, earliest: Instant, latest: Instant) -> Result<Instant, Instant> {
        let due = self.next.unwrap_or(earliest).max(earliest);
        let turn = due.checked_sub(self.credit).unwrap_or(earliest).max(earliest);
        if turn > latest {
            return Err(turn);
        }
        self.next = Some(due + self.interval);
        Ok(turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The turns of callers who always want the next at once.
    fn turns(per_minute: u32, count: usize) -> Vec<Duration> {
        let start = Instant::now();
        let mut pace = Pace::new(NonZeroU32::new(per_minute).unwrap());
        let far = start + Duration::from_secs(100_000);
        (0..count).map(|_| pace.take(start, far).unwrap() - start).collect()
    }

    #[test]
    fn no_minute_has_more_than_the_rate() {
        for rate in [1, 2, 7, 60, 100, 300] {
            let turns = turns(rate, rate as usize * 5);
            for (position, turn) in turns.iter().enumerate() {
                let until = *turn + Duration::from_secs(60);
                let within = turns[position..].iter().take_while(|turn| **turn < until).count();
                assert!(within <= rate as usize, "{within} of {rate}");
            }
        }
    }

    #[test]
    fn the_rate_is_nearly_used_up() {
        let turns = turns(100, 1000);
        let minutes = turns.last().unwrap().as_secs_f64() / 60.0;
        assert!(minutes < 11.1, "{minutes}");
    }

    #[test]
    fn a_turn_past_the_patience_is_not_taken() {
        let start = Instant::now();
        let mut pace = Pace::new(NonZeroU32::new(60).unwrap());
        let latest = start + Duration::from_secs(5);
        let taken = (0..100).filter(|_| pace.take(start, latest).is_ok()).count();
        assert!(taken < 20, "{taken}");
        assert!(pace.take(start, latest + Duration::from_secs(2)).is_ok());
    }
}
