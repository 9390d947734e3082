//! Property tests of the service: invariants I9 to I13 under random and under overlapping writes.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its values has failed")]

mod answers;
mod checked;
mod copies;
mod differential;
mod followed;
mod generated;
mod large_ids;
mod oracle;
mod orders;
mod overlapping_writers;
mod overtaken;
mod records;
mod refused;
mod renames;
mod restart;
mod retention;
mod settings;
mod stream;
mod support;
mod touch;
mod two_nodes;
