//! The product through the doors that its users take: the real binary, its standard streams, HTTP on a socket.
//!
//! The folders mirror what is tested: `api/` the URLs, the rest the commands.

#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

mod api;
mod both;
mod check;
mod client;
mod configuration;
mod copy;
mod export;
mod generate;
mod help;
mod import;
mod numbers;
mod openapi;
mod orders;
mod records;
mod schema;
mod serve;
mod simulate;
mod support;
mod token;
