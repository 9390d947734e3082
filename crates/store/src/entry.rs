//! Entries: the numbers of a task, and how each of them stands.

use crate::batch::Batch;
use crate::number::phone_value;
use crate::row::{Row, Value};
use crate::table::Table;
use crate::{Error, Tx};
use numberline_domain::{EntryState, Guid, NumberId, PhoneNumber, TaskId, TaskStatus};

/// One number of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id: of an upload, the `uploadTelephoneNumberEntryId`.
    pub id: i64,
    /// The task.
    pub task: TaskId,
    /// The telephone number.
    pub phone: PhoneNumber,
    /// The number's row.
    pub number: Option<NumberId>,
    /// How it stands.
    pub state: EntryState,
    /// The order by which it was last sent.
    pub order: Option<Guid>,
    /// What it failed with, in one word.
    pub error_code: Option<String>,
    /// What it failed with, for people.
    pub error: Option<String>,
}

/// How many entries of a task are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryCounts([u64; EntryState::ALL.len()]);

impl EntryCounts {
    /// Those in this state.
    #[must_use]
    pub fn in_state(&self, state: EntryState) -> u64 {
        self.0[state as usize]
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Those that the task has still to do with.
    #[must_use]
    pub fn open(&self) -> u64 {
        EntryState::ALL.iter().filter(|state| !state.is_final()).map(|state| self.in_state(*state)).sum()
    }
}

impl EntryCounts {
    /// How a task with these entries ends; `None` while it has something to do for one of them.
    #[must_use]
    pub fn outcome(&self) -> Option<TaskStatus> {
        let [done, failed, abandoned] =
            [EntryState::Done, EntryState::Failed, EntryState::Abandoned].map(|state| self.in_state(state));
        (self.open() == 0).then(|| TaskStatus::of_ended(done, failed, abandoned))
    }
}

const TABLE: Table = Table {
    name: "entry",
    columns: &["id", "task", "phone", "number", "state", "upstream_order", "error_code", "error"],
};

statements! {
    GET = "SELECT id, task, phone, number, state, upstream_order, error_code, error FROM entry WHERE id = $1";
    PAGE = "SELECT id, task, phone, number, state, upstream_order, error_code, error
            FROM entry WHERE task = $1 AND id > $2 ORDER BY id LIMIT $3";
    IN_STATE = "SELECT id, task, phone, number, state, upstream_order, error_code, error
                FROM entry WHERE task = $1 AND state = $2 ORDER BY id LIMIT $3";
    OF_ORDER = "SELECT id, task, phone, number, state, upstream_order, error_code, error
                FROM entry WHERE upstream_order = $1 ORDER BY id";
    COUNTS = "SELECT state, count(*) FROM entry WHERE task = $1 GROUP BY state";
    SET = "UPDATE entry SET state = $2, upstream_order = $3, error_code = $4, error = $5 WHERE id = $1";
    MOVE_ALL = "UPDATE entry SET state = $3, error_code = NULL, error = NULL WHERE task = $1 AND state = $2";
}

/// Keeps new entries.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert_each(tx: &Tx<'_>, entries: &[Entry]) -> Result<(), Error> {
    let rows = entries.iter().map(|entry| {
        [
            Value::from(entry.id),
            Guid::from(entry.task).into(),
            phone_value(entry.phone),
            entry.number.map(NumberId::as_i64).into(),
            entry.state.as_str().into(),
            entry.order.into(),
            entry.error_code.as_deref().into(),
            entry.error.as_deref().into(),
        ]
    });
    tx.load(&TABLE, rows).map(drop)
}

/// The entry with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: i64) -> Result<Option<Entry>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// The entries with these ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get_each(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<Option<Entry>>, Error> {
    let keys: Vec<Vec<Value<'_>>> = ids.iter().map(|id| vec![(*id).into()]).collect();
    tx.batch(GET)?.find_each(&keys, read)
}

