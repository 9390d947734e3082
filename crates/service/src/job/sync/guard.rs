//! The guard against a mass removal: an upstream that shows an empty list is more likely broken than empty.

/// Up to so many numbers go without being asked about.
const FEW: u64 = 50;
/// Beyond that, one in so many of a tenant's numbers.
const ONE_IN: u64 = 20;

/// Whether the operator must be asked before so many of a tenant's numbers are marked in one pass.
pub(super) const fn must_ask(missing: u64, of: u64) -> bool {
    missing > FEW && missing.saturating_mul(ONE_IN) > of
}

#[cfg(test)]
mod tests {
    use super::must_ask;

    #[test]
    fn more_than_fifty_and_more_than_a_twentieth_are_asked_about() {
        assert!(!must_ask(50, 60));
        assert!(must_ask(51, 1_019));
        assert!(!must_ask(51, 1_020));
        assert!(must_ask(100_000, 100_000));
        assert!(!must_ask(0, 0));
    }
}
