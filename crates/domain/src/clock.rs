//! Where "now" comes from. Everything else takes time as an argument.

use crate::Ticks;
use std::time::{SystemTime, UNIX_EPOCH};

/// The only source of the present instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still: for tests and for data made without one.
    Fixed(Ticks),
}

impl Clock {
    /// The present instant.
    #[must_use]
    pub fn now(self) -> Ticks {
        match self {
            Self::Fixed(instant) => instant,
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
            Self::System => {
                let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Ticks::from_unix_nanoseconds(since_1970.as_nanos().try_into().unwrap_or(i64::MAX))
            }
        }
    }
}
