//! How each tenant's sync with the upstream stands.

use crate::row::Row;
use crate::{Error, Tx, time};
use numberline_domain::{Guid, Ticks};

/// Whether a tenant's numbers are synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncState {
    /// They are.
    Active,
    /// A pass would have marked so many numbers for removal that it stopped to ask.
    Guarded,
    /// The tenant has no account at the upstream any longer.
    NoAccount,
}

impl SyncState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Guarded, Self::NoAccount];

    /// The word that is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Guarded => "guarded",
            Self::NoAccount => "no account",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// How a tenant's sync stands. Times are of the database's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantSync {
    /// The id of the tenant.
    pub tenant: u32,
    /// The tenant.
    pub guid: Guid,
    /// Its account at the upstream.
    pub account: Option<String>,
    /// Whether it is synced.
    pub state: SyncState,
    /// When the next pass is due.
    pub due_at: Ticks,
    /// When the last full pass began.
    pub started_at: Option<Ticks>,
    /// When the last full pass ended well.
    pub succeeded_at: Option<Ticks>,
    /// How many numbers the last pass would have marked when it stopped to ask.
    pub missing: Option<u64>,
    /// Whether the next pass may mark them.
    pub is_confirmed: bool,
    /// Passes that failed since the last one that did not.
    pub attempts: u32,
    /// Why the last pass failed.
    pub error: Option<String>,
    /// What the last full pass did, as JSON.
    pub report: Option<String>,
}

statements! {
    // A tenant that is known keeps how it stands, unless its account was missing.
    NAME = "INSERT INTO tenant_sync (tenant, account, state, due_at, is_confirmed, attempts) VALUES ($1, $2, 'active', $3, 0, 0)
            ON CONFLICT (tenant) DO UPDATE SET account = excluded.account,
                state = CASE WHEN tenant_sync.state = 'no account' THEN 'active' ELSE tenant_sync.state END
            WHERE tenant_sync.account IS NULL OR tenant_sync.account <> excluded.account OR tenant_sync.state = 'no account'";
    LOSE_ACCOUNT = "UPDATE tenant_sync SET state = 'no account' WHERE tenant = $1 AND state <> 'no account'";
    FIND = "SELECT s.tenant, t.guid, account, state, due_at, started_at, succeeded_at, missing, is_confirmed, attempts, error, report
            FROM tenant_sync s JOIN tenant t ON t.id = s.tenant WHERE s.tenant = $1";
    ALL = "SELECT s.tenant, t.guid, account, state, due_at, started_at, succeeded_at, missing, is_confirmed, attempts, error, report
           FROM tenant_sync s JOIN tenant t ON t.id = s.tenant ORDER BY s.tenant";
    DUE = "SELECT s.tenant, t.guid, account, state, due_at, started_at, succeeded_at, missing, is_confirmed, attempts, error, report
           FROM tenant_sync s JOIN tenant t ON t.id = s.tenant
           WHERE due_at <= $1 AND state <> 'no account'
               AND NOT EXISTS (SELECT 1 FROM lease WHERE name = CAST($3 AS TEXT) || s.tenant AND until_at >= $1)
           ORDER BY due_at, s.tenant LIMIT $2";
    OLDEST = "SELECT count(*) FILTER (WHERE succeeded_at IS NULL), min(succeeded_at) FROM tenant_sync WHERE state <> 'no account'";
    BEGIN_FULL = "UPDATE tenant_sync SET started_at = $2 WHERE tenant = $1";
    // What was asked for while the pass was made is for the next one: then `due_at` is not what the pass began with, $7.
    // A confirmation answers a pass that stopped to ask, and another one that stops there too.
    SUCCEED = "UPDATE tenant_sync SET attempts = 0, error = NULL, missing = $4, report = $6,
                   state = CASE WHEN $2 = 'guarded' AND is_confirmed > $8 THEN 'active' ELSE $2 END,
                   is_confirmed = CASE WHEN $2 = 'guarded' AND is_confirmed > $8 THEN 1 ELSE 0 END,
                   due_at = CASE WHEN due_at <> $7 AND due_at < $3 THEN due_at ELSE $3 END,
                   succeeded_at = CASE WHEN due_at <> $7 AND succeeded_at IS NULL THEN succeeded_at ELSE $5 END
               WHERE tenant = $1";
    SUCCEED_AWAITED = "UPDATE tenant_sync SET attempts = 0, error = NULL,
                           due_at = CASE WHEN due_at <> $3 AND due_at < $2 THEN due_at ELSE $2 END
                       WHERE tenant = $1";
    POSTPONE = "UPDATE tenant_sync SET due_at = $2, attempts = $3, error = $4 WHERE tenant = $1";
    HASTEN = "UPDATE tenant_sync SET due_at = $2 WHERE tenant = $1 AND due_at > $2";
    ASK = "UPDATE tenant_sync SET due_at = $2, succeeded_at = CASE WHEN $3 = 1 THEN NULL ELSE succeeded_at END
           WHERE tenant = $1 AND state <> 'no account'";
    CONFIRM = "UPDATE tenant_sync SET is_confirmed = 1, state = 'active', due_at = $2 WHERE tenant = $1 AND state = 'guarded'";
}

