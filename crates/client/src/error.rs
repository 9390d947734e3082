//! What can go wrong between the question and the answer.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// There is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The base URL or the token cannot stand in a request.
    #[error("{0}")]
    Configuration(String),
    /// The server was not reached, or the connection broke.
    #[error("the server cannot be reached")]
    Connection(#[source] reqwest::Error),
    /// The server refused, and said why.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// Whatever answered does not speak this API: a proxy, another program, another version.
    #[error("HTTP {status} with an answer that is not this API's: {reason}")]
    Foreign {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the answer.
        reason: String,
    },
}

/// An RFC 9457 problem, with the members that every error of the API has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A URI that names the kind of problem.
    pub r#type: String,
    /// The kind of problem in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What was wrong with this request, and what to do.
    pub detail: String,
    /// The path asked for.
    pub instance: String,
    /// What finds this error in the server's log.
    pub error_ticket: String,
    /// A stable word for programs to decide by.
    pub error_code: String,
    /// The W3C trace id of the request.
    pub trace_id: String,
    /// Every fault of the request, by parameter.
    #[serde(default)]
    pub errors: BTreeMap<String, Vec<String>>,
    /// When to ask again, where the server said so.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {} (ticket {})", self.status, self.error_code, self.detail, self.error_ticket)
    }
}
