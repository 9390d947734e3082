//! Accounts: what the gateway calls a customer.

use crate::{OrderId, Provisioning};
use numberline_domain::Guid;
use std::fmt;

/// The name of an account: 1 to 100 letters, digits, `_` and `-`; its case matters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountName(Box<str>);

/// The text cannot name an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an account's name: 1 to 100 letters, digits, `_` and `-`")]
pub struct InvalidAccountName;

impl AccountName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`InvalidAccountName`] for anything that `^([A-Za-z0-9_-]+)$` does not match, or that is too long.
    pub fn parse(text: &str) -> Result<Self, InvalidAccountName> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if (1..=100).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidAccountName)
        }
    }

    /// Its text, which stands in a URL as it is.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: AccountName,
    /// The customer's directory; `None` when it has none, or one that is no GUID: its numbers cannot be ours.
    pub tenant: Option<Guid>,
    /// The operator's own reference.
    pub correlation_id: Option<String>,
    /// Whether Operator Connect is switched on and passed through to Teams.
    pub operator_connect: bool,
    /// Numbers with Operator Connect, when told.
    pub number_count: Option<i64>,
    /// How far its last write has got.
    pub state: Provisioning,
}

/// An order for an account of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountOrder {
    /// What makes it repeatable.
    pub order: OrderId,
    /// The account's name.
    pub name: AccountName,
    /// The customer's directory.
    pub tenant: Guid,
    /// The operator's own reference.
    pub correlation_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_letters_digits_and_two_marks() {
        assert_eq!(AccountName::parse("Harbour_ltd-2").unwrap().as_str(), "Harbour_ltd-2");
        for text in ["", "a b", "a/b", "é", "..", "a%2Fb", &"a".repeat(101)] {
            assert_eq!(AccountName::parse(text), Err(InvalidAccountName), "{text}");
        }
    }
}
