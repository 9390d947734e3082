//! What was ordered for numbers and what Microsoft offers.

use crate::row::Row;
use crate::{Digest, Error, Tx, dictionary};
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

/// Keeps an offer under this id; `false` when the same offer is kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, facts: &Offer) -> Result<bool, Error> {
    let profile = facts.calling_profile_id.map(|guid| guid.to_string());
    let digest = Digest::of_offer(facts);
    let values = [
        id.into(),
        (&facts.source).into(),
        profile.as_deref().into(),
        facts.iso_country_code.as_deref().into(),
        facts.acquired_capabilities.as_ref().into(),
        facts.available_capabilities.as_ref().into(),
        digest.as_bytes().into(),
    ];
    dictionary::insert(tx, INSERT, &values)
}

/// The id of an offer.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, facts: &Offer) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, FIND_ID, &[Digest::of_offer(facts).as_bytes().into()], "offer_fact.id")
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
