//! Places: where numbers are used. A number without location and civic address has place 0, which is not stored.

use crate::row::Row;
use crate::{Digest, Error, Tx, dictionary};
use numberline_domain::Place;

statements! {
    INSERT = "INSERT INTO place (id, location_id, civic_address_id, digest) VALUES ($1, $2, $3, $4)
              ON CONFLICT (digest) DO NOTHING";
    FIND_ID = "SELECT id FROM place WHERE digest = $1";
    GET = "SELECT id, location_id, civic_address_id FROM place WHERE id = $1";
    SCAN = "SELECT id, location_id, civic_address_id FROM place ORDER BY id";
}

/// Keeps a place under this id; `false` when it is kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, place: &Place) -> Result<bool, Error> {
    let digest = Digest::of_place(place);
    let values = [
        id.into(),
        place.location_id.as_deref().into(),
        place.civic_address_id.as_deref().into(),
        digest.as_bytes().into(),
    ];
    dictionary::insert(tx, INSERT, &values)
}

/// The id of a place.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, place: &Place) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, FIND_ID, &[Digest::of_place(place).as_bytes().into()], "place.id")
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
