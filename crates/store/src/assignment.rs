//! The words of `assignmentStatus`. The field's own have ids 1–5; others are kept as received, up to id 255.

use crate::{Error, Tx};
use numberline_domain::AssignmentWord;

statements! {
    // The words are few and a new one is rare: its id needs no counter, as the transaction that makes it is the only
    // one that imports. `WHERE true` keeps SQLite from reading ON as a part of the FROM.
    INSERT = "INSERT INTO assignment (id, word) SELECT coalesce(max(id), 0) + 1, $1 FROM assignment WHERE true
              ON CONFLICT (word) DO NOTHING";
    FIND_ID = "SELECT id FROM assignment WHERE word = $1";
    GET = "SELECT word FROM assignment WHERE id = $1";
    SCAN = "SELECT id, word FROM assignment ORDER BY id";
}

/// How many words there can be: a number names its own in one byte, and 0 means none.
pub const MOST: usize = 255;

/// The id of a word, which is kept if it is new.
///
/// # Errors
/// [`Error::Exhausted`] when 255 words are kept and this is none of them, and any other [`Error`] of the database.
pub fn intern(tx: &mut Tx<'_>, word: &AssignmentWord) -> Result<u8, Error> {
    if let Some(id) = find_id(tx, word)? {
        return Ok(id);
    }
    match tx.execute(INSERT, &[(&word.0).into()]) {
        Ok(_) => find_id(tx, word)?.ok_or_else(|| Error::corrupt("assignment.word")),
        Err(Error::Constraint { name }) if name == "assignment_id_check" => {
            Err(Error::Exhausted { what: "words of assignmentStatus" })
        }
        Err(error) => Err(error),
    }
}

/// The id of a word.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, word: &AssignmentWord) -> Result<Option<u8>, Error> {
    tx.find(FIND_ID, &[(&word.0).into()], |row| row.narrow(0, "assignment.id"))
}

/// The word with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u8) -> Result<Option<AssignmentWord>, Error> {
    tx.find(GET, &[u32::from(id).into()], |row| Ok(AssignmentWord(row.text(0)?.to_owned())))
}

/// All words, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, mut each: impl FnMut(u8, AssignmentWord)) -> Result<(), Error> {
    tx.query(SCAN, &[], |row| {
        each(row.narrow(0, "assignment.id")?, AssignmentWord(row.text(1)?.to_owned()));
        Ok(())
    })
}