/// Writes the states, orders and errors of entries.
///
/// # Errors
/// [`Error::RowCount`] when one of them is not kept, and any other [`Error`] of the database.
pub fn set_each(tx: &Tx<'_>, entries: &[Entry]) -> Result<(), Error> {
    let rows: Vec<Vec<Value<'_>>> = entries.iter().map(|entry| set_values(entry).to_vec()).collect();
    match tx.batch(SET)?.execute_each(&rows)?.into_iter().find(|touched| *touched != 1) {
        None => Ok(()),
        Some(touched) => Err(Error::RowCount { expected: 1, touched }),
    }
}

fn set_values(entry: &Entry) -> [Value<'_>; 5] {
    [
        entry.id.into(),
        entry.state.as_str().into(),
        entry.order.into(),
        entry.error_code.as_deref().into(),
        entry.error.as_deref().into(),
    ]
}

/// Entries of a task whose ids are larger than `after`, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn page(tx: &Tx<'_>, task: TaskId, after: i64, most: u32) -> Result<Vec<Entry>, Error> {
    collect(tx, PAGE, &[Guid::from(task).into(), after.into(), most.into()])
}

/// Entries of a task that are in this state, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn in_state(tx: &Tx<'_>, task: TaskId, state: EntryState, most: u32) -> Result<Vec<Entry>, Error> {
    collect(tx, IN_STATE, &[Guid::from(task).into(), state.as_str().into(), most.into()])
}

/// The entries whose last order this is, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_order(tx: &Tx<'_>, order: Guid) -> Result<Vec<Entry>, Error> {
    collect(tx, OF_ORDER, &[order.into()])
}

/// How many entries of a task are in each state.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn counts(tx: &Tx<'_>, task: TaskId) -> Result<EntryCounts, Error> {
    let mut counts = EntryCounts::default();
    tx.query(COUNTS, &[Guid::from(task).into()], |row| {
        counts.0[read_state(row, 0)? as usize] = row.narrow(1, "entry")?;
        Ok::<_, Error>(())
    })?;
    Ok(counts)
}

/// For writing how entries stand.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn writer<'c>(tx: &Tx<'c>) -> Result<Writer<'c>, Error> {
    Ok(Writer { set: tx.batch(SET)? })
}

/// Writes how entries stand.
pub struct Writer<'c> {
    set: Batch<'c>,
}

impl Writer<'_> {
    /// Writes the entry's state, order and error.
    ///
    /// # Errors
    /// [`Error::RowCount`] when there is no such entry, and any other [`Error`] of the database.
    pub fn set(&mut self, entry: &Entry) -> Result<(), Error> {
        let touched = self.set.execute(&[
            entry.id.into(),
            entry.state.as_str().into(),
            entry.order.into(),
            entry.error_code.as_deref().into(),
            entry.error.as_deref().into(),
        ])?;
        if touched == 1 { Ok(()) } else { Err(Error::RowCount { expected: 1, touched }) }
    }
}

/// Moves all entries of a task that are in one state to another, and forgets their errors; how many they are.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn move_all(tx: &Tx<'_>, task: TaskId, from: EntryState, to: EntryState) -> Result<u64, Error> {
    tx.execute(MOVE_ALL, &[Guid::from(task).into(), from.as_str().into(), to.as_str().into()])
}

fn collect(tx: &Tx<'_>, sql: &str, values: &[Value<'_>]) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    tx.query(sql, values, |row| {
        entries.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(entries)
}

fn read_state(row: &Row<'_>, column: usize) -> Result<EntryState, Error> {
    EntryState::parse(row.text(column)?).ok_or_else(|| Error::corrupt("entry.state"))
}

fn read(row: &Row<'_>) -> Result<Entry, Error> {
    let number = row.optional_integer(3)?;
    Ok(Entry {
        id: row.integer(0)?,
        task: TaskId::from(row.guid(1, "entry.task")?),
        phone: PhoneNumber::from_digits(row.narrow(2, "entry.phone")?).map_err(|_| Error::corrupt("entry.phone"))?,
        number: number.map(|id| NumberId::from_i64(id).ok_or_else(|| Error::corrupt("entry.number"))).transpose()?,
        state: read_state(row, 4)?,
        order: row.optional_guid(5, "entry.upstream_order")?,
        error_code: row.optional_string(6)?,
        error: row.optional_string(7)?,
    })
}
