//! Numbers: the small rows.

mod bulk;

pub use bulk::{among, delete_each, insert_each, update_each};

use crate::batch::Batch;
use crate::row::{Row, Value};
use crate::table::Table;
use crate::{Error, Tx};
use numberline_domain::{Guid, Number, NumberId, PhoneNumber, Status};
use std::ops::RangeInclusive;

statements! {
    UPSERT = "INSERT INTO number (id, phone, entry, acquired_on, aslcht, aslsct, shape, place, sweep, aslv_code, assignment, status)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
              ON CONFLICT (id) DO UPDATE SET phone = excluded.phone, entry = excluded.entry,
                  acquired_on = excluded.acquired_on, aslcht = excluded.aslcht, aslsct = excluded.aslsct,
                  shape = excluded.shape, place = excluded.place, sweep = excluded.sweep,
                  aslv_code = excluded.aslv_code, assignment = excluded.assignment, status = excluded.status";
    DELETE = "DELETE FROM number WHERE id = $1";
    SET_STATUS = "UPDATE number SET status = $2 WHERE id = $1";
    SCAN = "SELECT id, phone, entry, acquired_on, aslcht, aslsct, shape, place, sweep, aslv_code, assignment, status
            FROM number ORDER BY id";
    IN_RANGE = "SELECT id, phone, entry, acquired_on, aslcht, aslsct, shape, place, sweep, aslv_code, assignment, status
                FROM number WHERE id BETWEEN $1 AND $2 ORDER BY id";
    SHAPES_BETWEEN = "SELECT id, shape FROM number WHERE shape BETWEEN $1 AND $2 ORDER BY id";
    SET_SHAPE = "UPDATE number SET shape = $2 WHERE id = $1";
    BY_PHONE = "SELECT id, phone, entry, acquired_on, aslcht, aslsct, shape, place, sweep, aslv_code, assignment, status
                FROM number WHERE phone = $1";
    PHONES_BETWEEN = "SELECT phone FROM number WHERE phone BETWEEN $1 AND $2 ORDER BY phone";
    ANY = "SELECT 1 FROM number LIMIT 1";
    COUNT = "SELECT count(*) FROM number";
    COUNT_BY_TENANT_AND_STATUS = "SELECT tenant.guid, number.status, count(*)
        FROM number
        JOIN shape ON shape.id = number.shape
        JOIN service_fact ON service_fact.id = shape.service
        JOIN tenant ON tenant.id = service_fact.tenant
        GROUP BY tenant.guid, number.status ORDER BY tenant.guid, number.status";
}

/// Shapes that are set with one hand-over.
const SET_TOGETHER: usize = 4_096;
/// The table, for many rows at once.
pub(crate) const TABLE: Table = Table {
    name: "number",
    columns: &[
        "id",
        "phone",
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

/// All numbers, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, mut each: impl FnMut(Number)) -> Result<(), Error> {
    tx.query(SCAN, &[], |row| {
        each(read(row)?);
        Ok(())
    })
}

/// The numbers with ids in a range, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn in_range(tx: &Tx<'_>, ids: RangeInclusive<i64>, mut each: impl FnMut(Number)) -> Result<(), Error> {
    tx.query(IN_RANGE, &[(*ids.start()).into(), (*ids.end()).into()], |row| {
        each(read(row)?);
        Ok(())
    })
}

/// The number with this telephone number.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn by_phone(tx: &Tx<'_>, phone: PhoneNumber) -> Result<Option<Number>, Error> {
    tx.find(BY_PHONE, &[phone_value(phone)], read)
}

/// The numbers with these telephone numbers.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn by_phones(tx: &Tx<'_>, phones: &[PhoneNumber]) -> Result<Vec<Option<Number>>, Error> {
    let keys: Vec<_> = phones.iter().map(|phone| vec![phone_value(*phone)]).collect();
    tx.batch(BY_PHONE)?.find_each(&keys, read)
}

