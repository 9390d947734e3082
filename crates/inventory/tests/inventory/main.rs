//! The inventory against a plain rendering: sorted rows, `serde`, no cleverness.

#![expect(clippy::unwrap_used, reason = "all of this is tests")]

mod blocks;
mod example;
mod heads;
mod neighbours;
mod plain;
mod random;
mod sifted;
mod strategies;
mod versions;
