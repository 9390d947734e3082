//! Lists of tasks, newest first. Their texts are put together here, as the tenants that limit one are any number.

use super::{Task, read};
use crate::row::Value;
use crate::{Error, Tx};
use numberline_domain::{TaskKind, TaskStatus};

/// Which tasks a list asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this kind.
    pub kind: Option<TaskKind>,
    /// Only with this status.
    pub status: Option<TaskStatus>,
    /// Only about one of these tenants; tasks about all of them are then left out too.
    pub tenants: Option<Vec<u32>>,
}

impl Filter {
    /// The condition, and the values of its placeholders.
    fn condition(&self) -> (String, Vec<Value<'static>>) {
        let mut values: Vec<Value<'static>> = Vec::new();
        let mut conditions = vec!["1 = 1".to_owned()];
        if let Some(kind) = self.kind {
            values.push(kind.as_str().into());
            conditions.push(format!("kind = ${}", values.len()));
        }
        if let Some(status) = self.status {
            values.push(status.as_str().into());
            conditions.push(format!("status = ${}", values.len()));
        }
        match self.tenants.as_deref() {
            None => {}
            Some([]) => conditions.push("1 = 0".to_owned()),
            Some(tenants) => {
                let first = values.len() + 1;
                values.extend(tenants.iter().map(|tenant| Value::from(*tenant)));
                let places: Vec<String> = (first..=values.len()).map(|place| format!("${place}")).collect();
                conditions.push(format!("tenant IN ({})", places.join(", ")));
            }
        }
        (conditions.join(" AND "), values)
    }
}

/// How many tasks the filter admits.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count(tx: &Tx<'_>, filter: &Filter) -> Result<u64, Error> {
    let (condition, values) = filter.condition();
    let text = format!("SELECT count(*) FROM task WHERE {condition}");
    Ok(tx.find(&text, &values, |row| row.narrow(0, "task"))?.unwrap_or_default())
}

/// So many of the tasks that the filter admits, after skipping some: the newest first.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn page(tx: &Tx<'_>, filter: &Filter, skip: u64, most: u64) -> Result<Vec<Task>, Error> {
    let (condition, mut values) = filter.condition();
    let stored = |count: u64| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    values.extend([stored(most), stored(skip)]);
    let (most, skip) = (values.len() - 1, values.len());
    let text = format!(
        "SELECT id, kind, tenant, status, actor, created_at, completed_at, due_at, is_paused, attempts, input, output, error
         FROM task WHERE {condition} ORDER BY created_at DESC, id DESC LIMIT ${most} OFFSET ${skip}"
    );
    let mut tasks = Vec::new();
    tx.query(&text, &values, |row| {
        tasks.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(tasks)
}
