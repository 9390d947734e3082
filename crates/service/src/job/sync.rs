//! Looks at a tenant's numbers at the upstream and writes what is new.
//!
//! A *full* pass reads the whole list of the account. What is not in it is asked for by itself, and is absent only when
//! the upstream says so. When too many would be marked for removal, the pass stops there and asks. An *awaiting* pass
//! looks at those numbers alone that something is awaited of.

mod guard;
mod missing;
mod read;
mod writer;

use super::context::{Held, Jobs};
use super::{Interrupted, discover, pause, records};
use crate::observation::Tenant;
use crate::observation::write::Counts;
use crate::{Error, Service};
use numberline_domain::{Guid, TaskStatus, Ticks};
use numberline_store::task::Filter;
use numberline_store::tenant_sync::Outcome;
use numberline_store::{SyncState, TenantSync, Tx, task, tenant, tenant_sync, time};
use numberline_upstream::{AccountName, Upstream};
use serde::Serialize;

const ACTOR: &str = "job:sync";
/// The lease of a pass, with the tenant's id behind.
const LEASE: &str = "sync:";

/// What a pass did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Numbers that were seen at the upstream.
    pub seen: u64,
    /// Numbers that were asked for by themselves.
    pub asked: u64,
    /// What it changed.
    #[serde(flatten)]
    pub changed: Counts,
    /// Numbers that would be marked for removal, when the pass stopped to ask.
    pub guarded: Option<u64>,
}

/// How a pass looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// At everything.
    Full,
    /// At what is awaited.
    Awaited,
}

/// How each tenant's sync stands.
///
/// # Errors
/// When the database cannot be read.
pub fn standing(service: &Service) -> Result<Vec<TenantSync>, Error> {
    Ok(service.database.read(tenant_sync::all)?)
}

/// Lets a pass over a tenant, or over all of them, be due at once; the answer is over how many.
///
/// # Errors
/// When the database cannot be written.
pub fn ask(service: &Service, tenant: Option<Guid>, depth: Depth, actor: &str) -> Result<u64, Error> {
    let author = service.author(actor);
    let asked = service.database.write(&author, |tx| {
        let mut asked = 0;
        for sync in tenant_sync::all(tx)? {
            if tenant.is_none_or(|tenant| tenant == sync.guid) {
                asked += u64::from(tenant_sync::ask(tx, sync.tenant, depth == Depth::Full)?);
            }
        }
        Ok::<_, numberline_store::Error>(asked)
    })?;
    Ok(asked.value)
}

/// Lets the next pass of a tenant, which is due at once, mark what the last one asked about; `false` when none asked.
///
/// # Errors
/// When the database cannot be written.
pub fn confirm(service: &Service, tenant: Guid, actor: &str) -> Result<bool, Error> {
    let author = service.author(actor);
    let confirmed = service.database.write(&author, |tx| match tenant::find(tx, tenant)? {
        Some(tenant) => tenant_sync::confirm(tx, tenant),
        None => Ok::<_, numberline_store::Error>(false),
    })?;
    Ok(confirmed.value)
}

/// Looks which tenants have an account at the upstream; `false` when another node does.
///
/// # Errors
/// Why it broke off.
pub fn discover_accounts(jobs: &Jobs) -> Result<bool, Interrupted> {
    discover::run(jobs)
}

/// Makes a pass over a tenant now; `None` when another node makes one, or the tenant has no account.
///
/// # Errors
/// Why it broke off. That is kept with the tenant too, and when it will be tried again.
pub fn pass(jobs: &Jobs, tenant: u32, depth: Depth) -> Result<Option<Report>, Interrupted> {
    let begin = |tx: &mut Tx<'_>| {
        let has_account = |sync: &TenantSync| sync.state != SyncState::NoAccount && sync.account.is_some();
        let sync = tenant_sync::find(tx, tenant)?.filter(has_account);
        if sync.is_some() && depth == Depth::Full {
            tenant_sync::begin_full(tx, tenant)?;
        }
        Ok(sync)
    };
    if jobs.upstream().is_none() {
        return Ok(None);
    }
    let Some((held, sync)) = jobs.take_and(&format!("{LEASE}{tenant}"), ACTOR, begin)? else { return Ok(None) };
    let result = sync.map_or(Ok(None), |sync| pass_of(jobs, &held, &sync, depth));
    match &result {
        Ok(Some(report)) if report.guarded.is_some() => jobs.figures().guarded.add(1),
        Ok(_) => jobs.figures().passes.add(1),
        Err(interrupted) => {
            jobs.figures().failed_passes.add(1);
            note_failure(jobs, &held, tenant, interrupted);
        }
    }
    held.give_back();
    result
}

