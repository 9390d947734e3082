//! Staged records, facts and shapes, taken out and settled.

use super::{STEP, StagedId, StagedNumber, State};
use crate::row::{Row, Value};
use crate::table::Table;
use crate::{Error, Tx};
use numberline_domain::{ChannelId, Number, NumberId, PhoneNumber, Status};

statements! {
    IN_PHONE_RANGE = "SELECT phone, ordinal, line, state, present, id, entry, acquired_on, aslcht, aslsct, shape,
            place, sweep, aslv_code, assignment, status
        FROM staged_number WHERE phone BETWEEN $1 AND $2 ORDER BY phone, ordinal";
    // The stored number's columns come first, where `number::read` looks for them.
    MATCHED = "SELECT n.id, n.phone, n.entry, n.acquired_on, n.aslcht, n.aslsct, n.shape, n.place, n.sweep,
            n.aslv_code, n.assignment, n.status, s.phone, s.ordinal, s.line, s.state, s.present, s.id, s.entry,
            s.acquired_on, s.aslcht, s.aslsct, s.shape, s.place, s.sweep, s.aslv_code, s.assignment, s.status
        FROM staged_number s JOIN number n ON n.phone = s.phone
        WHERE s.state = 1 AND s.ordinal > $1 ORDER BY s.ordinal LIMIT $2";
    SETTLE = "UPDATE staged_number SET state = $2, id = $3, entry = $4, acquired_on = $5, aslcht = $6, aslsct = $7,
        shape = $8, place = $9, sweep = $10, aslv_code = $11, assignment = $12, status = $13, old_id = $14,
        old_tenant = $15, old_channel = $16 WHERE ordinal = $1";
    SETTLE_UNCHANGED = "UPDATE staged_number SET state = 4 WHERE ordinal = $1";
    REFUSE = "UPDATE staged_number SET state = 2 WHERE ordinal = $1 AND state <> 2";
    DROP = "DELETE FROM staged_number WHERE ordinal = $1";
    FIND_FACT = "SELECT kind, body FROM staged_fact WHERE id = $1";
    FIND_SHAPE = "SELECT job, service, sbc, offer FROM staged_shape WHERE id = $1";
    INDEX_PHONES = "CREATE INDEX IF NOT EXISTS staged_number_phone ON staged_number (phone)";
}

/// Where records are staged.
pub(super) const NUMBERS: Table = Table {
    name: "staged_number",
    columns: &[
        "ordinal",
        "phone",
        "line",
        "state",
        "present",
        "id",
        "entry",
        "acquired_on",
        "aslcht",
        "aslsct",
        "shape",
        "place",
        "sweep",
        "aslv_code",
        "assignment",
        "status",
    ],
};

/// A fact that the file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedFact {
    /// Its kind, in the importer's numbering.
    pub kind: usize,
    /// Its text.
    pub body: String,
}

pub(super) fn fact_by_id(tx: &Tx<'_>, id: StagedId) -> Result<StagedFact, Error> {
    tx.find(FIND_FACT, &[id.into()], |row| {
        Ok(StagedFact { kind: row.narrow(0, "staged_fact.kind")?, body: row.text(1)?.to_owned() })
    })?
    .ok_or_else(|| Error::corrupt("staged_fact.id"))
}

/// A staged shape's parts: job, service, SBC, offer.
///
/// # Errors
/// When there is no such shape.
pub fn parts(tx: &Tx<'_>, id: StagedId) -> Result<[StagedId; 4], Error> {
    tx.find(FIND_SHAPE, &[id.into()], |row| Ok([row.integer(0)?, row.integer(1)?, row.integer(2)?, row.integer(3)?]))?
        .ok_or_else(|| Error::corrupt("staged_shape.id"))
}

/// Hands out the records of each telephone number that the file has more than once, in the file's order.
///
/// # Errors
/// When the tables cannot be read (so for all of these).
pub fn repeated<E: From<Error>>(
    tx: &Tx<'_>,
    phones: &[PhoneNumber],
    mut each: impl FnMut(&[StagedNumber]) -> Result<(), E>,
) -> Result<(), E> {
    tx.script(INDEX_PHONES)?;
    let step = usize::try_from(STEP).expect("it is small");
    for wanted in phones.chunks(step) {
        let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else { continue };
        let mut found: Vec<StagedNumber> = Vec::new();
        tx.query(IN_PHONE_RANGE, &[digits(*first).into(), digits(*last).into()], |row| {
            let number = staged(row, 0)?;
            if wanted.binary_search(&number.phone).is_ok() {
                found.push(number);
            }
            Ok::<_, Error>(())
        })?;
        for same in found.chunk_by(|one, other| one.phone == other.phone) {
            each(same)?;
        }
    }
    Ok(())
}

/// A staged number beside the stored one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// From the file.
    pub staged: StagedNumber,
    /// From the database.
    pub stored: Number,
}

