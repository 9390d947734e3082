//! What an operator may set about the API.

use crate::rates::Rate;
use numberline_service::{order, removal};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How the API is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What stands before `/api` in every path.
    pub base_path: BasePath,
    /// Whether every request writes a log line, not only the failed ones.
    pub access_log: bool,
    /// The largest `pageSize` that is accepted.
    pub max_page_size: u64,
    /// Numbers that an upload, a release or an unassignment may come to.
    pub max_order_numbers: usize,
    /// Numbers that a call about removals may name.
    pub max_removal_numbers: usize,
    /// The largest body of a request, in bytes.
    pub max_body: u64,
    /// How long the body of a request may take to arrive.
    pub body_time: Duration,
    /// How often a token may order releases; `None` for as often as it wants.
    pub release_rate: Option<Rate>,
    /// How often a token may approve removals; `None` for as often as it wants.
    pub removal_rate: Option<Rate>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_path: BasePath::default(),
            access_log: false,
            max_page_size: 10_000,
            max_order_numbers: order::MOST_NUMBERS,
            max_removal_numbers: removal::MOST_NUMBERS,
            max_body: 1024 * 1024,
            body_time: Duration::from_secs(30),
            release_rate: Some(Rate { requests: 10, window: Duration::from_secs(10) }),
            removal_rate: Some(Rate { requests: 300, window: Duration::from_secs(60) }),
        }
    }
}

/// A path prefix: empty, or segments each after a slash.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BasePath(String);

/// The text is not a path prefix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a base path: write it such as `/tenantui`, of letters, digits, `-`, `.`, `_` and `~`")]
pub struct InvalidBasePath(String);

impl BasePath {
    /// The prefix.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for BasePath {
    type Err = InvalidBasePath;

    fn from_str(text: &str) -> Result<Self, InvalidBasePath> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let sound = |segment: &str| {
            !matches!(segment, "" | "." | "..")
                && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
        };
        let well_formed = path.is_empty() || path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(sound));
        if well_formed { Ok(Self(path.to_owned())) } else { Err(InvalidBasePath(text.to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_is_empty_or_starts_with_a_slash() {
        for (text, expected) in [("", ""), ("/", ""), ("/tenantui", "/tenantui"), ("/a/b-1/", "/a/b-1")] {
            assert_eq!(text.parse::<BasePath>().unwrap().as_str(), expected, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["tenantui", "//", "/a//b", "/{a}", "/a b", "/..", "/a?b"] {
            assert!(text.parse::<BasePath>().is_err(), "{text}");
        }
    }
}
