//! The HTTP API.

mod number;
mod scope;
mod token;
