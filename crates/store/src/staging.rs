//! The staging tables of an import: temporary, seen by one session only, gone with it.
//!
//! A staged number names what it shares by *staged ids*: positive, a staged fact or shape; negative, a row that the
//! database has already; 0, nothing. So a record that leaves members out can keep the stored ones beside new ones.

pub(crate) mod application;
pub(crate) mod direct;
pub(crate) mod judgement;
pub(crate) mod leaving;
mod packed;
pub(crate) mod rows;
mod spool;
mod stager;

pub use application::{
    Applied, ResolvedShape, apply, facts_after, give_ids, logged, set_fact_ids, set_homes, set_shape_ids, shapes_after,
    used,
};
pub use direct::{apply_spooled, fill};
pub use judgement::{
    Clash, Summary, Worded, clashes_with_stored, clashes_within, match_stored, summary, without_tenant, worded_after,
};
pub use leaving::{Leaver, leavers_after};
pub use rows::{Matched, Settled, StagedFact, drop_repeated, matched_after, parts, refuse, repeated, settle};
pub use spool::{Spool, Tally};
pub use stager::{Repeats, Stager};

use crate::{Error, Tx};
use numberline_domain::{NumberId, PhoneNumber, Status};

/// A staged id; see the module.
pub type StagedId = i64;

/// Rows that are fetched, compared or given ids at a time.
pub const STEP: i64 = 1_000;

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
    /// Its place among the staged records, from 1: the key.
    pub ordinal: i64,
    /// The number.
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

/// Makes the empty tables in the session.
///
/// # Errors
/// When the temporary files cannot be written.
pub fn create(tx: &Tx<'_>) -> Result<(), Error> {
    tx.script(tx.dialect(TABLES_SQLITE, TABLES_POSTGRES))
}

/// Tells PostgreSQL's planner what has been staged; SQLite's needs no telling.
///
/// # Errors
/// When the tables cannot be read.
pub fn survey(tx: &Tx<'_>) -> Result<(), Error> {
    tx.script(tx.dialect("", "ANALYZE staged_number; ANALYZE staged_fact; ANALYZE staged_shape"))
}

/// INTEGER PRIMARY KEY makes the key the place of the row itself.
const TABLES_SQLITE: &str = "
CREATE TEMP TABLE staged_number (
    ordinal INTEGER PRIMARY KEY, phone INTEGER NOT NULL, line INTEGER NOT NULL, state INTEGER NOT NULL,
    present INTEGER NOT NULL, id INTEGER, entry INTEGER, acquired_on INTEGER, aslcht INTEGER, aslsct INTEGER,
    shape INTEGER NOT NULL, place INTEGER NOT NULL, sweep INTEGER NOT NULL, aslv_code INTEGER,
    assignment INTEGER NOT NULL, status INTEGER NOT NULL, old_id INTEGER, old_tenant INTEGER, old_channel INTEGER
) STRICT;
CREATE TEMP TABLE staged_fact (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, body TEXT NOT NULL, main INTEGER) STRICT;
CREATE TEMP TABLE staged_shape (
    id INTEGER PRIMARY KEY, job INTEGER NOT NULL, service INTEGER NOT NULL, sbc INTEGER NOT NULL,
    offer INTEGER NOT NULL, main INTEGER, tenant INTEGER, channel INTEGER
) STRICT;
";

/// As narrow as the values: a large import is written here first.
const TABLES_POSTGRES: &str = "
CREATE TEMP TABLE staged_number (
    ordinal BIGINT PRIMARY KEY, phone BIGINT NOT NULL, id BIGINT, entry BIGINT, acquired_on BIGINT, aslcht BIGINT,
    aslsct BIGINT, line BIGINT NOT NULL, present BIGINT NOT NULL, shape INTEGER NOT NULL, place INTEGER NOT NULL,
    sweep INTEGER NOT NULL, assignment INTEGER NOT NULL, aslv_code SMALLINT, status SMALLINT NOT NULL,
    state SMALLINT NOT NULL, old_tenant INTEGER, old_id BIGINT, old_channel BIGINT
);
CREATE TEMP TABLE staged_fact (id INTEGER PRIMARY KEY, kind SMALLINT NOT NULL, main INTEGER, body TEXT NOT NULL);
CREATE TEMP TABLE staged_shape (
    id INTEGER PRIMARY KEY, job INTEGER NOT NULL, service INTEGER NOT NULL, sbc INTEGER NOT NULL,
    offer INTEGER NOT NULL, main INTEGER, tenant INTEGER, channel BIGINT
);
";
