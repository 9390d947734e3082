//! Requests that may be repeated: which task a key of an actor stands for, and for which request it was used.

use crate::{Error, Tx};
use numberline_domain::{Guid, TaskId, Ticks};

/// What a key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The hash of the request.
    pub request: Vec<u8>,
    /// The task it made.
    pub task: TaskId,
}

statements! {
    // One that another transaction is noting at the moment is waited for.
    NOTE = "INSERT INTO idempotency (actor, key, request, task, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (actor, key) DO NOTHING";
    FIND = "SELECT request, task FROM idempotency WHERE actor = $1 AND key = $2";
    FORGET = "DELETE FROM idempotency WHERE at < $1";
}

/// Notes that a key stands for a task, which is kept already. `false` when the actor used the key before: the
/// transaction must be undone.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn note(tx: &Tx<'_>, actor: &str, key: &str, request: &[u8], task: TaskId, at: Ticks) -> Result<bool, Error> {
    let values = [actor.into(), key.into(), request.into(), Guid::from(task).into(), at.into()];
    Ok(tx.execute(NOTE, &values)? == 1)
}

/// What the actor used a key for.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find(tx: &Tx<'_>, actor: &str, key: &str) -> Result<Option<Earlier>, Error> {
    tx.find(FIND, &[actor.into(), key.into()], |row| {
        Ok(Earlier { request: row.bytes(0)?.to_vec(), task: TaskId::from(row.guid(1, "idempotency.task")?) })
    })
}

/// Forgets the keys that were used before an instant; how many they are.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn forget(tx: &Tx<'_>, before: Ticks) -> Result<u64, Error> {
    tx.execute(FORGET, &[before.into()])
}
