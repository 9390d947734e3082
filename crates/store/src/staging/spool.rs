//! Staged records kept aside: in memory, and from some number on in temporary files, sorted by id in runs.
//!
//! A database without numbers has nothing that a record could be joined with. Rows then need no table to wait in, which
//! costs as much as the one they are for; they wait here and go into `number` in the order of their ids.

use super::packed::{BYTES, Packed};
use super::{StagedNumber, Summary};
use crate::{Counter, Error};
use numberline_domain::NumberId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// Rows in memory at most, 46 MB; more go to a file of their own.
const RUN: usize = 1 << 19;

/// What the spooled records come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All records.
    pub count: u64,
    /// Those without an id.
    pub nameless: u64,
    /// The largest id that one brings along, of those that are handed out here too.
    pub largest_id: Option<i64>,
    /// The largest upload entry that one names, likewise.
    pub largest_entry: Option<i64>,
    /// For each bit of [`StagedNumber::present`], how many do not have it.
    lacking: [u64; 32],
}

/// Staged records, all of numbers that the database has not.
pub struct Spool {
    /// Rows in memory at most.
    run: usize,
    rows: Vec<Packed>,
    runs: Vec<File>,
    tally: Tally,
}

impl Default for Spool {
    fn default() -> Self {
        Self { run: RUN, rows: Vec::new(), runs: Vec::new(), tally: Tally::default() }
    }
}

impl Tally {
    /// How many records lack the field with this bit.
    #[must_use]
    pub fn lacking(&self, field: u32) -> u64 {
        usize::try_from(field.trailing_zeros()).ok().and_then(|bit| self.lacking.get(bit).copied()).unwrap_or_default()
    }

    /// What an import of them comes to, and how many lack the field with this bit.
    #[must_use]
    pub fn summary(&self, field: u32) -> Summary {
        let Self { count, nameless, largest_id, largest_entry, .. } = *self;
        Summary {
            new: count,
            changed: 0,
            unchanged: 0,
            nameless,
            without: self.lacking(field),
            largest_id,
            staged: count,
            largest_entry,
        }
    }

    fn count(&mut self, number: &StagedNumber) {
        self.count += 1;
        self.nameless += u64::from(number.id.is_none());
        let id = number.id.map(NumberId::as_i64).filter(|id| *id < Counter::Number.end());
        self.largest_id = self.largest_id.max(id);
        self.largest_entry = self.largest_entry.max(number.entry.filter(|entry| *entry < Counter::Entry.end()));
        let mut absent = !number.present;
        while absent != 0 {
            self.lacking[absent.trailing_zeros() as usize] += 1;
            absent &= absent - 1;
        }
    }
}

impl Spool {
    /// What it holds comes to.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Whether it holds nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.tally.count == 0
    }

    /// Keeps a record.
    pub(super) fn push(&mut self, number: &StagedNumber) -> Result<(), Error> {
        if self.rows.len() == self.run {
            self.spill().map_err(|error| away(&error))?;
        }
        self.tally.count(number);
        self.rows.push(Packed::of(number));
        Ok(())
    }

    /// Ends what came with [`Spool::push`]: sorting is done here, while no lock is held.
    pub(super) fn close(&mut self) {
        self.rows.sort_unstable_by_key(Packed::place);
    }

    /// Hands out all records of a closed spool by id, those without one last and in the order of the file.
    pub(super) fn into_ordered(self) -> Result<Ordered, Error> {
        let mut runs = vec![Run::Memory(self.rows.into_iter())];
        for file in self.runs {
            runs.push(Run::File(BufReader::with_capacity(BYTES << 12, file)));
        }
        let mut ordered = Ordered { runs, next: BinaryHeap::new() };
        for run in 0..ordered.runs.len() {
            ordered.fetch(run)?;
        }
        Ok(ordered)
    }

    fn spill(&mut self) -> io::Result<()> {
        self.close();
        let mut out = BufWriter::with_capacity(BYTES << 12, tempfile::tempfile()?);
        for row in self.rows.drain(..) {
            out.write_all(&row.to_bytes())?;
        }
        let mut file = out.into_inner()?;
        file.rewind()?;
        self.runs.push(file);
        Ok(())
    }
}

