//! How long a job waits after a failure: about twice as long each time, never all at the same moment.

use numberline_domain::Ticks;
use numberline_upstream::Failure;
use std::time::Duration;

/// No pause is longer, whatever the other side asks for.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// When to go on after so many failures in a row.
pub(super) fn after(now: Ticks, first: Duration, attempts: u32, failure: Option<&Failure>) -> Ticks {
    let doubled = first.saturating_mul(1 << attempts.saturating_sub(1).min(16)).min(LONGEST);
    let asked = failure.and_then(Failure::wait).unwrap_or_default().min(LONGEST);
    later(now, jittered(doubled).max(asked))
}

/// An instant so much later.
pub(super) fn later(now: Ticks, by: Duration) -> Ticks {
    now.saturating_add(i64::try_from(by.as_nanos() / 100).unwrap_or(i64::MAX))
}

/// Between half of it and all of it. Without random bits, all.
fn jittered(pause: Duration) -> Duration {
    let bits = getrandom::u32().unwrap_or(u32::MAX);
    pause / 2 + pause.mul_f64(f64::from(bits) / f64::from(u32::MAX) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit_and_heed_what_was_asked() {
        let now = Ticks::from_unix_nanoseconds(0);
        let pause = |attempts, failure: Option<&Failure>| {
            let ticks = after(now, Duration::from_secs(2), attempts, failure).as_i64() - now.as_i64();
            Duration::from_nanos(ticks.unsigned_abs() * 100)
        };
        assert!((Duration::from_secs(1)..=Duration::from_secs(2)).contains(&pause(1, None)));
        assert!((Duration::from_secs(8)..=Duration::from_secs(16)).contains(&pause(4, None)));
        assert!(pause(u32::MAX, None) <= LONGEST);
        assert_eq!(pause(1, Some(&Failure::Throttled { wait: Duration::from_secs(90) })), Duration::from_secs(90));
        assert_eq!(pause(1, Some(&Failure::Throttled { wait: Duration::from_secs(90_000) })), LONGEST);
    }
}
