//! The clients of other systems, against servers that keep the contract and servers that keep none.

#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

mod accounts;
mod contract;
mod faults;
mod orders;
mod policy;
mod reading;
mod settings;
mod support;
mod tokens;
