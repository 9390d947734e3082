//! Leases: which node does a job. They fence the database: who holds an old one writes nothing.
//!
//! A lease ends by the database's clock. Each new holder gets a larger fence, and every transaction of a job calls
//! [`keep`], which touches the lease's row: a holder that was held up past its lease, and has been replaced, learns of it
//! there and must undo the transaction.

use crate::{Error, Tx, time};
use numberline_domain::Ticks;
use std::time::Duration;

/// A lease that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub name: String,
    /// Grows with each holder.
    pub fence: i64,
}

statements! {
    ACQUIRE = "INSERT INTO lease (name, holder, until_at, fence) VALUES ($1, $2, $3, 1)
               ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at, fence = lease.fence + 1
               WHERE lease.until_at < $4 RETURNING fence";
    KEEP = "UPDATE lease SET until_at = $3 WHERE name = $1 AND fence = $2";
    HELD = "SELECT name, holder, until_at FROM lease WHERE until_at >= $1 ORDER BY name";
}

/// Takes the lease of a job if nobody holds it.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn acquire(tx: &Tx<'_>, name: &str, holder: &str, lasts: Duration) -> Result<Option<Lease>, Error> {
    let now = time::now(tx)?;
    let values = [name.into(), holder.into(), after(now, lasts).into(), now.into()];
    let fence = tx.find(ACQUIRE, &values, |row| row.integer(0))?;
    Ok(fence.map(|fence| Lease { name: name.to_owned(), fence }))
}

/// Lets the lease last from now on. `false` when somebody else holds it: the transaction must be undone.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn keep(tx: &Tx<'_>, lease: &Lease, lasts: Duration) -> Result<bool, Error> {
    let until = after(time::now(tx)?, lasts);
    Ok(tx.execute(KEEP, &[(&lease.name).into(), lease.fence.into(), until.into()])? == 1)
}

/// Gives the lease back, if it is still held.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn give_back(tx: &Tx<'_>, lease: &Lease) -> Result<(), Error> {
    let long_ago = 0_i64;
    tx.execute(KEEP, &[(&lease.name).into(), lease.fence.into(), long_ago.into()]).map(drop)
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

/// An instant so much later, or the end of the calendar.
fn after(now: Ticks, lasts: Duration) -> Ticks {
    let ticks = i64::try_from(lasts.as_nanos() / 100).unwrap_or(i64::MAX);
    Ticks::from_i64(now.as_i64().saturating_add(ticks)).unwrap_or(now)
}
