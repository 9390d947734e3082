//! The SBC texts of services.

use crate::dictionary::{self, Interned};
use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::SbcFacts;

statements! {
    INSERT = "INSERT INTO sbc_fact (id, sbc_list, sbc_list_json, sbc_list_array, digest)
              VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING";
    FIND_ID = "SELECT id FROM sbc_fact WHERE digest = $1";
    GET = "SELECT id, sbc_list, sbc_list_json, sbc_list_array FROM sbc_fact WHERE id = $1";
    SCAN = "SELECT id, sbc_list, sbc_list_json, sbc_list_array FROM sbc_fact ORDER BY id";
    REPLACE = "UPDATE sbc_fact SET sbc_list = $2, sbc_list_json = $3, sbc_list_array = $4, digest = $5 WHERE id = $1";
}

impl Interned for SbcFacts {
    const COUNTER: Counter = Counter::Sbc;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND_ID;
    const PLACE: &'static str = "sbc_fact.id";

    fn digest(&self) -> Digest {
        Digest::of_sbc(self)
    }

    fn row<'v>(&'v self, id: u32, digest: &'v Digest) -> Vec<Value<'v>> {
        vec![
            id.into(),
            self.sbc_list.as_ref().into(),
            self.sbc_list_json.as_ref().into(),
            self.sbc_list_array.as_ref().into(),
            digest.as_bytes().into(),
        ]
    }
}

/// Keeps facts under this id; `false` when the same facts are kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, facts: &SbcFacts) -> Result<bool, Error> {
    dictionary::insert(tx, id, facts)
}

/// The id of facts.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, facts: &SbcFacts) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, facts)
}

/// The ids of facts, which from now on are kept; fresh ones come from the counter.
///
/// # Errors
/// As [`insert`], and [`Error::Exhausted`] when there are no more ids.
pub fn intern_each(tx: &mut Tx<'_>, facts: &[SbcFacts]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, facts)
}

/// The facts with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<SbcFacts>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// All facts, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, SbcFacts)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "sbc_fact.id", read, each)
}

/// Puts other facts under an id, for every number that has them at once.
///
/// # Errors
/// [`Error::Constraint`] `sbc_fact_digest_key` when the facts are kept already, under another id;
/// [`Error::RowCount`] when there are none under this one; and any other [`Error`] of the database.
pub fn replace(tx: &Tx<'_>, id: u32, facts: &SbcFacts) -> Result<(), Error> {
    tx.execute_exactly(REPLACE, &facts.row(id, &facts.digest()), 1)
}

fn read(row: &Row<'_>) -> Result<SbcFacts, Error> {
    Ok(SbcFacts {
        sbc_list: row.optional_json(1)?,
        sbc_list_json: row.optional_json(2)?,
        sbc_list_array: row.optional_json(3)?,
    })
}
