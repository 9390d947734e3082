//! Orders to the upstream: written down before they are sent, and sent under the same id at every try.

use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{Guid, OrderKind, OrderState, TaskId, Ticks};

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamOrder {
    /// Its id, which the upstream gets with every try.
    pub id: Guid,
    /// The task that it is a part of.
    pub task: TaskId,
    /// What it asks for.
    pub kind: OrderKind,
    /// The account at the upstream that it is about.
    pub account: String,
    /// How it stands.
    pub state: OrderState,
    /// When it was written down: goes along with every try.
    pub first_sent: Ticks,
    /// How often it was tried.
    pub tries: u32,
    /// What the last try failed with, for operators.
    pub error: Option<String>,
}

statements! {
    INSERT = "INSERT INTO upstream_order (id, task, kind, account, state, first_sent, tries, error)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    GET = "SELECT id, task, kind, account, state, first_sent, tries, error FROM upstream_order WHERE id = $1";
    OF_TASK = "SELECT id, task, kind, account, state, first_sent, tries, error FROM upstream_order
               WHERE task = $1 ORDER BY first_sent, id";
    OPEN_OF_TASK = "SELECT id, task, kind, account, state, first_sent, tries, error FROM upstream_order
                    WHERE task = $1 AND state = 'intended' ORDER BY first_sent, id";
    SET = "UPDATE upstream_order SET state = $2, tries = $3, error = $4 WHERE id = $1";
    COUNT_BY_STATE = "SELECT kind, state, count(*) FROM upstream_order GROUP BY kind, state ORDER BY kind, state";
}

/// Keeps a new order.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, order: &UpstreamOrder) -> Result<(), Error> {
    let values = [
        order.id.into(),
        Guid::from(order.task).into(),
        order.kind.as_str().into(),
        (&order.account).into(),
        order.state.as_str().into(),
        order.first_sent.into(),
        order.tries.into(),
        order.error.as_deref().into(),
    ];
    tx.execute_exactly(INSERT, &values, 1)
}

/// The order with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: Guid) -> Result<Option<UpstreamOrder>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// The orders of a task, in the order in which they were written down.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_task(tx: &Tx<'_>, task: TaskId) -> Result<Vec<UpstreamOrder>, Error> {
    collect(tx, OF_TASK, task)
}

/// Those of them whose outcome is not known.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn open_of_task(tx: &Tx<'_>, task: TaskId) -> Result<Vec<UpstreamOrder>, Error> {
    collect(tx, OPEN_OF_TASK, task)
}

/// Writes the order's state, tries and error.
///
/// # Errors
/// [`Error::RowCount`] when there is no such order, and any other [`Error`] of the database.
pub fn set(tx: &Tx<'_>, order: &UpstreamOrder) -> Result<(), Error> {
    let values = [order.id.into(), order.state.as_str().into(), order.tries.into(), order.error.as_deref().into()];
    tx.execute_exactly(SET, &values, 1)
}

/// How many orders there are of each kind and state. It counts them: for metrics and checks.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count_by_state(tx: &Tx<'_>, mut each: impl FnMut(OrderKind, OrderState, u64)) -> Result<(), Error> {
    tx.query(COUNT_BY_STATE, &[], |row| {
        each(read_kind(row, 0)?, read_state(row, 1)?, row.narrow(2, "upstream_order")?);
        Ok(())
    })
}

fn collect(tx: &Tx<'_>, sql: &str, task: TaskId) -> Result<Vec<UpstreamOrder>, Error> {
    let mut orders = Vec::new();
    tx.query(sql, &[Guid::from(task).into()], |row| {
        orders.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(orders)
}

fn read_kind(row: &Row<'_>, column: usize) -> Result<OrderKind, Error> {
    OrderKind::parse(row.text(column)?).ok_or_else(|| Error::corrupt("upstream_order.kind"))
}

fn read_state(row: &Row<'_>, column: usize) -> Result<OrderState, Error> {
    OrderState::parse(row.text(column)?).ok_or_else(|| Error::corrupt("upstream_order.state"))
}

fn read(row: &Row<'_>) -> Result<UpstreamOrder, Error> {
    Ok(UpstreamOrder {
        id: row.guid(0, "upstream_order.id")?,
        task: TaskId::from(row.guid(1, "upstream_order.task")?),
        kind: read_kind(row, 2)?,
        account: row.text(3)?.to_owned(),
        state: read_state(row, 4)?,
        first_sent: row.ticks(5, "upstream_order.first_sent")?,
        tries: row.narrow(6, "upstream_order.tries")?,
        error: row.optional_string(7)?,
    })
}
