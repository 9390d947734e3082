//! The staging tables of an import: temporary, seen by one session only, gone with it.
//!
//! A staged number names what it shares by *staged ids*: positive, a staged fact or shape; negative, a row that the
//! database has already; 0, nothing. So a record that leaves members out can keep the stored ones beside new ones.

pub(crate) mod judgement;
pub(crate) mod rows;

pub use judgement::{
    Applied, Clash, Summary, apply, clashes_with_stored, clashes_within, give_ids, logged, match_stored, nameless,
    summary, used, without_tenant,
};
pub use rows::{Inserter, Matched, Spill, StagedFact, find, matched_after, refuse, settle};

use crate::row::Value;
use crate::{Error, Tx};
use numberline_domain::{NumberId, PhoneNumber, Status};

/// A staged id; see the module.
pub type StagedId = i64;

/// What has become of a staged number so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub enum State {
    /// The database has no such number.
    New = 0,
    /// The database has it; not compared yet.
    Stored = 1,
    /// Refused: as if it did not stand in the file.
    Refused = 2,
    /// The database has it with other values.
    Changed = 3,
    /// The database has it with these values.
    Unchanged = 4,
}

/// A record of the file, complete as if the number were new; `present` says which members it really had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedNumber {
    /// The number: the key.
    pub phone: PhoneNumber,
    /// The line of the file.
    pub line: u64,
    /// What has become of it.
    pub state: State,
    /// Which fields the record had, as bits.
    pub present: u32,
    /// `id`; `None` when the file names none.
    pub id: Option<NumberId>,
    /// `uploadTelephoneNumberEntryId`.
    pub entry: Option<i64>,
    /// `acquiredOn`, in ticks.
    pub acquired_on: Option<i64>,
    /// `aslcht`, in ticks.
    pub aslcht: Option<i64>,
    /// `aslsct`, in ticks.
    pub aslsct: Option<i64>,
    /// Its shape.
    pub shape: StagedId,
    /// Its place.
    pub place: StagedId,
    /// Its sweep.
    pub sweep: StagedId,
    /// `aslvCode`.
    pub aslv_code: Option<i16>,
    /// Its assignment word.
    pub assignment: StagedId,
    /// `acquiredNumberStatus`.
    pub status: Status,
}

statements! {
    COUNT_IN_STATE = "SELECT count(*) FROM staged_number WHERE state = $1";
}

/// Makes the empty tables in the session.
///
/// # Errors
/// When the temporary files cannot be written.
pub fn create(tx: &Tx<'_>) -> Result<(), Error> {
    tx.script(TABLES)
}

/// INTEGER PRIMARY KEY makes the key the place of the row itself on SQLite.
pub(crate) const TABLES: &str = "
CREATE TEMP TABLE staged_number (
    phone INTEGER PRIMARY KEY, line INTEGER NOT NULL, state INTEGER NOT NULL, present INTEGER NOT NULL,
    id INTEGER, entry INTEGER, acquired_on INTEGER, aslcht INTEGER, aslsct INTEGER, shape INTEGER NOT NULL,
    place INTEGER NOT NULL, sweep INTEGER NOT NULL, aslv_code INTEGER, assignment INTEGER NOT NULL,
    status INTEGER NOT NULL, old_id INTEGER, old_tenant INTEGER
) STRICT;
CREATE TEMP TABLE staged_fact (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, body TEXT NOT NULL, main INTEGER) STRICT;
CREATE TEMP TABLE staged_shape (
    id INTEGER PRIMARY KEY, job INTEGER NOT NULL, service INTEGER NOT NULL, sbc INTEGER NOT NULL,
    offer INTEGER NOT NULL, main INTEGER, tenant INTEGER
) STRICT;
";

/// How many staged numbers are in a state.
///
/// # Errors
/// When the tables cannot be read.
pub fn count(tx: &Tx<'_>, state: State) -> Result<u64, Error> {
    let count = tx.find(COUNT_IN_STATE, &[Value::Integer(state as i64)], |row| row.narrow(0, "a count"))?;
    Ok(count.unwrap_or_default())
}
