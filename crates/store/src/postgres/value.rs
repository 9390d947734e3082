//! Values on their way to PostgreSQL and back.

use crate::Error;
use crate::row::Value;
use bytes::{BufMut, BytesMut};
use std::fmt;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

type Fault = Box<dyn std::error::Error + Sync + Send>;

/// A value and its column do not go together: a fault of the program, or of the tables.
#[derive(Debug)]
pub(super) struct Mismatch(String);

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Mismatch {}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match *self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Integer(value) => match *kind {
                Type::INT8 => out.put_i64(value),
                Type::INT4 => out.put_i32(value.try_into().map_err(|_| mismatch(value, kind))?),
                Type::INT2 => out.put_i16(value.try_into().map_err(|_| mismatch(value, kind))?),
                _ => return Err(mismatch("an integer", kind)),
            },
            Self::Text(text) if is_text(kind) => out.put_slice(text.as_bytes()),
            Self::Guid(guid) if is_text(kind) => out.put_slice(guid.to_string().as_bytes()),
            Self::Bytes(bytes) if *kind == Type::BYTEA => out.put_slice(bytes),
            Self::Text(_) | Self::Guid(_) => return Err(mismatch("a text", kind)),
            Self::Bytes(_) => return Err(mismatch("bytes", kind)),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        // Which value it is decides; see above.
        true
    }

    to_sql_checked!();
}

fn is_text(kind: &Type) -> bool {
    [Type::TEXT, Type::VARCHAR, Type::BPCHAR, Type::NAME].contains(kind)
}

fn mismatch(value: impl fmt::Display, kind: &Type) -> Fault {
    Box::new(Mismatch(format!("{value} does not go into a column of type {kind}")))
}

struct Cell<'a>(Value<'a>);

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(Self(match *kind {
            Type::INT8 => Value::Integer(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Value::Integer(i32::from_be_bytes(raw.try_into()?).into()),
            Type::INT2 => Value::Integer(i16::from_be_bytes(raw.try_into()?).into()),
            Type::BYTEA => Value::Bytes(raw),
            _ if is_text(kind) => Value::Text(std::str::from_utf8(raw)?),
            _ => return Err(mismatch("none of our values", kind)),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The value in a column.
#[inline]
pub(crate) fn cell(row: &Row, column: usize) -> Result<Value<'_>, Error> {
    match row.try_get::<_, Cell<'_>>(column) {
        Ok(Cell(value)) => Ok(value),
        Err(failure) => Err(Error::Sql { message: failure.to_string() }),
    }
}
