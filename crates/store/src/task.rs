//! Tasks: what was asked for that takes time, and when it is to be gone on with. Their numbers are in [`entry`](crate::entry).

mod list;

pub use list::{Filter, count, page};

use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{Guid, TaskId, TaskKind, TaskStatus, Ticks};

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What it does.
    pub kind: TaskKind,
    /// Id of the tenant it is about; `None` where it is about all of them.
    pub tenant: Option<u32>,
    /// How it stands.
    pub status: TaskStatus,
    /// Who asked for it.
    pub actor: String,
    /// When it was asked for.
    pub created_at: Ticks,
    /// When its status became final.
    pub completed_at: Option<Ticks>,
    /// When to go on with it, by the [database's clock](crate::time).
    pub due_at: Ticks,
    /// Whether an operator stopped it for a while.
    pub is_paused: bool,
    /// Tries since the last one that succeeded.
    pub attempts: u32,
    /// What was asked for, as JSON.
    pub input: String,
    /// What came of it, as JSON.
    pub output: Option<String>,
    /// What the last try failed with, in words for whoever watches the task.
    pub error: Option<String>,
}

statements! {
    INSERT = "INSERT INTO task (id, kind, tenant, status, actor, created_at, completed_at, due_at, is_paused, attempts, input, output, error)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    GET = "SELECT id, kind, tenant, status, actor, created_at, completed_at, due_at, is_paused, attempts, input, output, error
           FROM task WHERE id = $1";
    // A row that another transaction changes at the moment is waited for. On SQLite a writer is alone.
    LOCK = "UPDATE task SET attempts = attempts WHERE id = $1";
    DUE_ORDERS = "SELECT id FROM task WHERE status = 'In Progress' AND is_paused = 0 AND due_at <= $1 AND kind <> 'sweep'
                  ORDER BY due_at, id LIMIT $2";
    DUE_SWEEPS = "SELECT id FROM task WHERE status = 'In Progress' AND is_paused = 0 AND due_at <= $1 AND kind = 'sweep'
                  ORDER BY due_at, id LIMIT $2";
    NEXT_DUE = "SELECT min(due_at) FROM task WHERE status = 'In Progress' AND is_paused = 0";
    PUT_OFF = "UPDATE task SET due_at = $2, attempts = $3, error = $4 WHERE id = $1 AND status = 'In Progress'";
    HASTEN = "UPDATE task SET due_at = $2 WHERE id = $1 AND status = 'In Progress' AND due_at > $2";
    SET_OUTPUT = "UPDATE task SET output = $2 WHERE id = $1";
    SET_PAUSED = "UPDATE task SET is_paused = $2, due_at = $3 WHERE id = $1 AND status = 'In Progress'";
    FINISH = "UPDATE task SET status = $2, completed_at = $3, error = $4, is_paused = 0 WHERE id = $1 AND status = 'In Progress'";
    REOPEN = "UPDATE task SET status = 'In Progress', completed_at = NULL, due_at = $2, attempts = 0, error = NULL, is_paused = 0
              WHERE id = $1";
    COUNT_BY_STATUS = "SELECT kind, status, count(*) FROM task GROUP BY kind, status ORDER BY kind, status";
}

/// Keeps a new task.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, task: &Task) -> Result<(), Error> {
    let values = [
        Guid::from(task.id).into(),
        task.kind.as_str().into(),
        task.tenant.into(),
        task.status.as_str().into(),
        (&task.actor).into(),
        task.created_at.into(),
        task.completed_at.into(),
        task.due_at.into(),
        i64::from(task.is_paused).into(),
        task.attempts.into(),
        (&task.input).into(),
        task.output.as_deref().into(),
        task.error.as_deref().into(),
    ];
    tx.execute_exactly(INSERT, &values, 1)
}

/// The task with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: TaskId) -> Result<Option<Task>, Error> {
    tx.find(GET, &[Guid::from(id).into()], read)
}

/// The same, and nobody else changes it or its entries, if they ask here too, until the transaction ends. Every
/// transaction that writes how entries of a task stand begins with it: an operator may abandon them at the same time.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn lock(tx: &Tx<'_>, id: TaskId) -> Result<Option<Task>, Error> {
    tx.execute(LOCK, &[Guid::from(id).into()])?;
    get(tx, id)
}

/// The tasks about numbers that are to be gone on with, the longest due first.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn due_orders(tx: &Tx<'_>, now: Ticks, most: u32) -> Result<Vec<TaskId>, Error> {
    due(tx, DUE_ORDERS, now, most)
}

