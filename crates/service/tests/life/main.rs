//! The life of numbers: orders, syncs and sweeps against an upstream of our own making, whose every fault is chosen.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its values has failed")]

mod cases;
mod imports;
mod model;
mod oracle;
mod random;
mod stage;
mod upstream;
