//! The database's clock: what leases and due times are judged by, so that nodes whose clocks differ agree.

use crate::{Error, Tx};
use numberline_domain::Ticks;

/// Each database has its own word for the present instant; both are taken to the millisecond.
macro_rules! now_in_sqlite {
    () => {
        "CAST(unixepoch('subsec') * 1000 AS INTEGER) * 10000 + 621355968000000000"
    };
}
macro_rules! now_in_postgres {
    () => {
        "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT) * 10000 + 621355968000000000"
    };
}
pub(crate) use {now_in_postgres, now_in_sqlite};

const NOW_SQLITE: &str = concat!("SELECT ", now_in_sqlite!());
const NOW_POSTGRES: &str = concat!("SELECT ", now_in_postgres!());

/// The present instant by the database's clock.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn now(tx: &Tx<'_>) -> Result<Ticks, Error> {
    tx.find(tx.dialect(NOW_SQLITE, NOW_POSTGRES), &[], |row| row.ticks(0, "clock"))?
        .ok_or_else(|| Error::corrupt("clock"))
}
