//! The bare loop: the rows of an imported database inserted by one prepared statement, and nothing else done.
//!
//! Table and indexes are those of the product, read from its database, and so are the pragmas that make a commit last.

use super::Bare;
use crate::database::COLUMNS;
use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

type Row = [Option<i64>; COLUMNS];

/// Inserts the rows of one database's `number` table into a new database, in one transaction and in this order of ids.
pub(super) fn insert_rows(from: &Path, to: &Path, order: impl Iterator<Item = i64>) -> Result<Bare> {
    let source = Connection::open(from)?;
    let mut known = read_rows(&source)?;
    let rows: Vec<Row> = order.filter_map(|id| known.remove(&id)).collect();
    let mut target = Connection::open(to)?;
    target.pragma_update(None, "journal_mode", "wal")?;
    target.pragma_update(None, "synchronous", "full")?;
    // The tables that the columns point to are not there.
    target.pragma_update(None, "foreign_keys", false)?;
    let mut definitions = source
        .prepare("select sql from sqlite_master where tbl_name = 'number' and sql is not null order by type desc")?;
    for definition in definitions.query_map([], |row| row.get::<_, String>(0))? {
        target.execute_batch(&definition?)?;
    }
    let places: Vec<_> = (1..=COLUMNS).map(|place| format!("?{place}")).collect();
    let started = Instant::now();
    let transaction = target.transaction()?;
    let mut insert = transaction.prepare(&format!("insert into number values ({})", places.join(", ")))?;
    for row in &rows {
        insert.execute(rusqlite::params_from_iter(row))?;
    }
    drop(insert);
    transaction.commit()?;
    Ok(Bare { rows: rows.len() as u64, took: started.elapsed() })
}

fn read_rows(source: &Connection) -> Result<HashMap<i64, Row>> {
    let mut select = source.prepare("select * from number")?;
    let id = select.column_index("id")?;
    let columns = select.column_count();
    ensure!(columns == COLUMNS, "table number has {columns} columns: teach the bare loop about them");
    let mut rows = HashMap::new();
    let mut found = select.query([])?;
    while let Some(row) = found.next()? {
        let mut values = [None; COLUMNS];
        for (column, value) in values.iter_mut().enumerate() {
            *value = row.get(column)?;
        }
        rows.insert(values[id].context("a number has no id")?, values);
    }
    Ok(rows)
}