/// The next staged numbers in the state `Stored`, beside their stored rows: at most [`STEP`].
///
/// # Errors
/// When the tables cannot be read.
pub fn matched_after(tx: &Tx<'_>, ordinal: i64) -> Result<Vec<Matched>, Error> {
    let mut matched = Vec::new();
    tx.query(MATCHED, &[ordinal.into(), STEP.into()], |row| {
        matched.push(Matched { stored: crate::number::read(row)?, staged: staged(row, 12)? });
        Ok::<_, Error>(())
    })?;
    Ok(matched)
}

/// Takes a record out of the import; false when it was out already.
///
/// # Errors
/// When the tables cannot be written (so for all of these).
pub fn refuse(tx: &Tx<'_>, ordinal: i64) -> Result<bool, Error> {
    Ok(tx.execute(REFUSE, &[ordinal.into()])? == 1)
}

/// Forgets a record that says what an earlier one says.
///
/// # Errors
/// As [`refuse`].
pub fn drop_repeated(tx: &Tx<'_>, ordinal: i64) -> Result<(), Error> {
    tx.execute_exactly(DROP, &[ordinal.into()], 1)
}

/// The outcome of comparing a staged number with the stored one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The values that it will have.
    pub number: StagedNumber,
    /// The id that it leaves, when it gets another.
    pub old_id: Option<NumberId>,
    /// The tenant that it had.
    pub old_tenant: u32,
    /// The channel in which it was.
    pub old_channel: ChannelId,
}

/// Writes outcomes down.
///
/// # Errors
/// As [`refuse`].
pub fn settle(tx: &Tx<'_>, outcomes: &[Settled]) -> Result<(), Error> {
    let (unchanged, changed): (Vec<_>, Vec<_>) =
        outcomes.iter().partition(|outcome| outcome.number.state == State::Unchanged);
    let unchanged: Vec<_> = unchanged.iter().map(|outcome| vec![Value::from(outcome.number.ordinal)]).collect();
    tx.batch(SETTLE_UNCHANGED)?.execute_each(&unchanged)?;
    let changed: Vec<_> = changed.iter().map(|outcome| settled_row(outcome)).collect();
    tx.batch(SETTLE)?.execute_each(&changed)?;
    Ok(())
}

fn settled_row(outcome: &Settled) -> Vec<Value<'static>> {
    let Settled { number, old_id, old_tenant, old_channel } = outcome;
    vec![
        number.ordinal.into(),
        (number.state as i64).into(),
        number.id.map(NumberId::as_i64).into(),
        number.entry.into(),
        number.acquired_on.into(),
        number.aslcht.into(),
        number.aslsct.into(),
        number.shape.into(),
        number.place.into(),
        number.sweep.into(),
        number.aslv_code.map(i64::from).into(),
        number.assignment.into(),
        i64::from(number.status.code()).into(),
        old_id.map(NumberId::as_i64).into(),
        (*old_tenant).into(),
        (*old_channel).into(),
    ]
}

pub(super) fn staged_row(number: &StagedNumber) -> [Value<'static>; 16] {
    [
        number.ordinal.into(),
        digits(number.phone).into(),
        i64::try_from(number.line).unwrap_or(i64::MAX).into(),
        (number.state as i64).into(),
        number.present.into(),
        number.id.map(NumberId::as_i64).into(),
        number.entry.into(),
        number.acquired_on.into(),
        number.aslcht.into(),
        number.aslsct.into(),
        number.shape.into(),
        number.place.into(),
        number.sweep.into(),
        number.aslv_code.map(i64::from).into(),
        number.assignment.into(),
        i64::from(number.status.code()).into(),
    ]
}

pub(super) fn digits(phone: PhoneNumber) -> i64 {
    phone.digits().try_into().expect("15 digits fit 63 bits")
}

pub(super) fn phone(row: &Row<'_>, column: usize) -> Result<PhoneNumber, Error> {
    let digits = row.narrow(column, "staged_number.phone")?;
    PhoneNumber::from_digits(digits).map_err(|_| Error::corrupt("staged_number.phone"))
}

fn staged(row: &Row<'_>, first: usize) -> Result<StagedNumber, Error> {
    let state = match row.integer(first + 3)? {
        0 => State::New,
        1 => State::Stored,
        2 => State::Refused,
        3 => State::Changed,
        4 => State::Unchanged,
        _ => return Err(Error::corrupt("staged_number.state")),
    };
    Ok(StagedNumber {
        phone: phone(row, first)?,
        ordinal: row.integer(first + 1)?,
        line: row.narrow(first + 2, "staged_number.line")?,
        state,
        present: row.narrow(first + 4, "staged_number.present")?,
        id: row.optional_integer(first + 5)?.and_then(NumberId::from_i64),
        entry: row.optional_integer(first + 6)?,
        acquired_on: row.optional_integer(first + 7)?,
        aslcht: row.optional_integer(first + 8)?,
        aslsct: row.optional_integer(first + 9)?,
        shape: row.integer(first + 10)?,
        place: row.integer(first + 11)?,
        sweep: row.integer(first + 12)?,
        aslv_code: row.optional_integer(first + 13)?.and_then(|code| i16::try_from(code).ok()),
        assignment: row.integer(first + 14)?,
        status: Status::from_code(row.integer(first + 15)?).map_err(|_| Error::corrupt("staged_number.status"))?,
    })
}
