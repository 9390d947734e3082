//! Tokens that were issued, and who may have one.

use numberline_domain::{Guid, Ticks};
use std::collections::HashMap;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// The gateway.
    Gateway,
    /// Graph, as a customer's directory lets the application see it.
    Graph(Guid),
}

/// Tokens and when they expire.
#[derive(Debug, Default)]
pub(crate) struct Tokens(HashMap<String, (Audience, Ticks)>);

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAccepted {
    /// There is none.
    Missing,
    /// It was not issued here, or is for something else.
    Unknown,
    /// It is too old.
    Expired,
}

impl Tokens {
    /// Notes a token, and forgets those that have expired.
    pub(crate) fn issue(&mut self, token: String, audience: Audience, expires: Ticks, now: Ticks) {
        self.0.retain(|_, (_, expires)| *expires > now);
        self.0.insert(token, (audience, expires));
    }

    /// What a token is for.
    pub(crate) fn accept(&self, bearer: Option<&str>, now: Ticks) -> Result<Audience, NotAccepted> {
        let token = bearer.ok_or(NotAccepted::Missing)?;
        match self.0.get(token) {
            None => Err(NotAccepted::Unknown),
            Some((_, expires)) if *expires <= now => Err(NotAccepted::Expired),
            Some((audience, _)) => Ok(*audience),
        }
    }

    /// No token is valid any more.
    pub(crate) fn revoke_all(&mut self) {
        self.0.clear();
    }
}