/// The sweeps that are to be gone on with, likewise.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn due_sweeps(tx: &Tx<'_>, now: Ticks, most: u32) -> Result<Vec<TaskId>, Error> {
    due(tx, DUE_SWEEPS, now, most)
}

fn due(tx: &Tx<'_>, sql: &str, now: Ticks, most: u32) -> Result<Vec<TaskId>, Error> {
    let mut ids = Vec::new();
    tx.query(sql, &[now.into(), most.into()], |row| {
        ids.push(TaskId::from(row.guid(0, "task.id")?));
        Ok::<_, Error>(())
    })?;
    Ok(ids)
}

/// When the next task is to be gone on with; in the past if one is due.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn next_due(tx: &Tx<'_>) -> Result<Option<Ticks>, Error> {
    Ok(tx.find(NEXT_DUE, &[], |row| row.optional_ticks(0, "task.due_at"))?.flatten())
}

/// Lets an open task be due at another time, after so many tries in vain; `false` when it is not open.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn put_off(tx: &Tx<'_>, id: TaskId, due_at: Ticks, attempts: u32, error: Option<&str>) -> Result<bool, Error> {
    Ok(tx.execute(PUT_OFF, &[Guid::from(id).into(), due_at.into(), attempts.into(), error.into()])? == 1)
}

/// Lets an open task be due at this time, if it would be later.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn hasten(tx: &Tx<'_>, id: TaskId, due_at: Ticks) -> Result<(), Error> {
    tx.execute(HASTEN, &[Guid::from(id).into(), due_at.into()]).map(drop)
}

/// Notes what came of a task so far, as JSON.
///
/// # Errors
/// [`Error::RowCount`] when there is no such task, and any other [`Error`] of the database.
pub fn set_output(tx: &Tx<'_>, id: TaskId, output: &str) -> Result<(), Error> {
    tx.execute_exactly(SET_OUTPUT, &[Guid::from(id).into(), output.into()], 1)
}

/// Stops an open task for a while, or lets it go on and be due at this time; `false` when it is not open.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn set_paused(tx: &Tx<'_>, id: TaskId, is_paused: bool, due_at: Ticks) -> Result<bool, Error> {
    Ok(tx.execute(SET_PAUSED, &[Guid::from(id).into(), i64::from(is_paused).into(), due_at.into()])? == 1)
}

/// Ends an open task; `false` when it is not open.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn finish(tx: &Tx<'_>, id: TaskId, status: TaskStatus, at: Ticks, error: Option<&str>) -> Result<bool, Error> {
    Ok(tx.execute(FINISH, &[Guid::from(id).into(), status.as_str().into(), at.into(), error.into()])? == 1)
}

/// Opens a task again, due at this time.
///
/// # Errors
/// [`Error::RowCount`] when there is no such task, and any other [`Error`] of the database.
pub fn reopen(tx: &Tx<'_>, id: TaskId, due_at: Ticks) -> Result<(), Error> {
    tx.execute_exactly(REOPEN, &[Guid::from(id).into(), due_at.into()], 1)
}

/// How many tasks there are of each kind and status. It counts them: for metrics and checks.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count_by_status(tx: &Tx<'_>, mut each: impl FnMut(TaskKind, TaskStatus, u64)) -> Result<(), Error> {
    tx.query(COUNT_BY_STATUS, &[], |row| {
        each(read_kind(row, 0)?, read_status(row, 1)?, row.narrow(2, "task")?);
        Ok(())
    })
}

fn read_kind(row: &Row<'_>, column: usize) -> Result<TaskKind, Error> {
    TaskKind::parse(row.text(column)?).ok_or_else(|| Error::corrupt("task.kind"))
}

fn read_status(row: &Row<'_>, column: usize) -> Result<TaskStatus, Error> {
    TaskStatus::parse(row.text(column)?).ok_or_else(|| Error::corrupt("task.status"))
}

fn read(row: &Row<'_>) -> Result<Task, Error> {
    let tenant = row.optional_integer(2)?.map(u32::try_from).transpose();
    Ok(Task {
        id: TaskId::from(row.guid(0, "task.id")?),
        kind: read_kind(row, 1)?,
        tenant: tenant.map_err(|_| Error::corrupt("task.tenant"))?,
        status: read_status(row, 3)?,
        actor: row.text(4)?.to_owned(),
        created_at: row.ticks(5, "task.created_at")?,
        completed_at: row.optional_ticks(6, "task.completed_at")?,
        due_at: row.ticks(7, "task.due_at")?,
        is_paused: row.integer(8)? != 0,
        attempts: row.narrow(9, "task.attempts")?,
        input: row.text(10)?.to_owned(),
        output: row.optional_string(11)?,
        error: row.optional_string(12)?,
    })
}
