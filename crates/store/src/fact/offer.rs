//! What was ordered for numbers and what Microsoft offers.

use crate::dictionary::{self, Interned};
use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::Offer;

statements! {
    INSERT = "INSERT INTO offer_fact (id, source, calling_profile_id, iso_country_code, acquired_capabilities, available_capabilities, digest)
              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (digest) DO NOTHING";
    FIND_ID = "SELECT id FROM offer_fact WHERE digest = $1";
    GET = "SELECT id, source, calling_profile_id, iso_country_code, acquired_capabilities, available_capabilities
           FROM offer_fact WHERE id = $1";
    SCAN = "SELECT id, source, calling_profile_id, iso_country_code, acquired_capabilities, available_capabilities
            FROM offer_fact ORDER BY id";
}

impl Interned for Offer {
    const COUNTER: Counter = Counter::Offer;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND_ID;
    const PLACE: &'static str = "offer_fact.id";

    fn digest(&self) -> Digest {
        Digest::of_offer(self)
    }

    fn row<'v>(&'v self, id: u32, digest: &'v Digest) -> Vec<Value<'v>> {
        vec![
            id.into(),
            (&self.source).into(),
            self.calling_profile_id.into(),
            self.iso_country_code.as_deref().into(),
            self.acquired_capabilities.as_ref().into(),
            self.available_capabilities.as_ref().into(),
            digest.as_bytes().into(),
        ]
    }
}

/// Keeps an offer under this id; `false` when the same offer is kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, facts: &Offer) -> Result<bool, Error> {
    dictionary::insert(tx, id, facts)
}

/// The id of an offer.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, facts: &Offer) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, facts)
}

/// The ids of offers, which from now on are kept; fresh ones come from the counter.
///
/// # Errors
/// As [`insert`], and [`Error::Exhausted`] when there are no more ids.
pub fn intern_each(tx: &mut Tx<'_>, facts: &[Offer]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, facts)
}

/// The offer with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<Offer>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// All offers, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, Offer)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "offer_fact.id", read, each)
}

fn read(row: &Row<'_>) -> Result<Offer, Error> {
    Ok(Offer {
        source: row.text(1)?.to_owned(),
        calling_profile_id: row.optional_guid(2, "offer_fact.calling_profile_id")?,
        iso_country_code: row.optional_string(3)?,
        acquired_capabilities: row.optional_json(4)?,
        available_capabilities: row.optional_json(5)?,
    })
}
