//! The orders of a task: written down before they are sent, sent under the same id at every try, looked for at the
//! upstream before any further try.

mod await_unassigned;
mod content;
mod reconcile;
mod send;

use super::context::{Held, Jobs};
use super::{Interrupted, discover, pause};
use crate::Error;
use numberline_domain::{EntryState, Guid, TaskId, TaskKind, TaskStatus};
use numberline_store::{
    EntryCounts, Task, TenantSync, Tx, UpstreamOrder, entry, hold, task, tenant, tenant_sync, time, upstream_order,
};
use numberline_upstream::{AccountName, Failure, Upstream};
use std::time::Duration;

const ACTOR: &str = "job:orders";

/// How long a task waits for an upstream to be configured.
const UNCONFIGURED: Duration = Duration::from_secs(30);

/// What the orders of a task are about.
struct Work<'a> {
    jobs: &'a Jobs,
    held: &'a Held<'a>,
    upstream: &'a dyn Upstream,
    task: &'a Task,
    account: AccountName,
    /// The tenant and its id.
    tenant: (Guid, u32),
}

/// What a step begins with: of one state of the database, read with taking the job.
struct Known {
    task: Task,
    counts: EntryCounts,
    tenant: Option<(Guid, u32)>,
    sync: Option<TenantSync>,
    /// Orders whose outcome is not known.
    open: Vec<UpstreamOrder>,
}

impl Known {
    fn read(tx: &Tx<'_>, id: TaskId) -> Result<Option<Self>, Error> {
        let Some(task) = task::get(tx, id)? else { return Ok(None) };
        let counts = entry::counts(tx, id)?;
        let (tenant, sync) = match task.tenant {
            Some(tenant) => {
                let guid = tenant::get(tx, tenant)?.ok_or_else(|| Error::missing("tenant", tenant))?;
                (Some((guid, tenant)), tenant_sync::find(tx, tenant)?)
            }
            None => (None, None),
        };
        let open = upstream_order::open_of_task(tx, id)?;
        Ok(Some(Self { task, counts, tenant, sync, open }))
    }
}

/// Goes a step on with a task that orders numbers, due or not; `false` when another node does.
///
/// # Errors
/// When the database fails. What the upstream fails with is kept with the task.
pub fn step(jobs: &Jobs, id: TaskId) -> Result<bool, Error> {
    let taken = jobs.take_and(&format!("task:{}", Guid::from(id)), ACTOR, |tx| Known::read(tx, id))?;
    let Some((held, known)) = taken else { return Ok(false) };
    let result = known.map_or(Ok(()), |known| go_on(jobs, &held, known));
    if let Err(interrupted) = result {
        match interrupted {
            Interrupted::LeaseLost | Interrupted::Stopped => {}
            Interrupted::Upstream(failure) => put_off(jobs, &held, id, &failure.to_string(), Some(&failure)),
            Interrupted::Here(error) => {
                tracing::error!(%error, task = %id, "a task cannot go on");
                put_off(jobs, &held, id, &error.to_string(), None);
            }
        }
    }
    held.give_back();
    Ok(true)
}

fn put_off(jobs: &Jobs, held: &Held<'_>, id: TaskId, reason: &str, failure: Option<&Failure>) {
    let written = held.write_last(|tx| {
        let Some(task) = task::lock(tx, id)? else { return Ok(()) };
        let attempts = task.attempts.saturating_add(1);
        let due = pause::after(time::now(tx)?, jobs.settings.pause, attempts, failure);
        task::put_off(tx, id, due, attempts, Some(reason))?;
        Ok(())
    });
    if let Err(error) = written {
        tracing::debug!(%error, task = %id, "the task stays due");
    }
}

fn go_on(jobs: &Jobs, held: &Held<'_>, known: Known) -> Result<(), Interrupted> {
    let Known { task, counts, tenant, sync, open } = known;
    if task.status != TaskStatus::InProgress || task.is_paused {
        return Ok(());
    }
    if counts.outcome().is_some() {
        return held.write_last(|tx| finish(jobs, tx, task.id).map(drop));
    }
    let Some(upstream) = jobs.upstream() else {
        return held.write_last(|tx| {
            let due = pause::later(time::now(tx)?, UNCONFIGURED);
            task::put_off(tx, task.id, due, task.attempts, Some("no upstream is configured: the task waits"))?;
            Ok(())
        });
    };
    let Some(tenant) = tenant else {
        return Err(Error::Refused(format!("{} orders numbers, but names no tenant", task.id)).into());
    };
    let account = discover::account_of(jobs, held, upstream, tenant, sync, task.kind == TaskKind::Upload)?;
    let Some(account) = account else { return without_account(jobs, held, &task) };
    let work = Work { jobs, held, upstream, task: &task, account, tenant };
    let may_wait = counts.in_state(EntryState::Waiting) > 0 || !open.is_empty();
    for order in open {
        jobs.go_on()?;
        reconcile::find_out(&work, order)?;
    }
    while may_wait && send::next(&work)? {
        jobs.go_on()?;
    }
    if task.kind == TaskKind::Unassign {
        await_unassigned::look(&work)?;
    }
    end(&work)
}

/// Ends the task, or waits. What was accepted is now the sync's to see: the tenant's next pass is due soon, and ends what
/// it has seen.
fn end(work: &Work<'_>) -> Result<(), Interrupted> {
    let Work { jobs, held, task, .. } = work;
    held.write_last(|tx| {
        let Some(open) = finish(jobs, tx, task.id)? else { return Ok(()) };
        let now = time::now(tx)?;
        tenant_sync::hasten(tx, work.tenant.1, pause::later(now, jobs.settings.await_every / 2))?;
        // What an operator retried meanwhile goes on at once.
        let is_waiting = open.in_state(EntryState::Waiting) > 0;
        let due = if is_waiting { now } else { pause::later(now, jobs.settings.await_every) };
        task::put_off(tx, task.id, due, 0, None)?;
        Ok(())
    })
}

/// Numbers of a tenant that has no account at the upstream are not there: nothing is to be deleted or unassigned.
fn without_account(jobs: &Jobs, held: &Held<'_>, task: &Task) -> Result<(), Interrupted> {
    let due = jobs.settings.await_every;
    held.write_last(|tx| {
        let reason = "the tenant has no account at the upstream: the task waits";
        task::put_off(tx, task.id, pause::later(time::now(tx)?, due), task.attempts, Some(reason))?;
        Ok(())
    })
}

/// Ends the task when nothing more is to be done for any of its numbers; else the answer is how they stand.
fn finish(jobs: &Jobs, tx: &Tx<'_>, id: TaskId) -> Result<Option<EntryCounts>, Interrupted> {
    task::lock(tx, id)?;
    let counts = entry::counts(tx, id)?;
    let Some(status) = counts.outcome() else { return Ok(Some(counts)) };
    let of = |state| counts.in_state(state);
    let output = serde_json::json!({
        "total": counts.total(),
        "done": of(EntryState::Done),
        "failed": of(EntryState::Failed),
        "abandoned": of(EntryState::Abandoned),
    });
    task::set_output(tx, id, &output.to_string())?;
    task::finish(tx, id, status, jobs.now(), None)?;
    hold::let_go_final(tx, id)?;
    Ok(None)
}
