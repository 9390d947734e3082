//! Ids of new rows: taken before the work, in a short transaction of their own (see [`Database::reserve`](crate::Database::reserve)).

use crate::{Error, Tx};
use std::ops::Range;

/// What ids are for. Each counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counter {
    /// Rows of `number`.
    Number,
    /// Rows of `tenant`.
    Tenant,
    /// Rows of `job_fact`.
    Job,
    /// Rows of `service_fact`.
    Service,
    /// Rows of `sbc_fact`.
    Sbc,
    /// Rows of `offer_fact`.
    Offer,
    /// Rows of `shape`.
    Shape,
    /// Rows of `place`.
    Place,
    /// Rows of `sweep`.
    Sweep,
    /// Rows of `token`.
    Token,
    /// `uploadToAccountJobId`: upload jobs of ours.
    UploadJob,
    /// Rows of `entry`: `uploadTelephoneNumberEntryId`.
    Entry,
    /// Rows of `released`.
    Released,
}

impl Counter {
    /// Every counter.
    pub const ALL: [Self; 13] = [
        Self::Number,
        Self::Tenant,
        Self::Job,
        Self::Service,
        Self::Sbc,
        Self::Offer,
        Self::Shape,
        Self::Place,
        Self::Sweep,
        Self::Token,
        Self::UploadJob,
        Self::Entry,
        Self::Released,
    ];

    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Tenant => "tenant",
            Self::Job => "job",
            Self::Service => "service",
            Self::Sbc => "sbc",
            Self::Offer => "offer",
            Self::Shape => "shape",
            Self::Place => "place",
            Self::Sweep => "sweep",
            Self::Token => "token",
            Self::UploadJob => "upload_job",
            Self::Entry => "entry",
            Self::Released => "released",
        }
    }

    /// One past the largest id that is handed out. The dictionaries' stand in four bytes of a row, which are signed on
    /// PostgreSQL. All others are exact in every reader of JSON, and end below the largest integers that there are, which
    /// other systems use as marks: what is imported may have these, and any other id past the end.
    #[must_use]
    pub const fn end(self) -> i64 {
        match self {
            Self::Number | Self::Token | Self::UploadJob | Self::Entry | Self::Released => 1 << 52,
            Self::Tenant
            | Self::Job
            | Self::Service
            | Self::Sbc
            | Self::Offer
            | Self::Shape
            | Self::Place
            | Self::Sweep => 1 << 31,
        }
    }
}

statements! {
    // $3 is the end of the range of ids. `next + $2 <= $3` could overflow; PostgreSQL wants to know what is subtracted.
    ADVANCE = "UPDATE counter SET next = next + $2 WHERE name = $1 AND next <= CAST($3 AS BIGINT) - CAST($2 AS BIGINT) RETURNING next";
    RAISE = "UPDATE counter SET next = $2 WHERE name = $1 AND next < $2";
}

/// Takes ids within a transaction that already writes. Like every counter it is locked before the head.
///
/// # Errors
/// [`Error::Exhausted`] when there are not so many left, and any other [`Error`] of the database.
pub fn advance(tx: &Tx<'_>, counter: Counter, count: u64) -> Result<Range<i64>, Error> {
    let exhausted = Error::Exhausted { what: counter.as_str() };
    let Ok(count) = i64::try_from(count) else { return Err(exhausted) };
    let end = tx.find(ADVANCE, &[counter.as_str().into(), count.into(), counter.end().into()], |row| row.integer(0))?;
    end.map(|end| end - count..end).ok_or(exhausted)
}

/// Sees to it that ids up to and including `used` are not handed out. Whoever brings ids along calls it in the same
/// transaction. Ids past the [end](Counter::end) are not handed out anyway: they must use up none.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn raise(tx: &Tx<'_>, counter: Counter, used: i64) -> Result<(), Error> {
    if used >= counter.end() {
        return Ok(());
    }
    tx.execute(RAISE, &[counter.as_str().into(), used.saturating_add(1).into()]).map(drop)
}
