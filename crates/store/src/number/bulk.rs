//! Many numbers at once: found by their telephone numbers, brought in, written anew, taken out.

use super::{DELETE, TABLE, UPSERT, read, values};
use crate::row::Value;
use crate::{Error, Tx};
use numberline_domain::{Number, NumberId, PhoneNumber};
use std::fmt::Write as _;

/// The telephone numbers go in as one JSON list: each dialect has its own words for reading one.
const BY_PHONES_SQLITE: &str =
    "SELECT n.id, n.phone, n.entry, n.acquired_on, n.aslcht, n.aslsct, n.shape, n.place, n.sweep,
        n.aslv_code, n.assignment, n.status
    FROM json_each($1) wanted JOIN number n ON n.phone = wanted.value";
const BY_PHONES_POSTGRES: &str = "SELECT n.id, n.phone, n.entry, n.acquired_on, n.aslcht, n.aslsct, n.shape, n.place, n.sweep,
        n.aslv_code, n.assignment, n.status
    FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) wanted JOIN number n ON n.phone = CAST(wanted AS BIGINT)";

/// Those of these telephone numbers that are listed, in no order.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn among(tx: &Tx<'_>, phones: &[PhoneNumber], mut each: impl FnMut(Number)) -> Result<(), Error> {
    let list = phone_list(phones);
    tx.query(tx.dialect(BY_PHONES_SQLITE, BY_PHONES_POSTGRES), &[(&list).into()], |row| {
        each(read(row)?);
        Ok(())
    })
}

/// Brings numbers in that are not listed yet.
///
/// # Errors
/// [`Error::Constraint`] `number_phone_key` when one of them is, and any other [`Error`] of the database.
pub fn insert_each(tx: &Tx<'_>, numbers: &[Number]) -> Result<(), Error> {
    if numbers.is_empty() {
        return Ok(());
    }
    let expected = u64::try_from(numbers.len()).expect("a length fits 64 bits");
    let touched = tx.load(&TABLE, numbers.iter().map(values))?;
    if touched == expected { Ok(()) } else { Err(Error::RowCount { expected, touched }) }
}

/// Gives numbers that are listed other values.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn update_each(tx: &Tx<'_>, numbers: &[Number]) -> Result<(), Error> {
    let rows: Vec<Vec<Value<'_>>> = numbers.iter().map(|number| values(number).to_vec()).collect();
    one_each(&tx.batch(UPSERT)?.execute_each(&rows)?)
}

/// Takes numbers out.
///
/// # Errors
/// [`Error::RowCount`] when one is not there, and any other [`Error`] of the database.
pub fn delete_each(tx: &Tx<'_>, ids: &[NumberId]) -> Result<(), Error> {
    let rows: Vec<Vec<Value<'_>>> = ids.iter().map(|id| vec![id.as_i64().into()]).collect();
    one_each(&tx.batch(DELETE)?.execute_each(&rows)?)
}

/// Telephone numbers as a JSON list of integers.
fn phone_list(phones: &[PhoneNumber]) -> String {
    let mut list = String::with_capacity(phones.len() * 14 + 2);
    list.push('[');
    for (position, phone) in phones.iter().enumerate() {
        let comma = if position > 0 { "," } else { "" };
        write!(list, "{comma}{}", phone.digits()).expect("a text takes what is written");
    }
    list.push(']');
    list
}

fn one_each(touched: &[u64]) -> Result<(), Error> {
    match touched.iter().find(|touched| **touched != 1) {
        None => Ok(()),
        Some(touched) => Err(Error::RowCount { expected: 1, touched: *touched }),
    }
}
