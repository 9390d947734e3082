//! Forgets what is older than it needs to be kept: rows of the log and numbers that left.
//!
//! The log is cut at its old end, whole commits at a time, and never its last one: a follower that stands further back
//! than the oldest row builds anew. What the rows said of which commit touched a tenant last is kept, so that entity tags
//! and numbers of changes stay what they are.

use crate::{Error, Seq, Tx, head};
use numberline_domain::Ticks;

statements! {
    OLDEST = "SELECT seq, max(at) FROM change GROUP BY seq ORDER BY seq LIMIT $1";
    // Another server may have forgotten more already.
    KEEP_TOUCHED = "INSERT INTO touched (tenant, channels, seq, mark)
        SELECT last.tenant, last.channels, last.seq, change.mark
        FROM (SELECT tenant, coalesce(channels, '') AS channels, max(seq) AS seq FROM change
              WHERE seq <= $1 AND tenant IS NOT NULL GROUP BY tenant, coalesce(channels, '')) AS last, change
        WHERE change.seq = last.seq AND change.part = 0
        ON CONFLICT (tenant, channels) DO UPDATE SET seq = excluded.seq, mark = excluded.mark
        WHERE touched.seq < excluded.seq";
    FORGET_CHANGES = "DELETE FROM change WHERE seq <= $1";
    FORGET_RELEASED = "DELETE FROM released WHERE id IN
        (SELECT id FROM released WHERE left_at < $1 ORDER BY left_at LIMIT $2)";
}

/// What was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// Rows of the log.
    pub changes: u64,
    /// Numbers that had left.
    pub released: u64,
}

/// Forgets at most `most` commits and as many numbers that left, all from before this instant. This is bookkeeping: it is
/// not logged. Nothing forgotten means that nothing is left to forget.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn forget(tx: &Tx<'_>, before: Ticks, most: u32) -> Result<Forgotten, Error> {
    let released = tx.execute(FORGET_RELEASED, &[before.into(), most.into()])?;
    let last = head::read(tx)?.seq;
    let mut until = None;
    let mut is_old = true;
    tx.query(OLDEST, &[most.into()], |row| {
        let seq = Seq(row.narrow(0, "change.seq")?);
        is_old = is_old && seq < last && row.ticks(1, "change.at")? < before;
        if is_old {
            until = Some(seq);
        }
        Ok::<_, Error>(())
    })?;
    let Some(until) = until else { return Ok(Forgotten { changes: 0, released }) };
    tx.execute(KEEP_TOUCHED, &[until.stored().into()])?;
    let changes = tx.execute(FORGET_CHANGES, &[until.stored().into()])?;
    Ok(Forgotten { changes, released })
}