fn away(error: &io::Error) -> Error {
    Error::Away { reason: format!("temporary files: {error}") }
}

enum Run {
    Memory(std::vec::IntoIter<Packed>),
    File(BufReader<File>),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Packed>> {
        match self {
            Self::Memory(rows) => Ok(rows.next()),
            Self::File(file) => {
                let mut bytes = [0; BYTES];
                match file.read_exact(&mut bytes) {
                    Ok(()) => Ok(Some(Packed::from_bytes(&bytes))),
                    // Each run ends with a whole row.
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
                    Err(error) => Err(error),
                }
            }
        }
    }
}

/// The first row of a run, and which run it is. Its place alone decides, and no two rows have the same.
struct First(Packed, usize);

impl PartialEq for First {
    fn eq(&self, other: &Self) -> bool {
        self.0.place() == other.0.place()
    }
}

impl Eq for First {}

impl PartialOrd for First {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for First {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.place().cmp(&other.0.place())
    }
}

/// The sorted runs, merged.
pub(super) struct Ordered {
    runs: Vec<Run>,
    next: BinaryHeap<Reverse<First>>,
}

impl Ordered {
    pub(super) fn next(&mut self) -> Result<Option<Packed>, Error> {
        let Some(Reverse(First(row, run))) = self.next.pop() else { return Ok(None) };
        self.fetch(run)?;
        Ok(Some(row))
    }

    fn fetch(&mut self, run: usize) -> Result<(), Error> {
        if let Some(row) = self.runs[run].next().map_err(|error| away(&error))? {
            self.next.push(Reverse(First(row, run)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staging::State;
    use numberline_domain::{PhoneNumber, Status};

    fn number(ordinal: i64, id: Option<i64>) -> StagedNumber {
        let at = |bit: i64| (ordinal >> bit & 1 == 1).then_some(639_069_187_671_521_345 + ordinal);
        StagedNumber {
            ordinal,
            phone: PhoneNumber::from_digits(448_718_943_000 + ordinal.unsigned_abs()).unwrap(),
            line: 3 * ordinal.unsigned_abs(),
            state: State::New,
            present: u32::MAX >> ordinal,
            id: id.and_then(NumberId::from_i64),
            entry: at(0).map(|entry| -entry),
            acquired_on: at(1),
            aslcht: at(2),
            aslsct: at(3),
            shape: ordinal,
            place: 2 * ordinal,
            sweep: i64::from(u32::MAX) - ordinal,
            aslv_code: [None, Some(-3), Some(200), Some(i16::MIN)][usize::try_from(ordinal % 4).unwrap()],
            assignment: 4 * ordinal,
            status: Status::ALL[usize::try_from(ordinal % 5).unwrap()],
        }
    }

    #[test]
    fn records_come_back_by_id_whole_and_those_without_one_last() {
        let ids = [Some(50), None, Some(3), Some(i64::MAX), Some(0), None, Some(7), Some(40), None, Some(5)];
        let mut spool = Spool { run: 3, ..Spool::default() };
        for (ordinal, id) in (1..).zip(ids) {
            spool.push(&number(ordinal, id)).unwrap();
        }
        spool.close();
        assert_eq!((spool.runs.len(), spool.rows.len()), (3, 1));
        let tally = *spool.tally();
        assert_eq!((tally.count, tally.nameless, tally.largest_id), (10, 3, Some(50)));
        assert_eq!((tally.lacking(1 << 31), tally.lacking(1 << 22), tally.lacking(1)), (10, 1, 0));
        let mut ordered = spool.into_ordered().unwrap();
        let mut found = Vec::new();
        while let Some(row) = ordered.next().unwrap() {
            found.push(row.unpack().unwrap());
        }
        let mut expected: Vec<StagedNumber> = (1..).zip(ids).map(|(ordinal, id)| number(ordinal, id)).collect();
        expected.sort_by_key(|number| (number.id.map_or(i64::MAX, NumberId::as_i64), number.ordinal));
        assert_eq!(found, expected);
    }
}