/// The telephone numbers from `first` to `last` (their digits, read as integers) that are taken, ascending.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn phones_between(tx: &Tx<'_>, first: u64, last: u64) -> Result<Vec<u64>, Error> {
    let bound = |digits: u64| Value::Integer(i64::try_from(digits).unwrap_or(i64::MAX));
    let mut phones = Vec::new();
    tx.query(PHONES_BETWEEN, &[bound(first), bound(last)], |row| {
        phones.push(row.narrow(0, "number.phone")?);
        Ok::<_, Error>(())
    })?;
    Ok(phones)
}

/// The number with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn by_id(tx: &Tx<'_>, id: NumberId) -> Result<Option<Number>, Error> {
    tx.find(IN_RANGE, &[id.as_i64().into(), id.as_i64().into()], read)
}

/// Writes a number: a new row, or other values for the row with its id.
///
/// # Errors
/// [`Error::Constraint`] `number_phone_key` when another row has its telephone number, and any other [`Error`] of the
/// database.
pub fn upsert(tx: &Tx<'_>, number: &Number) -> Result<(), Error> {
    writer(tx)?.upsert(number)
}

/// For writing many numbers.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn writer<'c>(tx: &Tx<'c>) -> Result<Writer<'c>, Error> {
    Ok(Writer { upsert: tx.batch(UPSERT)? })
}

/// Writes many numbers in one transaction.
pub struct Writer<'c> {
    upsert: Batch<'c>,
}

impl Writer<'_> {
    /// See [`upsert`].
    ///
    /// # Errors
    /// As there.
    pub fn upsert(&mut self, number: &Number) -> Result<(), Error> {
        let touched = self.upsert.execute(&values(number))?;
        if touched == 1 { Ok(()) } else { Err(Error::RowCount { expected: 1, touched }) }
    }
}

/// Deletes a number; `false` when there is none with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn delete(tx: &Tx<'_>, id: NumberId) -> Result<bool, Error> {
    Ok(tx.execute(DELETE, &[id.as_i64().into()])? == 1)
}

/// Gives a number another status.
///
/// # Errors
/// [`Error::RowCount`] when there is none with this id, and any other [`Error`] of the database.
pub fn set_status(tx: &Tx<'_>, id: NumberId, status: Status) -> Result<(), Error> {
    tx.execute_exactly(SET_STATUS, &[id.as_i64().into(), u32::from(status.code()).into()], 1)
}

/// Gives numbers another status.
///
/// # Errors
/// [`Error::RowCount`] when there is none with one of the ids, and any other [`Error`] of the database.
pub fn set_status_each(tx: &Tx<'_>, ids: &[NumberId], status: Status) -> Result<(), Error> {
    let rows: Vec<Vec<Value<'_>>> =
        ids.iter().map(|id| vec![id.as_i64().into(), u32::from(status.code()).into()]).collect();
    let touched = tx.batch(SET_STATUS)?.execute_each(&rows)?;
    match touched.into_iter().find(|touched| *touched != 1) {
        None => Ok(()),
        Some(touched) => Err(Error::RowCount { expected: 1, touched }),
    }
}

/// The numbers with shapes from `first` to `last`, in the order of ids. It reads them all to find them.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn shapes_between(tx: &Tx<'_>, first: u32, last: u32, mut each: impl FnMut(NumberId, u32)) -> Result<(), Error> {
    tx.query(SHAPES_BETWEEN, &[first.into(), last.into()], |row| {
        let id = NumberId::from_i64(row.integer(0)?).ok_or_else(|| Error::corrupt("number.id"))?;
        each(id, row.narrow(1, "number.shape")?);
        Ok(())
    })
}