/// Notes a tenant's account; one that is new is due at once.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn name(tx: &Tx<'_>, tenant: u32, account: &str) -> Result<bool, Error> {
    let now = time::now(tx)?;
    Ok(tx.execute(NAME, &[tenant.into(), account.into(), now.into()])? == 1)
}

/// Notes that the upstream has no account of the tenant any longer.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn lose_account(tx: &Tx<'_>, tenant: u32) -> Result<(), Error> {
    tx.execute(LOSE_ACCOUNT, &[tenant.into()]).map(drop)
}

/// How a tenant's sync stands; `None` when the upstream never had an account of it.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find(tx: &Tx<'_>, tenant: u32) -> Result<Option<TenantSync>, Error> {
    tx.find(FIND, &[tenant.into()], read)
}

/// How each tenant's sync stands.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn all(tx: &Tx<'_>) -> Result<Vec<TenantSync>, Error> {
    let mut all = Vec::new();
    tx.query(ALL, &[], |row| {
        all.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(all)
}

/// The tenants whose pass is due and made by nobody, the longest due first. Who makes a pass holds the
/// [lease](crate::lease) that is named so, with the tenant's id behind.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn due(tx: &Tx<'_>, lease: &str, most: u32) -> Result<Vec<TenantSync>, Error> {
    let now = time::now(tx)?;
    let mut due = Vec::new();
    tx.query(DUE, &[now.into(), most.into(), lease.into()], |row| {
        due.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(due)
}

/// How many tenants with an account were never seen whole, and when the one was that waits longest since.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn oldest(tx: &Tx<'_>) -> Result<(u64, Option<Ticks>), Error> {
    let found = tx.find(OLDEST, &[], |row| {
        Ok((row.narrow(0, "tenant_sync")?, row.optional_ticks(1, "tenant_sync.succeeded_at")?))
    })?;
    found.ok_or_else(|| Error::corrupt("tenant_sync"))
}

/// Notes that a full pass begins.
///
/// # Errors
/// [`Error::RowCount`] when the tenant is not known here, and any other [`Error`] of the database.
pub fn begin_full(tx: &Tx<'_>, tenant: u32) -> Result<(), Error> {
    let now = time::now(tx)?;
    tx.execute_exactly(BEGIN_FULL, &[tenant.into(), now.into()], 1)
}

/// How a full pass ended that did not fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Active, or guarded.
    pub state: SyncState,
    /// When the next pass is due.
    pub due_at: Ticks,
    /// How many numbers it would have marked, when it stopped to ask.
    pub missing: Option<u64>,
    /// What it did, as JSON.
    pub report: String,
}

