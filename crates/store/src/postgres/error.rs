//! What the driver's errors mean.

use super::value::Mismatch;
use crate::Error;
use deadpool_postgres::{PoolError, TimeoutType};
use std::error::Error as _;
use tokio_postgres::error::{DbError, SqlState};

/// What an error of a statement means.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
pub(crate) fn error(failure: tokio_postgres::Error) -> Error {
    let Some(said) = failure.as_db_error() else {
        let is_ours = failure.source().and_then(|source| source.downcast_ref::<Mismatch>()).is_some();
        let reason = chain(&failure);
        return if is_ours { Error::Sql { message: reason } } else { Error::Away { reason } };
    };
    let code = said.code();
    match code.code() {
        // Not in time, a deadlock, a serialization failure: all pass when it is tried again.
        "55P03" | "40P01" | "40001" => Error::Busy,
        "23505" | "23503" | "23514" | "23502" => Error::Constraint { name: constraint_name(said) },
        "XX001" | "XX002" => Error::corrupt(format!("its files: {}", said.message())),
        other if is_away(other) => Error::Away { reason: said.message().to_owned() },
        _ => Error::Sql { message: said.message().to_owned() },
    }
}

/// What an error of a COMMIT means: only the server's own refusal tells that the change is not there.
pub(super) fn commit_error(failure: tokio_postgres::Error) -> Error {
    let reason = match failure.as_db_error() {
        Some(said) if !said.code().code().starts_with("57P") => return error(failure),
        Some(said) => said.message().to_owned(),
        None => chain(&failure),
    };
    Error::OutcomeUnknown { reason }
}

pub(super) fn pool_error(failure: PoolError) -> Error {
    match failure {
        PoolError::Backend(failure) => error(failure),
        // All are in use: by others who wait for each other, which passes.
        PoolError::Timeout(TimeoutType::Wait) => Error::Busy,
        PoolError::Timeout(_) => Error::Away { reason: "no connection to it was to be had in time".to_owned() },
        PoolError::PostCreateHook(deadpool_postgres::HookError::Backend(failure)) => error(failure),
        PoolError::Closed | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
            Error::Away { reason: failure.to_string() }
        }
    }
}

/// The server refuses to work, or to let us in, whatever the statement is.
fn is_away(code: &str) -> bool {
    // Connections, authorization, privileges, resources, the operator's intervention, the system.
    const CLASSES: [&str; 5] = ["08", "28", "53", "57", "58"];
    const CODES: [&str; 5] = [
        // A standby, or a primary that has become one; a database or schema that does not exist.
        "25006", "3D000", "3F000", "25P03", // Privileges.
        "42501",
    ];
    CLASSES.iter().any(|class| code.starts_with(class)) || CODES.contains(&code)
}

/// NOT NULL has no name there, and the column's is what SQLite tells.
fn constraint_name(said: &DbError) -> String {
    if *said.code() == SqlState::NOT_NULL_VIOLATION {
        let part = |part: Option<&str>| part.unwrap_or("?").to_owned();
        return format!("{}.{}", part(said.table()), part(said.column()));
    }
    said.constraint().unwrap_or_else(|| said.message()).to_owned()
}

/// What failed and why, without what was sent: the driver's errors bear neither SQL nor passwords.
fn chain(failure: &tokio_postgres::Error) -> String {
    let mut text = failure.to_string();
    let mut source = failure.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}
