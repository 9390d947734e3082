//! Why something cannot be done to the simulator.

use numberline_domain::{Guid, PhoneNumber};

/// Why a customer or a number cannot be as it is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// There is no such account.
    #[error("there is no account `{0}`")]
    UnknownAccount(String),
    /// There is one already.
    #[error("there is an account `{0}` already")]
    AccountExists(String),
    /// An account cannot be named so.
    #[error("`{0}` cannot be the name of an account: up to 100 letters, digits, `_` and `-`")]
    NoName(String),
    /// There is no such number.
    #[error("there is no number {0}")]
    UnknownNumber(PhoneNumber),
    /// There is one already.
    #[error("there is a number {0} already")]
    NumberExists(PhoneNumber),
    /// The customer never gave one.
    #[error("there is no consent of {0}")]
    NoConsent(Guid),
}
