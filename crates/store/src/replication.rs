//! What becomes of an acknowledged commit when another server takes over.

use crate::{Error, Tx};

/// SQLite has no replicas. On PostgreSQL every role sees how many are attached, but not each sees which are synchronous;
/// the setting, which every role sees, tells as well: where it names any, a commit waits for one.
const READ_SQLITE: &str = "SELECT 0, ''";
const READ_POSTGRES: &str = "SELECT count(*), current_setting('synchronous_standby_names') FROM pg_stat_replication";

/// How commits reach replicas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replication {
    /// How many replicas are attached.
    pub replicas: u64,
    /// `synchronous_standby_names`: those that a commit waits for.
    pub synchronous: String,
}

impl Replication {
    /// Whether an acknowledged commit may be on no replica when one takes over.
    #[must_use]
    pub fn may_lose_commits(&self) -> bool {
        self.replicas > 0 && self.synchronous.trim().is_empty()
    }
}

/// Reads it.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn read(tx: &Tx<'_>) -> Result<Replication, Error> {
    let found = tx.find(tx.dialect(READ_SQLITE, READ_POSTGRES), &[], |row| {
        Ok(Replication { replicas: row.narrow(0, "pg_stat_replication")?, synchronous: row.text(1)?.to_owned() })
    })?;
    found.ok_or_else(|| Error::corrupt("pg_stat_replication"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_can_be_lost_where_replicas_are_attached_and_none_is_waited_for() {
        for (replicas, synchronous, may_lose) in
            [(0, "", false), (0, "*", false), (1, "", true), (2, " ", true), (1, "one", false), (2, "ANY 1 (*)", false)]
        {
            let replication = Replication { replicas, synchronous: synchronous.to_owned() };
            assert_eq!(replication.may_lose_commits(), may_lose, "{replication:?}");
        }
    }
}
