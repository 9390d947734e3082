//! Putting records, facts and shapes into the staging tables, and taking them out one by one.

use super::{StagedId, StagedNumber, State};
use crate::row::{Row, Value};
use crate::tx::Batch;
use crate::{Error, Tx};
use numberline_domain::{Number, NumberId, PhoneNumber, Status};

statements! {
    INSERT_NUMBER = "INSERT INTO staged_number (phone, line, state, present, id, entry, acquired_on, aslcht, aslsct, \
        shape, place, sweep, aslv_code, assignment, status) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (phone) DO NOTHING";
    FIND_NUMBER = "SELECT phone, line, state, present, id, entry, acquired_on, aslcht, aslsct, shape, place, sweep, \
        aslv_code, assignment, status FROM staged_number WHERE phone = $1";
    // The stored number's columns come first, where `number::read` looks for them.
    MATCHED = "SELECT n.id, n.phone, n.entry, n.acquired_on, n.aslcht, n.aslsct, n.shape, n.place, n.sweep, \
        n.aslv_code, n.assignment, n.status, s.phone, s.line, s.state, s.present, s.id, s.entry, s.acquired_on, \
        s.aslcht, s.aslsct, s.shape, s.place, s.sweep, s.aslv_code, s.assignment, s.status \
        FROM staged_number s JOIN number n ON n.phone = s.phone \
        WHERE s.state = 1 AND s.phone > $1 ORDER BY s.phone LIMIT $2";
    SETTLE = "UPDATE staged_number SET state = $2, id = $3, entry = $4, acquired_on = $5, aslcht = $6, aslsct = $7, \
        shape = $8, place = $9, sweep = $10, aslv_code = $11, assignment = $12, status = $13, old_id = $14, \
        old_tenant = $15 WHERE phone = $1";
    SET_STATE = "UPDATE staged_number SET state = $2 WHERE phone = $1";
    INSERT_FACT = "INSERT INTO staged_fact (id, kind, body) VALUES ($1, $2, $3)";
    FIND_FACT = "SELECT kind, body, main FROM staged_fact WHERE id = $1";
    SET_FACT_MAIN = "UPDATE staged_fact SET main = $2 WHERE id = $1";
    INSERT_SHAPE = "INSERT INTO staged_shape (id, job, service, sbc, offer) VALUES ($1, $2, $3, $4, $5)";
    FIND_SHAPE = "SELECT job, service, sbc, offer FROM staged_shape WHERE id = $1";
    SET_SHAPE_MAIN = "UPDATE staged_shape SET main = $2, tenant = $3 WHERE id = $1";
}

/// Puts many numbers into the staging table.
pub struct Inserter<'c>(Batch<'c>);

impl<'c> Inserter<'c> {
    /// Prepares.
    ///
    /// # Errors
    /// When the tables are missing.
    pub fn open(tx: &Tx<'c>) -> Result<Self, Error> {
        Ok(Self(tx.batch(INSERT_NUMBER)?))
    }

    /// Stages a number; false, and nothing done, when the file has had it before.
    ///
    /// # Errors
    /// When the temporary files cannot be written.
    pub fn insert(&mut self, number: &StagedNumber) -> Result<bool, Error> {
        let touched = self.0.execute(&[
            Value::from(digits(number.phone)),
            Value::Integer(number.line.try_into().unwrap_or(i64::MAX)),
            Value::Integer(number.state as i64),
            Value::from(number.present),
            Value::from(number.id.map(NumberId::as_i64)),
            Value::from(number.entry),
            Value::from(number.acquired_on),
            Value::from(number.aslcht),
            Value::from(number.aslsct),
            Value::from(number.shape),
            Value::from(number.place),
            Value::from(number.sweep),
            Value::from(number.aslv_code.map(i64::from)),
            Value::from(number.assignment),
            Value::Integer(number.status.code().into()),
        ])?;
        Ok(touched == 1)
    }
}

/// A fact that the file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedFact {
    /// Its kind, in the importer's numbering.
    pub kind: usize,
    /// Its text.
    pub body: String,
    /// Its id in the database, once known.
    pub main: Option<u32>,
}

/// Facts and shapes that the file names, kept outside memory.
pub struct Spill<'t, 'c>(pub &'t Tx<'c>);

impl Spill<'_, '_> {
    /// Keeps a fact's text under a staged id.
    ///
    /// # Errors
    /// When the temporary files cannot be written (so for all of these).
    pub fn insert_fact(&self, id: StagedId, kind: usize, body: &str) -> Result<(), Error> {
        let kind = Value::Integer(kind.try_into().expect("there are few kinds"));
        self.0.execute_exactly(INSERT_FACT, &[Value::from(id), kind, Value::from(body)], 1)
    }

    /// A staged fact.
    ///
    /// # Errors
    /// When there is no such fact.
    pub fn fact(&self, id: StagedId) -> Result<StagedFact, Error> {
        self.0
            .find(FIND_FACT, &[Value::from(id)], |row| {
                let main = row.optional_integer(2)?.and_then(|main| u32::try_from(main).ok());
                Ok(StagedFact { kind: row.narrow(0, "staged_fact.kind")?, body: row.text(1)?.to_owned(), main })
            })?
            .ok_or_else(|| Error::corrupt("staged_fact.id"))
    }

    /// Notes a fact's id in the database.
    ///
    /// # Errors
    /// When there is no such fact.
    pub fn set_fact_main(&self, id: StagedId, main: u32) -> Result<(), Error> {
        self.0.execute_exactly(SET_FACT_MAIN, &[Value::from(id), Value::from(main)], 1)
    }

