//! Check sweeps: the values of `asticks`. A number that no sweep has checked has sweep 0, which is not stored.

use crate::{Error, Tx, dictionary};

statements! {
    INSERT = "INSERT INTO sweep (id, ticks) VALUES ($1, $2) ON CONFLICT (ticks) DO NOTHING";
    FIND_ID = "SELECT id FROM sweep WHERE ticks = $1";
    GET = "SELECT id, ticks FROM sweep WHERE id = $1";
    SCAN = "SELECT id, ticks FROM sweep ORDER BY id";
}

/// Keeps a sweep under this id; `false` when it is kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, ticks: i64) -> Result<bool, Error> {
    dictionary::insert(tx, INSERT, &[id.into(), ticks.into()])
}

/// The id of a sweep.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, ticks: i64) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, FIND_ID, &[ticks.into()], "sweep.id")
}

/// The ticks of the sweep with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<i64>, Error> {
    tx.find(GET, &[id.into()], |row| row.integer(1))
}

/// All sweeps, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, i64)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "sweep.id", |row| row.integer(1), each)
}
