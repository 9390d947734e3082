//! The HTTP API.

mod channel;
mod history;
mod number;
mod scope;
mod token;
mod v2;
