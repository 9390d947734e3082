//! What is a number's own. Everything it shares with others stands in its [`Shape`](crate::Shape).

use crate::{PhoneNumber, Status, Ticks};
use std::fmt;

/// The row id of a number, unique among live numbers; never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumberId(i64);

impl NumberId {
    /// The smallest and the largest id.
    pub const RANGE: std::ops::RangeInclusive<i64> = 0..=i64::MAX;

    /// The id with this integer; `None` when it is negative.
    #[must_use]
    pub const fn from_i64(id: i64) -> Option<Self> {
        if id >= 0 { Some(Self(id)) } else { None }
    }

    /// Its integer.
    #[must_use]
    pub const fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Display for NumberId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A number as the database and the inventory keep it: its own values, and the ids of the interned values it shares.
///
/// An id of 0 stands for "null" in `place` (both members), `sweep` and `assignment`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// `id`.
    pub id: NumberId,
    /// `telephoneNumber`.
    pub phone: PhoneNumber,
    /// `uploadTelephoneNumberEntryId`.
    pub entry: Option<i64>,
    /// `acquiredOn`.
    pub acquired_on: Option<Ticks>,
    /// `aslcht`: the last successful assignment check.
    pub aslcht: Option<Ticks>,
    /// `aslsct`: the last change of the assignment status.
    pub aslsct: Option<Ticks>,
    /// Id of its [`Shape`](crate::Shape).
    pub shape: u32,
    /// Id of its [`Place`](crate::Place).
    pub place: u32,
    /// Id of its check sweep (`asticks`).
    pub sweep: u32,
    /// `aslvCode`, the code of the last check.
    pub aslv_code: Option<i16>,
    /// Id of its [`AssignmentWord`].
    pub assignment: u8,
    /// `acquiredNumberStatus`.
    pub status: Status,
}

/// A value of `assignmentStatus`. The field's own words have fixed ids; other words are kept as received.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AssignmentWord(pub String);

impl AssignmentWord {
    /// The field's own words; the first has id 1.
    pub const KNOWN: [&'static str; 5] =
        ["Unassigned", "UserAssigned", "ConferenceAssigned", "VoiceApp", "ThirdPartyAppAssigned"];
}
