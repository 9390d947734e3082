//! Pauses between tries: growing, and anywhere up to their length, so that callers do not come back together.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(20);

/// A pause before the try after this many failed ones.
pub(super) fn pause(failed: u32) -> Duration {
    jittered(ceiling(failed), getrandom::u32().unwrap_or(u32::MAX / 2))
}

fn ceiling(failed: u32) -> Duration {
    FIRST.saturating_mul(1 << failed.saturating_sub(1).min(16)).min(LONGEST)
}

fn jittered(ceiling: Duration, random: u32) -> Duration {
    ceiling.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_begin_at_nothing() {
        assert_eq!(ceiling(1), FIRST);
        assert_eq!(ceiling(3), FIRST * 4);
        assert_eq!(ceiling(1000), LONGEST);
        assert_eq!(jittered(LONGEST, 0), Duration::ZERO);
        assert_eq!(jittered(LONGEST, u32::MAX), LONGEST);
    }
}
