//! The crate through its door: real files in a temporary folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its values has failed")]

mod assignment;
mod check;
mod counter;
mod facts;
mod leads;
mod leases;
mod numbers;
mod opening;
mod overlap;
mod parity;
mod retention;
mod support;
mod tasks;
mod tenant_syncs;
mod tokens;
mod writing;
