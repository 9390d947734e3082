//! Leases: which node does a job. They fence the database: who holds an old one writes nothing.
//!
//! A lease ends by the database's clock. Each new holder gets a larger fence, and every transaction of a job calls
//! [`keep`], the last one [`give_back`], which touches the lease's row: a holder that was held up past its lease, and has been replaced, learns of it
//! there and must undo the transaction.

use crate::time::{self, now_in_postgres, now_in_sqlite};
use crate::{Error, Tx};
use numberline_domain::Ticks;
use std::time::Duration;

/// A lease that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// Grows with each holder.
    pub fence: i64,
}

statements! {
    // Two holders have one fence when a failover loses the commit by which the first one took the lease.
    GIVE_BACK = "UPDATE lease SET until_at = 0 WHERE name = $1 AND holder = $2 AND fence = $3";
    HELD = "SELECT name, holder, until_at FROM lease WHERE until_at >= $1 ORDER BY name";
}

// The clock is read by the statement itself, each database's in its own words: asked for before, it would cost every
// transaction of a job a way to the server and back.
macro_rules! acquire {
    ($now:expr) => {
        concat!(
            "INSERT INTO lease (name, holder, until_at, fence) VALUES ($1, $2, ", $now, " + $3, 1)
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at, fence = lease.fence + 1
             WHERE lease.until_at < ", $now, " RETURNING fence"
        )
    };
}
macro_rules! keep {
    ($now:expr) => {
        concat!("UPDATE lease SET until_at = ", $now, " + $4 WHERE name = $1 AND holder = $2 AND fence = $3")
    };
}
const ACQUIRE_SQLITE: &str = acquire!(now_in_sqlite!());
const ACQUIRE_POSTGRES: &str = acquire!(now_in_postgres!());
const KEEP_SQLITE: &str = keep!(now_in_sqlite!());
const KEEP_POSTGRES: &str = keep!(now_in_postgres!());

/// Takes the lease of a job if nobody holds it. No two takings may be in one holder's name.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn acquire(tx: &Tx<'_>, name: &str, holder: &str, lasts: Duration) -> Result<Option<Lease>, Error> {
    let values = [name.into(), holder.into(), ticks(lasts).into()];
    let fence = tx.find(tx.dialect(ACQUIRE_SQLITE, ACQUIRE_POSTGRES), &values, |row| row.integer(0))?;
    Ok(fence.map(|fence| Lease { name: name.to_owned(), holder: holder.to_owned(), fence }))
}

/// Lets the lease last from now on. `false` when somebody else holds it: the transaction must be undone.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn keep(tx: &Tx<'_>, lease: &Lease, lasts: Duration) -> Result<bool, Error> {
    let values = [(&lease.name).into(), (&lease.holder).into(), lease.fence.into(), ticks(lasts).into()];
    Ok(tx.execute(tx.dialect(KEEP_SQLITE, KEEP_POSTGRES), &values)? == 1)
}

/// Gives the lease back. `false` when somebody else holds it: whatever else the transaction does must be undone.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn give_back(tx: &Tx<'_>, lease: &Lease) -> Result<bool, Error> {
    Ok(tx.execute(GIVE_BACK, &[(&lease.name).into(), (&lease.holder).into(), lease.fence.into()])? == 1)
}

/// The jobs that are being done, with who does them and until when their leases last.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn held(tx: &Tx<'_>, mut each: impl FnMut(&str, &str, Ticks)) -> Result<(), Error> {
    let now = time::now(tx)?;
    tx.query(HELD, &[now.into()], |row| {
        each(row.text(0)?, row.text(1)?, row.ticks(2, "lease.until_at")?);
        Ok(())
    })
}

/// A length in ticks; none is longer than a century, which no calendar runs out of.
fn ticks(lasts: Duration) -> i64 {
    const CENTURY: i64 = 100 * 365 * 24 * 3600 * 10_000_000;
    i64::try_from(lasts.as_nanos() / 100).unwrap_or(CENTURY).min(CENTURY)
}
