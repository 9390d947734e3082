//! A staged record in few bytes, as it waits in memory or in a file.

use super::{StagedId, StagedNumber, State};
use crate::Error;
use numberline_domain::{NumberId, PhoneNumber, Status};

const WORDS: usize = 11;

/// What a record takes.
pub(super) const BYTES: usize = WORDS * 8;

/// A record of a number that the database has not.
#[derive(Clone, Copy)]
pub(super) struct Packed([i64; WORDS]);

/// Which of the optional values a record has.
const ID: i64 = 1;
const ENTRY: i64 = 1 << 1;
const ACQUIRED_ON: i64 = 1 << 2;
const ASLCHT: i64 = 1 << 3;
const ASLSCT: i64 = 1 << 4;
const ASLV_CODE: i64 = 1 << 5;

impl Packed {
    pub(super) fn of(number: &StagedNumber) -> Self {
        let StagedNumber { entry, acquired_on, aslcht, aslsct, aslv_code, .. } = *number;
        let bit = |bit: i64, is_there: bool| if is_there { bit } else { 0 };
        let there = bit(ID, number.id.is_some())
            | bit(ENTRY, entry.is_some())
            | bit(ACQUIRED_ON, acquired_on.is_some())
            | bit(ASLCHT, aslcht.is_some())
            | bit(ASLSCT, aslsct.is_some())
            | bit(ASLV_CODE, aslv_code.is_some());
        // The code's bits as they are: its sign must not run into its neighbours.
        let code = i64::from(aslv_code.unwrap_or_default().cast_unsigned());
        Self([
            number.ordinal,
            super::rows::digits(number.phone),
            i64::try_from(number.line).unwrap_or(i64::MAX),
            number.id.map_or(i64::MAX, NumberId::as_i64),
            entry.unwrap_or_default(),
            acquired_on.unwrap_or_default(),
            aslcht.unwrap_or_default(),
            aslsct.unwrap_or_default(),
            pair(number.shape, number.place),
            pair(number.sweep, number.assignment),
            i64::from(number.present) << 32 | code << 16 | i64::from(number.status.code()) << 8 | there,
        ])
    }

    /// What it is sorted by: its id, then its place in the file. What has no id comes last.
    pub(super) const fn place(&self) -> (i64, i64) {
        (self.0[3], self.0[0])
    }

    /// The record again.
    pub(super) fn unpack(&self) -> Result<StagedNumber, Error> {
        let [ordinal, phone, line, id, entry, acquired_on, aslcht, aslsct, first, second, small] = self.0;
        let has = |bit| small & bit != 0;
        let corrupt = || Error::corrupt("the records kept aside");
        let [code, status] = [small >> 16 & 0xffff, small >> 8 & 0xff];
        Ok(StagedNumber {
            ordinal,
            phone: u64::try_from(phone)
                .ok()
                .and_then(|digits| PhoneNumber::from_digits(digits).ok())
                .ok_or_else(corrupt)?,
            line: u64::try_from(line).map_err(|_| corrupt())?,
            state: State::New,
            present: u32::try_from(small >> 32 & 0xffff_ffff).map_err(|_| corrupt())?,
            id: if has(ID) { NumberId::from_i64(id) } else { None },
            entry: has(ENTRY).then_some(entry),
            acquired_on: has(ACQUIRED_ON).then_some(acquired_on),
            aslcht: has(ASLCHT).then_some(aslcht),
            aslsct: has(ASLSCT).then_some(aslsct),
            shape: first >> 32 & 0xffff_ffff,
            place: first & 0xffff_ffff,
            sweep: second >> 32 & 0xffff_ffff,
            aslv_code: if has(ASLV_CODE) {
                Some(u16::try_from(code).map_err(|_| corrupt())?.cast_signed())
            } else {
                None
            },
            assignment: second & 0xffff_ffff,
            status: Status::from_code(status).map_err(|_| corrupt())?,
        })
    }

    pub(super) fn to_bytes(self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        for (to, word) in bytes.chunks_exact_mut(8).zip(self.0) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; BYTES]) -> Self {
        let mut words = [0; WORDS];
        let (chunks, _) = bytes.as_chunks::<8>();
        for (word, from) in words.iter_mut().zip(chunks) {
            *word = i64::from_le_bytes(*from);
        }
        Self(words)
    }
}

/// Two staged ids in one word. Ids of rows that the database has, the negative ones, come with the comparison alone.
fn pair(first: StagedId, second: StagedId) -> i64 {
    let in_range = |id: StagedId| i64::from(u32::try_from(id).expect("staged ids count from 0 and fit 32 bits"));
    in_range(first) << 32 | in_range(second)
}
