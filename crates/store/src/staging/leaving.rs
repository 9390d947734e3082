//! The stored rows that an import takes out of the list, before it does.

use super::STEP;
use crate::{Error, Tx};
use numberline_domain::Number;

statements! {
    // The stored number's columns come first, where `number::read` looks for them.
    LEAVERS = "SELECT n.id, n.phone, n.entry, n.acquired_on, n.aslcht, n.aslsct, n.shape, n.place, n.sweep,
            n.aslv_code, n.assignment, n.status, s.ordinal, s.old_tenant, h.tenant
        FROM staged_number s JOIN number n ON n.id = coalesce(s.old_id, s.id)
        LEFT JOIN staged_shape h ON h.id = s.shape
        WHERE s.state = 3 AND s.ordinal > $1 AND (s.old_id IS NOT NULL OR h.tenant <> s.old_tenant)
        ORDER BY s.ordinal LIMIT $2";
}

/// A stored row whose telephone number comes under another id or tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaver {
    /// The staged record that takes its place.
    pub ordinal: i64,
    /// The row.
    pub stored: Number,
    /// Its tenant.
    pub tenant: u32,
    /// Whether another tenant gets the number.
    pub is_moved: bool,
}

/// The next ones in the order of the file: at most [`STEP`]. The staged shapes have their tenants by now.
///
/// # Errors
/// When the tables cannot be read.
pub fn leavers_after(tx: &Tx<'_>, ordinal: i64) -> Result<Vec<Leaver>, Error> {
    let mut leavers = Vec::new();
    tx.query(LEAVERS, &[ordinal.into(), STEP.into()], |row| {
        let tenant = row.narrow(13, "staged_number.old_tenant")?;
        leavers.push(Leaver {
            stored: crate::number::read(row)?,
            ordinal: row.integer(12)?,
            tenant,
            is_moved: row.optional_integer(14)?.is_some_and(|new| new != i64::from(tenant)),
        });
        Ok::<_, Error>(())
    })?;
    Ok(leavers)
}
