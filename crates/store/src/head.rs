//! The head: how many commits changed something, and which line of history this is.

use crate::{Error, Tx};
use std::fmt;

/// The number of a commit. It has no gaps, and its order is the order of the commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Seq(pub u64);

impl Seq {
    /// As the databases keep it.
    pub(crate) fn stored(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The head of the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last commit that changed something; 0 before the first.
    pub seq: Seq,
    /// The line of history: random, made with the database.
    pub epoch: u64,
}

statements! {
    READ = "SELECT seq, epoch FROM head";
    ADVANCE = "UPDATE head SET seq = seq + 1 RETURNING seq";
}

/// Reads the head.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn read(tx: &Tx<'_>) -> Result<Head, Error> {
    tx.find(READ, &[], |row| Ok(Head { seq: Seq(row.narrow(0, "head.seq")?), epoch: row.narrow(1, "head.epoch")? }))?
        .ok_or_else(|| Error::corrupt("head"))
}

/// Takes the next number.
pub(crate) fn advance(tx: &Tx<'_>) -> Result<Seq, Error> {
    tx.find(ADVANCE, &[], |row| Ok(Seq(row.narrow(0, "head.seq")?)))?.ok_or_else(|| Error::corrupt("head"))
}
