//! Puts what a file says into the staging tables, many rows at a time.

use super::rows::{NUMBERS, digits, fact_by_id, parts, staged_row};
use super::{Spool, StagedFact, StagedId, StagedNumber};
use crate::row::Value;
use crate::table::Table;
use crate::{Error, Tx};
use numberline_domain::{NumberId, PhoneNumber};

/// Rows kept back until they are written together.
const TOGETHER: usize = 8_192;
/// Bytes of facts kept back: a file of long texts must not fill the memory.
const BYTES_TOGETHER: usize = 4 << 20;

const FACTS: Table = Table { name: "staged_fact", columns: &["id", "kind", "body"] };
const SHAPES: Table = Table { name: "staged_shape", columns: &["id", "job", "service", "sbc", "offer"] };

/// What the file has more than once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repeats {
    /// Telephone numbers, ascending.
    pub phones: Vec<PhoneNumber>,
    /// Whether there is an id that several records claim.
    pub ids: bool,
}

/// Writes to the staging tables. What it holds back is written by [`Stager::flush`]; its own reads see it anyway.
pub struct Stager<'t, 'c> {
    tx: &'t Tx<'c>,
    /// Where records go instead of the table.
    spool: Option<Spool>,
    numbers: Vec<StagedNumber>,
    facts: Vec<(StagedId, usize, String)>,
    bytes: usize,
    shapes: Vec<(StagedId, [StagedId; 4])>,
    last_ordinal: i64,
    /// Eight bytes for each number tell whether one is repeated, which no index on a growing table does so cheaply.
    phones: Vec<i64>,
    ids: Vec<i64>,
}

impl<'t, 'c> Stager<'t, 'c> {
    /// For the tables of this session.
    #[must_use]
    pub fn new(tx: &'t Tx<'c>) -> Self {
        Self {
            tx,
            spool: None,
            numbers: Vec::new(),
            facts: Vec::new(),
            bytes: 0,
            shapes: Vec::new(),
            last_ordinal: 0,
            phones: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// The same, but records are kept aside: for a database without numbers.
    #[must_use]
    pub fn aside(tx: &'t Tx<'c>) -> Self {
        Self { spool: Some(Spool::default()), ..Self::new(tx) }
    }

    /// Stages a record, which gets the next ordinal.
    ///
    /// # Errors
    /// When the temporary files cannot be written (so for all of these).
    pub fn number(&mut self, mut number: StagedNumber) -> Result<(), Error> {
        self.last_ordinal += 1;
        number.ordinal = self.last_ordinal;
        self.phones.push(digits(number.phone));
        self.ids.extend(number.id.map(NumberId::as_i64));
        if let Some(spool) = &mut self.spool {
            return spool.push(&number);
        }
        self.numbers.push(number);
        self.flush_if_full()
    }

    /// Keeps a fact's text under a staged id.
    ///
    /// # Errors
    /// As [`Stager::number`].
    pub fn fact(&mut self, id: StagedId, kind: usize, body: &str) -> Result<(), Error> {
        self.bytes += body.len();
        self.facts.push((id, kind, body.to_owned()));
        self.flush_if_full()
    }

    /// Keeps a shape of staged facts (job, service, SBC, offer) under a staged id.
    ///
    /// # Errors
    /// As [`Stager::number`].
    pub fn shape(&mut self, id: StagedId, parts: [StagedId; 4]) -> Result<(), Error> {
        self.shapes.push((id, parts));
        self.flush_if_full()
    }

    /// A staged fact.
    ///
    /// # Errors
    /// When there is no such fact.
    pub fn find_fact(&mut self, id: StagedId) -> Result<StagedFact, Error> {
        self.flush()?;
        fact_by_id(self.tx, id)
    }

    /// A staged shape's parts.
    ///
    /// # Errors
    /// When there is no such shape.
    pub fn find_shape(&mut self, id: StagedId) -> Result<[StagedId; 4], Error> {
        self.flush()?;
        parts(self.tx, id)
    }

    /// Writes everything, and tells what the file has more than once; with the records that were kept aside.
    ///
    /// # Errors
    /// As [`Stager::number`].
    pub fn finish(mut self) -> Result<(Repeats, Spool), Error> {
        self.flush()?;
        let mut repeats = Repeats { phones: Vec::new(), ids: has_repeats(&mut self.ids) };
        if has_repeats(&mut self.phones) {
            for pair in self.phones.windows(2).filter(|pair| pair[0] == pair[1]) {
                let digits = u64::try_from(pair[0]).unwrap_or_default();
                repeats
                    .phones
                    .push(PhoneNumber::from_digits(digits).map_err(|_| Error::corrupt("staged_number.phone"))?);
            }
            repeats.phones.dedup();
        }
        let mut spool = self.spool.unwrap_or_default();
        spool.close();
        Ok((repeats, spool))
    }

    /// Writes what was held back.
    ///
    /// # Errors
    /// As [`Stager::number`].
    pub fn flush(&mut self) -> Result<(), Error> {
        if !self.facts.is_empty() {
            let rows = self.facts.iter().map(|(id, kind, body)| {
                let kind = i64::try_from(*kind).expect("there are few kinds");
                [Value::from(*id), Value::from(kind), Value::from(body)]
            });
            self.tx.load(&FACTS, rows)?;
            self.facts.clear();
            self.bytes = 0;
        }
        if !self.shapes.is_empty() {
            let rows = self
                .shapes
                .iter()
                .map(|(id, [job, service, sbc, offer])| [*id, *job, *service, *sbc, *offer].map(Value::from));
            self.tx.load(&SHAPES, rows)?;
            self.shapes.clear();
        }
        if !self.numbers.is_empty() {
            self.tx.load(&NUMBERS, self.numbers.iter().map(staged_row))?;
            self.numbers.clear();
        }
        Ok(())
    }

    fn flush_if_full(&mut self) -> Result<(), Error> {
        let full = self.numbers.len() >= TOGETHER
            || self.facts.len() >= TOGETHER
            || self.shapes.len() >= TOGETHER
            || self.bytes >= BYTES_TOGETHER;
        if full { self.flush() } else { Ok(()) }
    }
}

/// Sorts them, too.
fn has_repeats(values: &mut [i64]) -> bool {
    values.sort_unstable();
    values.windows(2).any(|pair| pair[0] == pair[1])
}
