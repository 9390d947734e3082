//! Numbers that left the list, as they were.

mod reading;

pub use reading::{Kept, Wanted, count, newest, of_phone};

use crate::row::Value;
use crate::table::Table;
use crate::{ChangeKind, Counter, Error, Tx, counter, number};
use numberline_domain::{ChannelId, Guid, NumberId, PhoneNumber, TaskId, Ticks};
use serde::Deserialize;

/// A number that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Its id.
    pub number: NumberId,
    /// Its telephone number.
    pub phone: PhoneNumber,
    /// The id of its tenant.
    pub tenant: u32,
    /// How it leaves: the kind of the change.
    pub kind: ChangeKind,
    /// The task by which it leaves.
    pub task: Option<TaskId>,
    /// Its last V3 record.
    pub record: String,
}

const RELEASED: Table = Table {
    name: "released",
    columns: &["id", "number", "phone", "tenant", "kind", "left_at", "actor", "task", "record", "channel"],
};

/// Keeps what leaves, in the transaction in which it does. Takes ids from the counter, which is locked before the head.
///
/// # Errors
/// [`Error::Corrupt`] when a record is none, and any other [`Error`] of the database.
pub fn keep_each(tx: &Tx<'_>, leaving: &[Leaving], at: Ticks, actor: &str) -> Result<(), Error> {
    if leaving.is_empty() {
        return Ok(());
    }
    let expected = u64::try_from(leaving.len()).expect("a length fits 64 bits");
    let ids = counter::advance(tx, Counter::Released, expected)?;
    let channels = leaving.iter().map(channel_of).collect::<Result<Vec<_>, _>>()?;
    let rows = leaving.iter().zip(ids).zip(channels).map(|((leaving, id), channel)| {
        [
            Value::from(id),
            leaving.number.as_i64().into(),
            number::phone_value(leaving.phone),
            leaving.tenant.into(),
            leaving.kind.as_str().into(),
            at.into(),
            actor.into(),
            leaving.task.map(Guid::from).into(),
            (&leaving.record).into(),
            channel.into(),
        ]
    });
    let touched = tx.load(&RELEASED, rows)?;
    if touched == expected { Ok(()) } else { Err(Error::RowCount { expected, touched }) }
}

/// The channel that a record names.
fn channel_of(leaving: &Leaving) -> Result<ChannelId, Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Home {
        ovoc_channel_id: ChannelId,
    }
    let home: Result<Home, _> = serde_json::from_str(&leaving.record);
    home.map(|home| home.ovoc_channel_id).map_err(|_| Error::corrupt("released.record"))
}
