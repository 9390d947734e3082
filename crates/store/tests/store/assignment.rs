//! The words of `assignmentStatus`.

use crate::support::{Fixture, author};
use numberline_domain::AssignmentWord;
use numberline_store::{Error, assignment};

#[test]
fn the_fields_own_words_have_the_first_ids() {
    let fixture = Fixture::new();
    let mut words = Vec::new();
    fixture.open().read(|tx| assignment::scan(tx, |id, word| words.push((id, word.0)))).unwrap();
    let known: Vec<_> = (1_u8..).zip(AssignmentWord::KNOWN.map(str::to_owned)).collect();
    assert_eq!(words, known);
}

#[test]
fn another_word_is_kept_once() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let word = AssignmentWord("Parked".to_owned());
    let ids = database
        .write(&author(), |tx| Ok::<_, Error>([assignment::intern(tx, &word)?, assignment::intern(tx, &word)?]));
    assert_eq!(ids.unwrap().value, [6, 6]);
    assert_eq!(database.read(|tx| assignment::get(tx, 6)), Ok(Some(word)));
}

#[test]
fn the_words_end_at_255() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let word = |index: u32| AssignmentWord(format!("Word{index}"));
    let last =
        database.write(&author(), |tx| (6..=255).map(|index| assignment::intern(tx, &word(index))).last().unwrap());
    assert_eq!(last.unwrap().value, 255);
    let refusal = database.write(&author(), |tx| assignment::intern(tx, &word(256)));
    assert_eq!(refusal.unwrap_err(), Error::Exhausted { what: "words of assignmentStatus" });
    assert_eq!(database.write(&author(), |tx| assignment::intern(tx, &word(255))).unwrap().value, 255);
}
