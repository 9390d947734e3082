//! Who may ask, and for what.

use crate::{Scope, Ticks};
use sha2::{Digest, Sha256};
use std::fmt;

/// What a token's bearer may do. Each role may do all that the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Read numbers.
    Reader,
    /// Change numbers.
    Operator,
    /// Change tokens and settings.
    Admin,
}

impl Role {
    /// Every role, weakest first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Operator, Self::Admin];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// The id of a token: not secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenId(pub i64);

impl fmt::Display for TokenId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The SHA-256 of a token's text: what is stored and compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// The hash of a token as its bearer presents it. The text has 256 random bits, so a plain hash is enough.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenHash(…)")
    }
}

/// A token's text, shown once to the one who makes it and never stored.
pub struct TokenSecret(String);

impl TokenSecret {
    /// The text for these random bits.
    #[must_use]
    pub fn from_random(bits: [u8; 32]) -> Self {
        use fmt::Write as _;
        let mut text = String::from("nl_");
        for byte in bits {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        }
        Self(text)
    }

    /// The text to hand out.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Its hash.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenSecret(…)")
    }
}

/// A token as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// The hash of its text.
    pub hash: TokenHash,
    /// What its bearer may do.
    pub role: Role,
    /// Which tenants and channels its bearer sees.
    pub scope: Scope,
    /// What its maker calls it.
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Ticks,
    /// When it ends; `None` for never.
    pub expires_at: Option<Ticks>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Ticks>,
    /// When it was last used, to the minute; `None` for never.
    pub last_used_at: Option<Ticks>,
}
