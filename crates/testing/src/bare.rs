//! A connection past the product: to damage a database, or to look at it with other eyes.

use postgres::Statement;
use postgres::types::{FromSql, Type};
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Duration;

/// A connection to either kind of database.
pub enum Bare {
    /// SQLite.
    Sqlite(rusqlite::Connection),
    /// PostgreSQL.
    Postgres(Box<Client>),
}

/// A connection to a server, and what was asked on it before: planning a question anew costs more than its answer.
pub struct Client {
    client: postgres::Client,
    prepared: HashMap<String, Statement>,
}

impl Client {
    fn query(&mut self, sql: &str) -> Vec<postgres::Row> {
        let statement = match self.prepared.get(sql) {
            Some(statement) => statement.clone(),
            None => {
                if self.prepared.len() >= MOST_PREPARED {
                    self.prepared.clear();
                }
                let statement = self.client.prepare(sql).unwrap();
                self.prepared.insert(sql.to_owned(), statement.clone());
                statement
            }
        };
        self.client.query(&statement, &[]).unwrap()
    }
}

/// More are forgotten, so that a long test does not fill the server.
const MOST_PREPARED: usize = 100;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// An integer of any width.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Cell>);

impl Bare {
    pub(crate) fn sqlite(file: &Path) -> Self {
        let connection = rusqlite::Connection::open(file).unwrap();
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        Self::Sqlite(connection)
    }

    pub(crate) fn postgres(url: &str) -> Self {
        let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
        // Like SQLite's, it may do what the references forbid.
        client.batch_execute("SET session_replication_role = replica").unwrap();
        Self::Postgres(Box::new(Client { client, prepared: HashMap::new() }))
    }

    /// Runs a statement, and says how many rows it touched.
    pub fn execute(&mut self, sql: &str) -> u64 {
        match self {
            Self::Sqlite(connection) => connection.execute(sql, []).unwrap() as u64,
            Self::Postgres(connection) => connection.client.execute(sql, &[]).unwrap(),
        }
    }

    /// Runs statements.
    pub fn script(&mut self, sql: &str) {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql).unwrap(),
            Self::Postgres(connection) => connection.client.batch_execute(sql).unwrap(),
        }
    }

    /// Every row of an answer.
    pub fn query(&mut self, sql: &str) -> Vec<Row> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(sql).unwrap();
                let columns = statement.column_count();
                let rows = statement.query_map([], |row| (0..columns).map(|column| row.get(column)).collect());
                rows.unwrap().map(|cells| Row(cells.unwrap())).collect()
            }
            Self::Postgres(client) => {
                let rows = client.query(sql);
                rows.iter().map(|row| Row((0..row.len()).map(|column| row.get(column)).collect())).collect()
            }
        }
    }

    /// Reads from one state of the database.
    pub fn snapshot<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.script(match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
        });
        let value = read(self);
        self.script("COMMIT");
        value
    }
}

impl Row {
    /// The integer in a column, if there is one.
    #[must_use]
    pub fn optional_integer(&self, column: usize) -> Option<i64> {
        match &self.0[column] {
            Cell::Null => None,
            Cell::Integer(value) => Some(*value),
            other => panic!("column {column} has {other:?}"),
        }
    }

    /// The integer in a column.
    #[must_use]
    pub fn integer(&self, column: usize) -> i64 {
        self.optional_integer(column).unwrap()
    }

    /// The text in a column, if there is one.
    #[must_use]
    pub fn optional_text(&self, column: usize) -> Option<&str> {
        match &self.0[column] {
            Cell::Null => None,
            Cell::Text(text) => Some(text),
            other => panic!("column {column} has {other:?}"),
        }
    }

    /// The text in a column.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.optional_text(column).unwrap()
    }
}

impl rusqlite::types::FromSql for Cell {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        use rusqlite::types::ValueRef;
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(value) => Self::Integer(value),
            ValueRef::Text(text) => Self::Text(String::from_utf8(text.to_vec()).unwrap()),
            ValueRef::Blob(bytes) => Self::Bytes(bytes.to_vec()),
            ValueRef::Real(_) => return Err(rusqlite::types::FromSqlError::InvalidType),
        })
    }
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT2 => Self::Integer(i16::from_sql(kind, raw)?.into()),
            Type::INT4 => Self::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => Self::Integer(i64::from_sql(kind, raw)?),
            Type::BYTEA => Self::Bytes(raw.to_vec()),
            _ => Self::Text(String::from_utf8(raw.to_vec())?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Puts one file's rows in the place of another's, in one commit.
pub(crate) fn replace_sqlite(file: &Path, by: &Path) {
    let mut bare = Bare::sqlite(file);
    bare.script(&format!("ATTACH '{}' AS copy", by.display()));
    let tables = bare.query("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    let replace: String = tables
        .iter()
        .map(|table| table.text(0))
        .map(|table| format!("DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM copy.{table};"))
        .collect();
    bare.script(&format!("BEGIN; {replace} COMMIT"));
}
