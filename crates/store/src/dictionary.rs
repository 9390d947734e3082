//! What the tables of interned values have in common: an id from 1, and a key that makes the value unique.

use crate::row::{Row, Value};
use crate::{Error, Tx};

/// Whether the insert made a row; one with the same key stays as it is.
pub(crate) fn insert(tx: &Tx<'_>, sql: &str, values: &[Value<'_>]) -> Result<bool, Error> {
    Ok(tx.execute(sql, values)? == 1)
}

/// The id in the first column of an answer.
pub(crate) fn find_id(tx: &Tx<'_>, sql: &str, key: &[Value<'_>], place: &'static str) -> Result<Option<u32>, Error> {
    tx.find(sql, key, |row| row.narrow(0, place))
}

/// Every value with the id in the first column.
pub(crate) fn scan<T>(
    tx: &Tx<'_>,
    sql: &str,
    place: &'static str,
    read: impl Fn(&Row<'_>) -> Result<T, Error>,
    mut each: impl FnMut(u32, T),
) -> Result<(), Error> {
    tx.query(sql, &[], |row| {
        each(row.narrow(0, place)?, read(row)?);
        Ok(())
    })
}