/// The next tenant whose pass is due, and how deep it goes.
pub(super) fn next_due(jobs: &Jobs) -> Result<Vec<(u32, Depth)>, Error> {
    /// Another worker may be faster at the first ones.
    const LOOK_AT: u32 = 8;
    let (due, (unsynced, oldest), now) = jobs.read(|tx| {
        Ok::<_, numberline_store::Error>((
            tenant_sync::due(tx, LEASE, LOOK_AT)?,
            tenant_sync::oldest(tx)?,
            time::now(tx)?,
        ))
    })?;
    let age = oldest.map_or(0, |oldest| now.as_i64().saturating_sub(oldest.as_i64()) / 10_000_000);
    jobs.figures().oldest_sync.set(u64::try_from(age).unwrap_or_default());
    jobs.figures().unsynced.set(unsynced);
    let depth = |sync: &TenantSync| {
        let full_at = sync.succeeded_at.map(|at| pause::later(at, jobs.settings.sync_every));
        if full_at.is_none_or(|at| at <= now) { Depth::Full } else { Depth::Awaited }
    };
    Ok(due.iter().map(|sync| (sync.tenant, depth(sync))).collect())
}

/// What a pass works with.
pub(super) struct Pass<'a> {
    pub(super) jobs: &'a Jobs,
    pub(super) held: &'a Held<'a>,
    pub(super) upstream: &'a dyn Upstream,
    pub(super) account: AccountName,
    pub(super) tenant: Tenant,
    is_confirmed: bool,
    at: Ticks,
}

fn pass_of(jobs: &Jobs, held: &Held<'_>, sync: &TenantSync, depth: Depth) -> Result<Option<Report>, Interrupted> {
    let (Some(upstream), Some(account)) = (jobs.upstream(), sync.account.as_deref()) else { return Ok(None) };
    let account = AccountName::parse(account)
        .map_err(|error| Interrupted::Here(Error::Refused(format!("an account's kept name {error}"))))?;
    let tenant = Tenant { id: sync.tenant, guid: sync.guid };
    let pass = Pass { jobs, held, upstream, account, tenant, is_confirmed: sync.is_confirmed, at: jobs.now() };
    match depth {
        Depth::Full => {
            let report = read::full(&pass)?;
            if let Err(error) = records::addresses(&pass) {
                tracing::warn!(%error, tenant = tenant.id, "the civic addresses cannot be taken in");
            }
            let text = serde_json::to_string(&report).map_err(|error| Error::Refused(error.to_string()))?;
            held.write_last(|tx| {
                let state = if report.guarded.is_some() { SyncState::Guarded } else { SyncState::Active };
                let due_at = next_pass(jobs, tx, tenant.id, None)?;
                let outcome = Outcome { state, due_at, missing: report.guarded, report: text };
                Ok(tenant_sync::succeed(tx, sync, &outcome)?)
            })?;
            Ok(Some(report))
        }
        Depth::Awaited => {
            let report = read::awaited(&pass)?;
            held.write_last(|tx| {
                let due_at = next_pass(jobs, tx, tenant.id, sync.succeeded_at)?;
                Ok(tenant_sync::succeed_awaited(tx, sync, due_at)?)
            })?;
            Ok(Some(report))
        }
    }
}

/// When the next pass is due: soon while a task of the tenant awaits something.
fn next_pass(jobs: &Jobs, tx: &Tx<'_>, tenant: u32, last_full: Option<Ticks>) -> Result<Ticks, Interrupted> {
    let open = Filter { status: Some(TaskStatus::InProgress), tenants: Some(vec![tenant]), ..Filter::default() };
    let now = time::now(tx)?;
    let full = pause::later(last_full.unwrap_or(now), jobs.settings.sync_every);
    if task::count(tx, &open)? > 0 { Ok(full.min(pause::later(now, jobs.settings.await_every))) } else { Ok(full) }
}

fn note_failure(jobs: &Jobs, held: &Held<'_>, tenant: u32, interrupted: &Interrupted) {
    let failure = match interrupted {
        Interrupted::LeaseLost | Interrupted::Stopped => return,
        Interrupted::Here(error) => {
            tracing::error!(%error, tenant, "a pass over a tenant's numbers broke off");
            None
        }
        Interrupted::Upstream(failure) => {
            tracing::warn!(%failure, tenant, "a pass over a tenant's numbers broke off");
            Some(failure)
        }
    };
    let written = held.write_last(|tx| {
        let Some(sync) = tenant_sync::find(tx, tenant)? else { return Ok(()) };
        let attempts = sync.attempts.saturating_add(1);
        let due = pause::after(time::now(tx)?, jobs.settings.pause, attempts, failure);
        Ok(tenant_sync::postpone(tx, tenant, due, attempts, &interrupted.to_string())?)
    });
    if let Err(error) = written {
        tracing::debug!(%error, tenant, "the pass stays due");
    }
}