/// Notes that a full pass, which began when the sync stood so, ended well or stopped to ask. What was asked for or
/// confirmed meanwhile stays.
///
/// # Errors
/// [`Error::RowCount`] when the tenant is not known here, and any other [`Error`] of the database.
pub fn succeed(tx: &Tx<'_>, begun: &TenantSync, outcome: &Outcome) -> Result<(), Error> {
    let missing = outcome.missing.map(|missing| i64::try_from(missing).unwrap_or(i64::MAX));
    let now = time::now(tx)?;
    let values = [
        begun.tenant.into(),
        outcome.state.as_str().into(),
        outcome.due_at.into(),
        missing.into(),
        now.into(),
        (&outcome.report).into(),
        begun.due_at.into(),
        i64::from(begun.is_confirmed).into(),
    ];
    tx.execute_exactly(SUCCEED, &values, 1)
}

/// Notes that a pass over what is awaited, which began when the sync stood so, ended well, and when the next one is due.
/// What was asked for meanwhile stays.
///
/// # Errors
/// [`Error::RowCount`] when the tenant is not known here, and any other [`Error`] of the database.
pub fn succeed_awaited(tx: &Tx<'_>, begun: &TenantSync, due_at: Ticks) -> Result<(), Error> {
    tx.execute_exactly(SUCCEED_AWAITED, &[begun.tenant.into(), due_at.into(), begun.due_at.into()], 1)
}

/// Notes that a pass failed: when the next one is due, how many have failed in a row, and why.
///
/// # Errors
/// [`Error::RowCount`] when the tenant is not known here, and any other [`Error`] of the database.
pub fn postpone(tx: &Tx<'_>, tenant: u32, due_at: Ticks, attempts: u32, error: &str) -> Result<(), Error> {
    tx.execute_exactly(POSTPONE, &[tenant.into(), due_at.into(), attempts.into(), error.into()], 1)
}

/// Sees to it that the next pass is due at this instant at the latest.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn hasten(tx: &Tx<'_>, tenant: u32, due_at: Ticks) -> Result<(), Error> {
    tx.execute(HASTEN, &[tenant.into(), due_at.into()]).map(drop)
}

/// Lets a pass be due at once, over all numbers if so asked; `false` when the tenant has no account.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn ask(tx: &Tx<'_>, tenant: u32, is_full: bool) -> Result<bool, Error> {
    let now = time::now(tx)?;
    Ok(tx.execute(ASK, &[tenant.into(), now.into(), i64::from(is_full).into()])? == 1)
}

/// Lets the next pass, which is due at once, mark what the last one asked about; `false` when none asked.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn confirm(tx: &Tx<'_>, tenant: u32) -> Result<bool, Error> {
    let now = time::now(tx)?;
    Ok(tx.execute(CONFIRM, &[tenant.into(), now.into()])? == 1)
}

fn read(row: &Row<'_>) -> Result<TenantSync, Error> {
    Ok(TenantSync {
        tenant: row.narrow(0, "tenant_sync.tenant")?,
        guid: row.guid(1, "tenant.guid")?,
        account: row.optional_string(2)?,
        state: SyncState::parse(row.text(3)?).ok_or_else(|| Error::corrupt("tenant_sync.state"))?,
        due_at: row.ticks(4, "tenant_sync.due_at")?,
        started_at: row.optional_ticks(5, "tenant_sync.started_at")?,
        succeeded_at: row.optional_ticks(6, "tenant_sync.succeeded_at")?,
        missing: row
            .optional_integer(7)?
            .map(u64::try_from)
            .transpose()
            .map_err(|_| Error::corrupt("tenant_sync.missing"))?,
        is_confirmed: row.integer(8)? != 0,
        attempts: row.narrow(9, "tenant_sync.attempts")?,
        error: row.optional_string(10)?,
        report: row.optional_string(11)?,
    })
}
