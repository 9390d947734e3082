//! What goes into a statement and what comes out: values and rows, the same for every database.

use crate::{Error, postgres};
use numberline_domain::{Guid, JsonText, Ticks};
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A value for a placeholder. It borrows, so that binding a million rows copies nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    /// Kept as lower-case hyphenated text.
    Guid(Guid),
    Bytes(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<Ticks> for Value<'_> {
    fn from(value: Ticks) -> Self {
        Self::Integer(value.as_i64())
    }
}

impl From<Guid> for Value<'_> {
    fn from(value: Guid) -> Self {
        Self::Guid(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a JsonText> for Value<'a> {
    fn from(value: &'a JsonText) -> Self {
        Self::Text(value.as_str())
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Integer(value) => ValueRef::Integer(value),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Guid(guid) => return Ok(ToSqlOutput::Owned(guid.to_string().into())),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// A row of an answer. Columns count from 0; `place` names a stored value as `table.column` for the one who must repair it.
pub(crate) struct Row<'r>(Cells<'r>);

enum Cells<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl<'r> Row<'r> {
    pub(crate) const fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self(Cells::Sqlite(row))
    }

    pub(crate) const fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self(Cells::Postgres(row))
    }

    #[inline]
    pub(crate) fn cell(&self, column: usize) -> Result<Value<'_>, Error> {
        let row = match self.0 {
            Cells::Sqlite(row) => row,
            Cells::Postgres(row) => return postgres::cell(row, column),
        };
        match row.get_ref(column).map_err(crate::sqlite::error)? {
            ValueRef::Null => Ok(Value::Null),
            ValueRef::Integer(value) => Ok(Value::Integer(value)),
            ValueRef::Text(text) => std::str::from_utf8(text).map(Value::Text).map_err(|_| self.damage(column)),
            ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes)),
            ValueRef::Real(_) => Err(self.damage(column)),
        }
    }

    /// The cell is of another type than its column: the table was not made by our migrations.
    #[cold]
    fn damage(&self, column: usize) -> Error {
        let name = match self.0 {
            Cells::Sqlite(row) => row.as_ref().column_name(column).unwrap_or("?"),
            Cells::Postgres(row) => row.columns().get(column).map_or("?", tokio_postgres::Column::name),
        };
        Error::corrupt(format!("a column `{name}`, which has a value of another type"))
    }

    #[inline]
    pub(crate) fn integer(&self, column: usize) -> Result<i64, Error> {
        match self.cell(column)? {
            Value::Integer(value) => Ok(value),
            Value::Null | Value::Text(_) | Value::Guid(_) | Value::Bytes(_) => Err(self.damage(column)),
        }
    }

    #[inline]
    pub(crate) fn optional_integer(&self, column: usize) -> Result<Option<i64>, Error> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            Value::Integer(value) => Ok(Some(value)),
            Value::Text(_) | Value::Guid(_) | Value::Bytes(_) => Err(self.damage(column)),
        }
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str, Error> {
        self.optional_text(column)?.ok_or_else(|| self.damage(column))
    }

    pub(crate) fn optional_text(&self, column: usize) -> Result<Option<&str>, Error> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            Value::Integer(_) | Value::Guid(_) | Value::Bytes(_) => Err(self.damage(column)),
        }
    }

    pub(crate) fn optional_string(&self, column: usize) -> Result<Option<String>, Error> {
        Ok(self.optional_text(column)?.map(str::to_owned))
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8], Error> {
        self.optional_bytes(column)?.ok_or_else(|| self.damage(column))
    }

    pub(crate) fn optional_bytes(&self, column: usize) -> Result<Option<&[u8]>, Error> {
        match self.cell(column)? {
            Value::Null => Ok(None),
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Integer(_) | Value::Text(_) | Value::Guid(_) => Err(self.damage(column)),
        }
    }

    /// An integer of a narrower type: a dictionary id, a code, a count.
    #[inline]
    pub(crate) fn narrow<T: TryFrom<i64>>(&self, column: usize, place: &'static str) -> Result<T, Error> {
        T::try_from(self.integer(column)?).map_err(|_| Error::corrupt(place))
    }

    pub(crate) fn ticks(&self, column: usize, place: &'static str) -> Result<Ticks, Error> {
        Ticks::from_i64(self.integer(column)?).map_err(|_| Error::corrupt(place))
    }

    #[inline]
    pub(crate) fn optional_ticks(&self, column: usize, place: &'static str) -> Result<Option<Ticks>, Error> {
        self.optional_integer(column)?.map(Ticks::from_i64).transpose().map_err(|_| Error::corrupt(place))
    }

    pub(crate) fn guid(&self, column: usize, place: &'static str) -> Result<Guid, Error> {
        Guid::parse(self.text(column)?).map_err(|_| Error::corrupt(place))
    }

    pub(crate) fn optional_guid(&self, column: usize, place: &'static str) -> Result<Option<Guid>, Error> {
        self.optional_text(column)?.map(Guid::parse).transpose().map_err(|_| Error::corrupt(place))
    }

    /// JSON that was compact and whole when it was stored.
    pub(crate) fn optional_json(&self, column: usize) -> Result<Option<JsonText>, Error> {
        Ok(self.optional_text(column)?.map(JsonText::from_json))
    }
}
