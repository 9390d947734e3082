//! Why there is no answer, by what a job has to decide: wait, read first, or give up.

use std::time::Duration;

/// There is no answer that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Asked too often; nothing was done.
    #[error("asked too often: wait {} s", .wait.as_secs())]
    Throttled {
        /// How long to wait; at most a quarter of an hour.
        wait: Duration,
    },
    /// Not reached, or not tried since it fails steadily; nothing was sent.
    #[error("cannot be reached: {reason}")]
    Unavailable {
        /// How long to wait, when that is known.
        wait: Option<Duration>,
        /// What stood in the way.
        reason: String,
    },
    /// Sent, but no whole answer came: whether it took effect is unknown.
    #[error("no whole answer came: {0}")]
    OutcomeUnknown(Lost),
    /// The other side broke down over it (a status of 5xx): whether it took effect is unknown.
    #[error("the other side failed with {refusal}")]
    Failed {
        /// What it said.
        refusal: Refusal,
        /// How long to wait, when it said so; at most a quarter of an hour.
        wait: Option<Duration>,
    },
    /// An answer came that cannot be understood. It counts as not received.
    #[error("the answer cannot be understood: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// Understood and refused; nothing was done, and the same will be refused again.
    #[error("refused with {0}")]
    Refused(Refusal),
    /// Our credentials are not accepted, also not when fetched anew.
    #[error("our credentials are not accepted: {0}")]
    Unauthorised(Refusal),
    /// Our credentials are accepted, but do not allow this.
    #[error("our credentials do not allow this: {0}")]
    Forbidden(Refusal),
}

/// What the other side said when it refused. The sentence is for logs alone and is not displayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("status {status}{}", .code.as_ref().map(|code| format!(", code {code}")).unwrap_or_default())]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The word for programs, when it is one.
    pub code: Option<String>,
    /// The sentence for people: for logs, never for a customer.
    pub message: Option<String>,
}

/// How an answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// A deadline passed.
    #[error("a deadline passed")]
    TimedOut,
    /// The connection broke.
    #[error("the connection broke")]
    Broken,
    /// We stopped waiting, since the program stops.
    #[error("the program stops")]
    Stopped,
}

impl Failure {
    /// Whether an order that failed so may have taken effect all the same: read before ordering again.
    #[must_use]
    pub const fn may_have_taken_effect(&self) -> bool {
        match self {
            Self::OutcomeUnknown(_) | Self::Failed { .. } | Self::Malformed { .. } => true,
            Self::Throttled { .. }
            | Self::Unavailable { .. }
            | Self::Refused(_)
            | Self::Unauthorised(_)
            | Self::Forbidden(_) => false,
        }
    }

    /// Whether the same may go well later without anybody doing anything.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Throttled { .. }
            | Self::Unavailable { .. }
            | Self::OutcomeUnknown(_)
            | Self::Failed { .. }
            | Self::Malformed { .. } => true,
            Self::Refused(_) | Self::Unauthorised(_) | Self::Forbidden(_) => false,
        }
    }

    /// How long the other side asked us to wait.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Throttled { wait } => Some(*wait),
            Self::Unavailable { wait, .. } | Self::Failed { wait, .. } => *wait,
            Self::OutcomeUnknown(_)
            | Self::Malformed { .. }
            | Self::Refused(_)
            | Self::Unauthorised(_)
            | Self::Forbidden(_) => None,
        }
    }

    /// `aslvCode` of an assignment check that failed so.
    #[must_use]
    pub fn aslv_code(&self) -> i16 {
        match self {
            Self::Throttled { .. } => 429,
            Self::Unavailable { .. } | Self::OutcomeUnknown(Lost::Stopped) => 503,
            Self::OutcomeUnknown(Lost::TimedOut) => 504,
            Self::OutcomeUnknown(Lost::Broken) => 502,
            Self::Malformed { .. } => 500,
            Self::Failed { refusal, .. }
            | Self::Refused(refusal)
            | Self::Unauthorised(refusal)
            | Self::Forbidden(refusal) => i16::try_from(refusal.status).unwrap_or(500),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_displays_its_code_and_never_its_sentence() {
        let refusal =
            Refusal { status: 409, code: Some("NumberInUse".to_owned()), message: Some("held by X".to_owned()) };
        assert_eq!(Failure::Refused(refusal).to_string(), "refused with status 409, code NumberInUse");
    }

    #[test]
    fn a_check_that_timed_out_is_504_and_one_not_understood_500() {
        assert_eq!(Failure::OutcomeUnknown(Lost::TimedOut).aslv_code(), 504);
        assert_eq!(Failure::Malformed { reason: String::new() }.aslv_code(), 500);
    }
}
