//! Holds: the telephone numbers that operations work on at present. The key says that no two do so at once.
//!
//! An entry holds its number until the task has nothing more to do for it. An upload lets go when Microsoft has taken the
//! order: what then remains is to see the number, and until then it may be withdrawn.

use crate::number::phone_value;
use crate::row::Value;
use crate::{Error, Tx};
use numberline_domain::{Guid, PhoneNumber, TaskId};

/// Who works on a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The entry.
    pub entry: i64,
    /// The entry's task.
    pub task: TaskId,
}

statements! {
    // One that another transaction is taking at the moment is waited for.
    TAKE = "INSERT INTO hold (phone, entry) VALUES ($1, $2) ON CONFLICT (phone) DO NOTHING";
    HOLDER = "SELECT hold.entry, entry.task FROM hold JOIN entry ON entry.id = hold.entry WHERE hold.phone = $1";
    LET_GO = "DELETE FROM hold WHERE entry = $1";
    LET_GO_FINAL = "DELETE FROM hold WHERE entry IN
                        (SELECT id FROM entry WHERE task = $1 AND state IN ('done', 'failed', 'abandoned'))";
    COUNT = "SELECT count(*) FROM hold";
}

/// Takes numbers for their entries, which are kept already. Whether each was free; those that were not stay with their
/// holders. The numbers are given in ascending order, so that two who want the same ones do not wait for each other.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn take_each(tx: &Tx<'_>, wanted: &[(PhoneNumber, i64)]) -> Result<Vec<bool>, Error> {
    debug_assert!(wanted.is_sorted_by_key(|(phone, _)| *phone), "numbers are taken in ascending order");
    let rows: Vec<Vec<Value<'_>>> =
        wanted.iter().map(|(phone, entry)| vec![phone_value(*phone), (*entry).into()]).collect();
    Ok(tx.batch(TAKE)?.execute_each(&rows)?.into_iter().map(|touched| touched == 1).collect())
}

/// Who works on each of the numbers.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn holders(tx: &Tx<'_>, phones: &[PhoneNumber]) -> Result<Vec<Option<Holder>>, Error> {
    let keys: Vec<_> = phones.iter().map(|phone| vec![phone_value(*phone)]).collect();
    tx.batch(HOLDER)?
        .find_each(&keys, |row| Ok(Holder { entry: row.integer(0)?, task: TaskId::from(row.guid(1, "entry.task")?) }))
}

/// Lets the numbers of these entries go.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn let_go(tx: &Tx<'_>, entries: impl IntoIterator<Item = i64>) -> Result<(), Error> {
    let rows: Vec<Vec<Value<'_>>> = entries.into_iter().map(|entry| vec![entry.into()]).collect();
    tx.batch(LET_GO)?.execute_each(&rows).map(drop)
}

/// Lets the numbers of all entries of a task go that it has nothing more to do for; how many they are.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn let_go_final(tx: &Tx<'_>, task: TaskId) -> Result<u64, Error> {
    tx.execute(LET_GO_FINAL, &[Guid::from(task).into()])
}

/// How many numbers are held.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count(tx: &Tx<'_>) -> Result<u64, Error> {
    Ok(tx.find(COUNT, &[], |row| row.narrow(0, "hold"))?.unwrap_or_default())
}
