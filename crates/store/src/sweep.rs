//! Check sweeps: the values of `asticks`. A number that no sweep has checked has sweep 0, which is not stored.

use crate::dictionary::{self, Interned};
use crate::row::Value;
use crate::{Counter, Digest, Error, Tx};

statements! {
    INSERT = "INSERT INTO sweep (id, ticks) VALUES ($1, $2) ON CONFLICT (ticks) DO NOTHING";
    FIND_ID = "SELECT id FROM sweep WHERE ticks = $1";
    GET = "SELECT id, ticks FROM sweep WHERE id = $1";
    SCAN = "SELECT id, ticks FROM sweep ORDER BY id";
}

impl Interned for i64 {
    const COUNTER: Counter = Counter::Sweep;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND_ID;
    const PLACE: &'static str = "sweep.id";

    fn digest(&self) -> Digest {
        Digest::NONE
    }

    fn key<'v>(&'v self, _: &'v Digest) -> Vec<Value<'v>> {
        vec![(*self).into()]
    }

    fn row<'v>(&'v self, id: u32, _: &'v Digest) -> Vec<Value<'v>> {
        vec![id.into(), (*self).into()]
    }
}

/// Keeps a sweep under this id; `false` when it is kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, ticks: i64) -> Result<bool, Error> {
    dictionary::insert(tx, id, &ticks)
}

/// The id of a sweep.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, ticks: i64) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, &ticks)
}

/// The ids of sweeps, which from now on are kept; fresh ones come from the counter.
///
/// # Errors
/// As [`insert`], and [`Error::Exhausted`] when there are no more ids.
pub fn intern_each(tx: &mut Tx<'_>, tickss: &[i64]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, tickss)
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
