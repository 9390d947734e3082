//! The gateway's limit: so many calls in any minute.

use crate::options::Rate;
use crate::timepiece::ticks;
use numberline_domain::Ticks;
use std::collections::VecDeque;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// The calls of the last minute that were let through. Those that were not do not count.
#[derive(Debug, Default)]
pub(crate) struct Window(VecDeque<Ticks>);

impl Window {
    /// Lets a call through, or says how many seconds it has to wait.
    pub(crate) fn admit(&mut self, rate: Rate, now: Ticks) -> Result<(), i64> {
        let Rate::PerMinute(calls) = rate else {
            self.0.clear();
            return Ok(());
        };
        while self.0.front().is_some_and(|first| first.saturating_add(ticks(MINUTE)) <= now) {
            self.0.pop_front();
        }
        let calls = usize::try_from(calls).unwrap_or(usize::MAX);
        if let Some(last) = self.0.len().checked_sub(calls) {
            let free = self.0[last].saturating_add(ticks(MINUTE));
            return Err((free.as_i64() - now.as_i64() + 9_999_999) / 10_000_000);
        }
        self.0.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_too_many_waits_until_the_first_is_a_minute_old() {
        let start = Ticks::parse("2026-03-02T09:15:00Z").unwrap();
        let at = |seconds| start.saturating_add(ticks(Duration::from_secs(seconds)));
        let mut window = Window::default();
        assert_eq!(window.admit(Rate::PerMinute(2), at(0)), Ok(()));
        assert_eq!(window.admit(Rate::PerMinute(2), at(10)), Ok(()));
        assert_eq!(window.admit(Rate::PerMinute(2), at(20)), Err(40));
        assert_eq!(window.admit(Rate::PerMinute(2), at(60)), Ok(()));
        assert_eq!(window.admit(Rate::PerMinute(2), at(60)), Err(10));
        assert_eq!(window.admit(Rate::Unlimited, at(60)), Ok(()));
    }
}
