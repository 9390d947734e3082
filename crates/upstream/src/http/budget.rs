//! The budget for trying again: a tenth of the first tries, so that a system that is down is not asked much more often
//! than one that is up.

/// First tries that pay for one more.
const FIRST_TRIES: u32 = 10;
/// More tries than this are not saved up.
const MOST: u32 = 10;
/// What there is at the start, so that a lonely first call can be repeated.
const START: u32 = 2;

/// Tries that may still be repeated, in tenths.
#[derive(Debug)]
pub(super) struct Budget {
    tenths: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { tenths: START * FIRST_TRIES }
    }
}

impl Budget {
    /// A first try.
    pub(super) fn earn(&mut self) {
        self.tenths = (self.tenths + 1).min(MOST * FIRST_TRIES);
    }

    /// Whether a try may be repeated; then it is paid for.
    pub(super) fn spend(&mut self) -> bool {
        let left = self.tenths.checked_sub(FIRST_TRIES);
        self.tenths = left.unwrap_or(self.tenths);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_failing_calls_are_repeated_a_hundred_times() {
        let mut budget = Budget::default();
        let mut repeated = 0;
        for _ in 0..1000 {
            budget.earn();
            while budget.spend() {
                repeated += 1;
            }
        }
        assert_eq!(repeated, 100 + START);
    }
}
