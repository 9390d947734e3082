//! Calls over HTTP that end: deadlines, limits, retries within a budget, circuit breakers, rates, tokens.

mod backoff;
mod breaker;
mod budget;
mod call;
mod client;
mod exchange;
mod host;
mod nesting;
mod pace;
mod refusal;
mod retry_after;
mod token;

pub use breaker::Circuit;
pub use host::HostReport;

pub(crate) use call::{Answer, Call};
pub(crate) use client::Client;
pub(crate) use exchange::Limits;
pub(crate) use host::Host;
pub(crate) use token::{TokenKey, Tokens};
