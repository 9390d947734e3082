//! Places: where numbers are used. A number without location and civic address has place 0, which is not stored.

use crate::dictionary::{self, Interned};
use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::Place;

statements! {
    INSERT = "INSERT INTO place (id, location_id, civic_address_id, digest) VALUES ($1, $2, $3, $4)
              ON CONFLICT (digest) DO NOTHING";
    FIND_ID = "SELECT id FROM place WHERE digest = $1";
    GET = "SELECT id, location_id, civic_address_id FROM place WHERE id = $1";
    SCAN = "SELECT id, location_id, civic_address_id FROM place ORDER BY id";
}

impl Interned for Place {
    const COUNTER: Counter = Counter::Place;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND_ID;
    const PLACE: &'static str = "place.id";

    fn digest(&self) -> Digest {
        Digest::of_place(self)
    }

    fn row<'v>(&'v self, id: u32, digest: &'v Digest) -> Vec<Value<'v>> {
        vec![
            id.into(),
            self.location_id.as_deref().into(),
            self.civic_address_id.as_deref().into(),
            digest.as_bytes().into(),
        ]
    }
}

/// Keeps a place under this id; `false` when it is kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, place: &Place) -> Result<bool, Error> {
    dictionary::insert(tx, id, place)
}

/// The id of a place.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, place: &Place) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, place)
}

/// The ids of places, which from now on are kept; fresh ones come from the counter.
///
/// # Errors
/// As [`insert`], and [`Error::Exhausted`] when there are no more ids.
pub fn intern_each(tx: &mut Tx<'_>, place: &[Place]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, place)
}

/// The place with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<Place>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// All places, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, Place)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "place.id", read, each)
}

fn read(row: &Row<'_>) -> Result<Place, Error> {
    Ok(Place { location_id: row.optional_string(1)?, civic_address_id: row.optional_string(2)? })
}
