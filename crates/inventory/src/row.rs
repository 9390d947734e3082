//! A number in 64 bytes: one cache line.

use numberline_domain::{Number, NumberId, PhoneNumber, Status, Ticks};

/// Which of a row's optional values are null, as bits of [`Row::nulls`].
pub(crate) mod null {
    /// `uploadTelephoneNumberEntryId`.
    pub(crate) const ENTRY: u8 = 1;
    /// `acquiredOn`.
    pub(crate) const ACQUIRED_ON: u8 = 2;
    /// `aslcht`.
    pub(crate) const ASLCHT: u8 = 4;
    /// `aslsct`.
    pub(crate) const ASLSCT: u8 = 8;
    /// `aslvCode`.
    pub(crate) const ASLV_CODE: u8 = 16;
}

/// How far the null bits stand above the status in their common byte.
const NULLS_SHIFT: u32 = 3;

/// A [`Number`], packed: an absent value is 0 and marked in the byte that also holds the status, because an entry and a
/// code may be any integer and leave no room for a sentinel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) phone: u64,
    pub(crate) id: i64,
    pub(crate) entry: i64,
    pub(crate) acquired_on: i64,
    pub(crate) aslcht: i64,
    pub(crate) aslsct: i64,
    pub(crate) shape: u32,
    pub(crate) place: u32,
    pub(crate) sweep: u32,
    pub(crate) aslv_code: i16,
    pub(crate) assignment: u8,
    status_and_nulls: u8,
}

const _: () = assert!(size_of::<Row>() == 64, "a row is one cache line");

impl Row {
    /// A row that stands for no number. A real one has a phone of at least 100.
    pub(crate) const EMPTY: Self = Self {
        phone: 0,
        id: 0,
        entry: 0,
        acquired_on: 0,
        aslcht: 0,
        aslsct: 0,
        shape: 0,
        place: 0,
        sweep: 0,
        aslv_code: 0,
        assignment: 0,
        status_and_nulls: 0,
    };

    pub(crate) fn pack(number: &Number) -> Self {
        let mut nulls = 0;
        let mut mark = |is_null: bool, bit: u8| nulls |= if is_null { bit } else { 0 };
        mark(number.entry.is_none(), null::ENTRY);
        mark(number.acquired_on.is_none(), null::ACQUIRED_ON);
        mark(number.aslcht.is_none(), null::ASLCHT);
        mark(number.aslsct.is_none(), null::ASLSCT);
        mark(number.aslv_code.is_none(), null::ASLV_CODE);
        Self {
            phone: number.phone.digits(),
            id: number.id.as_i64(),
            entry: number.entry.unwrap_or(0),
            acquired_on: number.acquired_on.map_or(0, Ticks::as_i64),
            aslcht: number.aslcht.map_or(0, Ticks::as_i64),
            aslsct: number.aslsct.map_or(0, Ticks::as_i64),
            shape: number.shape,
            place: number.place,
            sweep: number.sweep,
            aslv_code: number.aslv_code.unwrap_or(0),
            assignment: number.assignment,
            status_and_nulls: number.status.code() | nulls << NULLS_SHIFT,
        }
    }

    pub(crate) fn unpack(&self) -> Number {
        let ticks = |value: i64, bit: u8| {
            self.has(bit).then(|| Ticks::from_i64(value).expect("only ticks are packed as a time"))
        };
        Number {
            id: NumberId::from_i64(self.id).expect("only a number's id is packed as one"),
            phone: PhoneNumber::from_digits(self.phone).expect("only a number's digits are packed as a phone"),
            entry: self.has(null::ENTRY).then_some(self.entry),
            acquired_on: ticks(self.acquired_on, null::ACQUIRED_ON),
            aslcht: ticks(self.aslcht, null::ASLCHT),
            aslsct: ticks(self.aslsct, null::ASLSCT),
            shape: self.shape,
            place: self.place,
            sweep: self.sweep,
            aslv_code: self.has(null::ASLV_CODE).then_some(self.aslv_code),
            assignment: self.assignment,
            status: self.status(),
        }
    }

    /// The status as the API's integer.
    pub(crate) const fn status_code(&self) -> u8 {
        self.status_and_nulls & ((1 << NULLS_SHIFT) - 1)
    }

    pub(crate) fn status(&self) -> Status {
        Status::ALL[usize::from(self.status_code())]
    }

    /// The null bits.
    pub(crate) const fn nulls(&self) -> u8 {
        self.status_and_nulls >> NULLS_SHIFT
    }

    /// Whether the value with this null bit is present.
    pub(crate) const fn has(&self, bit: u8) -> bool {
        self.nulls() & bit == 0
    }
}