/// Gives numbers other shapes.
///
/// # Errors
/// [`Error::RowCount`] when there is none with one of the ids, and any other [`Error`] of the database.
pub fn set_shapes(tx: &Tx<'_>, shapes: &[(NumberId, u32)]) -> Result<(), Error> {
    let mut set = tx.batch(SET_SHAPE)?;
    for together in shapes.chunks(SET_TOGETHER) {
        let tuples: Vec<_> = together.iter().map(|(id, shape)| vec![id.as_i64().into(), (*shape).into()]).collect();
        if let Some(touched) = set.execute_each(&tuples)?.into_iter().find(|touched| *touched != 1) {
            return Err(Error::RowCount { expected: 1, touched });
        }
    }
    Ok(())
}

/// Keeps other writers of numbers away until the transaction ends; readers go on. Whoever judges by many rows before
/// writing calls it first. On SQLite a writer is alone anyway.
///
/// # Errors
/// [`Error::Busy`] when another writer does not finish in time, and any other [`Error`] of the database.
pub fn lock(tx: &Tx<'_>) -> Result<(), Error> {
    tx.script(tx.dialect("", "LOCK TABLE number IN SHARE ROW EXCLUSIVE MODE"))
}

/// Whether there is any number.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn any(tx: &Tx<'_>) -> Result<bool, Error> {
    Ok(tx.find(ANY, &[], |_| Ok(()))?.is_some())
}

/// How many numbers there are. It counts them: for checks and progress, not for answers.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count(tx: &Tx<'_>) -> Result<u64, Error> {
    Ok(tx.find(COUNT, &[], |row| row.narrow(0, "number"))?.unwrap_or_default())
}

/// How many numbers each tenant has in each status, in the order of tenants. It joins and counts: for checks.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count_by_tenant_and_status(tx: &Tx<'_>, mut each: impl FnMut(Guid, Status, u64)) -> Result<(), Error> {
    tx.query(COUNT_BY_TENANT_AND_STATUS, &[], |row| {
        each(row.guid(0, "tenant.guid")?, read_status(row, 1)?, row.narrow(2, "number")?);
        Ok(())
    })
}

/// A number's values, in the order of the columns.
fn values(number: &Number) -> [Value<'static>; 12] {
    [
        number.id.as_i64().into(),
        phone_value(number.phone),
        number.entry.into(),
        number.acquired_on.into(),
        number.aslcht.into(),
        number.aslsct.into(),
        number.shape.into(),
        number.place.into(),
        number.sweep.into(),
        number.aslv_code.map(i64::from).into(),
        u32::from(number.assignment).into(),
        u32::from(number.status.code()).into(),
    ]
}

/// As the databases keep a telephone number.
pub(crate) fn phone_value(phone: PhoneNumber) -> Value<'static> {
    Value::Integer(i64::try_from(phone.digits()).expect("15 digits fit 63 bits"))
}

fn read_status(row: &Row<'_>, column: usize) -> Result<Status, Error> {
    Status::from_code(row.integer(column)?).map_err(|_| Error::corrupt("number.status"))
}

pub(crate) fn read(row: &Row<'_>) -> Result<Number, Error> {
    Ok(Number {
        id: NumberId::from_i64(row.integer(0)?).ok_or_else(|| Error::corrupt("number.id"))?,
        phone: PhoneNumber::from_digits(row.narrow(1, "number.phone")?).map_err(|_| Error::corrupt("number.phone"))?,
        entry: row.optional_integer(2)?,
        acquired_on: row.optional_ticks(3, "number.acquired_on")?,
        aslcht: row.optional_ticks(4, "number.aslcht")?,
        aslsct: row.optional_ticks(5, "number.aslsct")?,
        shape: row.narrow(6, "number.shape")?,
        place: row.narrow(7, "number.place")?,
        sweep: row.narrow(8, "number.sweep")?,
        aslv_code: row
            .optional_integer(9)?
            .map(i16::try_from)
            .transpose()
            .map_err(|_| Error::corrupt("number.aslv_code"))?,
        assignment: row.narrow(10, "number.assignment")?,
        status: read_status(row, 11)?,
    })
}