    /// Keeps a shape of staged facts (job, service, SBC, offer).
    ///
    /// # Errors
    /// When the temporary files cannot be written.
    pub fn insert_shape(&self, id: StagedId, parts: [StagedId; 4]) -> Result<(), Error> {
        let [job, service, sbc, offer] = parts.map(Value::from);
        self.0.execute_exactly(INSERT_SHAPE, &[Value::from(id), job, service, sbc, offer], 1)
    }

    /// A staged shape's parts.
    ///
    /// # Errors
    /// When there is no such shape.
    pub fn shape(&self, id: StagedId) -> Result<[StagedId; 4], Error> {
        self.0
            .find(FIND_SHAPE, &[Value::from(id)], |row| parts(row, 0))?
            .ok_or_else(|| Error::corrupt("staged_shape.id"))
    }

    /// Notes a shape's id in the database, and its tenant's.
    ///
    /// # Errors
    /// When there is no such shape.
    pub fn set_shape_main(&self, id: StagedId, main: u32, tenant: u32) -> Result<(), Error> {
        self.0.execute_exactly(SET_SHAPE_MAIN, &[Value::from(id), Value::from(main), Value::from(tenant)], 1)
    }
}

/// A staged number beside the stored one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// From the file.
    pub staged: StagedNumber,
    /// From the database.
    pub stored: Number,
}

/// The staged numbers in the state `Stored` after a number, beside their stored rows, at most `limit`.
///
/// # Errors
/// When the tables cannot be read.
pub fn matched_after(tx: &Tx<'_>, after: Option<PhoneNumber>, limit: i64) -> Result<Vec<Matched>, Error> {
    let mut matched = Vec::new();
    tx.query(MATCHED, &[Value::from(after.map_or(0, digits)), Value::from(limit)], |row| {
        matched.push(Matched { stored: crate::number::read(row)?, staged: staged(row, 12)? });
        Ok::<_, Error>(())
    })?;
    Ok(matched)
}

/// The staged number, if the file has it.
///
/// # Errors
/// When the tables cannot be read.
pub fn find(tx: &Tx<'_>, phone: PhoneNumber) -> Result<Option<StagedNumber>, Error> {
    tx.find(FIND_NUMBER, &[Value::from(digits(phone))], |row| staged(row, 0))
}

/// Takes a number out of the import.
///
/// # Errors
/// When it is not staged.
pub fn refuse(tx: &Tx<'_>, phone: PhoneNumber) -> Result<(), Error> {
    tx.execute_exactly(SET_STATE, &[Value::from(digits(phone)), Value::Integer(State::Refused as i64)], 1)
}

/// Writes the outcome of comparing a staged number with the stored one: the values that it will have, the id that
/// it leaves (when it gets another) and the tenant that it had.
///
/// # Errors
/// When it is not staged.
pub fn settle(tx: &Tx<'_>, number: &StagedNumber, old_id: Option<NumberId>, old_tenant: u32) -> Result<(), Error> {
    let values = [
        Value::from(digits(number.phone)),
        Value::Integer(number.state as i64),
        Value::from(number.id.map(NumberId::as_i64)),
        Value::from(number.entry),
        Value::from(number.acquired_on),
        Value::from(number.aslcht),
        Value::from(number.aslsct),
        Value::from(number.shape),
        Value::from(number.place),
        Value::from(number.sweep),
        Value::from(number.aslv_code.map(i64::from)),
        Value::from(number.assignment),
        Value::Integer(number.status.code().into()),
        Value::from(old_id.map(NumberId::as_i64)),
        Value::from(old_tenant),
    ];
    tx.execute_exactly(SETTLE, &values, 1)
}

pub(super) fn digits(phone: PhoneNumber) -> i64 {
    phone.digits().try_into().expect("15 digits fit 63 bits")
}

pub(super) fn phone(row: &Row<'_>, column: usize) -> Result<PhoneNumber, Error> {
    let digits = row.narrow(column, "staged_number.phone")?;
    PhoneNumber::from_digits(digits).map_err(|_| Error::corrupt("staged_number.phone"))
}

fn parts(row: &Row<'_>, first: usize) -> Result<[StagedId; 4], Error> {
    Ok([row.integer(first)?, row.integer(first + 1)?, row.integer(first + 2)?, row.integer(first + 3)?])
}

fn staged(row: &Row<'_>, first: usize) -> Result<StagedNumber, Error> {
    let state = match row.integer(first + 2)? {
        0 => State::New,
        1 => State::Stored,
        2 => State::Refused,
        3 => State::Changed,
        4 => State::Unchanged,
        _ => return Err(Error::corrupt("staged_number.state")),
    };
    Ok(StagedNumber {
        phone: phone(row, first)?,
        line: row.narrow(first + 1, "staged_number.line")?,
        state,
        present: row.narrow(first + 3, "staged_number.present")?,
        id: row.optional_integer(first + 4)?.and_then(NumberId::from_i64),
        entry: row.optional_integer(first + 5)?,
        acquired_on: row.optional_integer(first + 6)?,
        aslcht: row.optional_integer(first + 7)?,
        aslsct: row.optional_integer(first + 8)?,
        shape: row.integer(first + 9)?,
        place: row.integer(first + 10)?,
        sweep: row.integer(first + 11)?,
        aslv_code: row.optional_integer(first + 12)?.and_then(|code| i16::try_from(code).ok()),
        assignment: row.integer(first + 13)?,
        status: Status::from_code(row.integer(first + 14)?).map_err(|_| Error::corrupt("staged_number.status"))?,
    })
}
