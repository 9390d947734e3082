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
use numberline_store::{Task, entry, hold, task, tenant, tenant_sync, time, upstream_order};
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

/// Goes a step on with a task that orders numbers, due or not; `false` when another node does.
///
/// # Errors
/// When the database fails. What the upstream fails with is kept with the task.
pub fn step(jobs: &Jobs, id: TaskId) -> Result<bool, Error> {
    let Some(held) = jobs.take(&format!("task:{}", Guid::from(id)), ACTOR)? else { return Ok(false) };
    let result = go_on(jobs, &held, id);
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
    let written = held.write(|tx| {
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

fn go_on(jobs: &Jobs, held: &Held<'_>, id: TaskId) -> Result<(), Interrupted> {
    let Some(task) = jobs.read(|tx| task::get(tx, id))? else { return Ok(()) };
    if task.status != TaskStatus::InProgress || task.is_paused {
        return Ok(());
    }
    if finish_if_done(jobs, held, id)? {
        return Ok(());
    }
    let Some(upstream) = jobs.upstream() else {
        held.write(|tx| {
            let due = pause::later(time::now(tx)?, UNCONFIGURED);
            task::put_off(tx, id, due, task.attempts, Some("no upstream is configured: the task waits"))?;
            Ok(())
        })?;
        return Ok(());
    };
    let Some(tenant_id) = task.tenant else {
        return Err(Error::Refused(format!("{id} orders numbers, but names no tenant")).into());
    };
    let guid = jobs.read(|tx| tenant::get(tx, tenant_id))?.ok_or_else(|| Error::missing("tenant", tenant_id))?;
    let account = discover::account_of(jobs, held, upstream, tenant_id, guid, task.kind == TaskKind::Upload)?;
    let Some(account) = account else { return without_account(jobs, held, &task) };
    let work = Work { jobs, held, upstream, task: &task, account, tenant: (guid, tenant_id) };
    for order in jobs.read(|tx| upstream_order::open_of_task(tx, id))? {
        jobs.go_on()?;
        reconcile::find_out(&work, order)?;
    }
    while send::next(&work)? {
        jobs.go_on()?;
    }
    if task.kind == TaskKind::Unassign {
        await_unassigned::look(&work)?;
    }
    if !finish_if_done(jobs, held, id)? {
        wait(&work)?;
    }
    Ok(())
}

/// What was accepted is now the sync's to see: the tenant's next pass is due soon, and ends what it has seen.
fn wait(work: &Work<'_>) -> Result<(), Interrupted> {
    let Work { jobs, held, task, .. } = work;
    held.write(|tx| {
        let now = time::now(tx)?;
        tenant_sync::hasten(tx, work.tenant.1, pause::later(now, jobs.settings.await_every / 2))?;
        task::put_off(tx, task.id, pause::later(now, jobs.settings.await_every), 0, None)?;
        Ok(())
    })?;
    Ok(())
}

/// Numbers of a tenant that has no account at the upstream are not there: nothing is to be deleted or unassigned.
fn without_account(jobs: &Jobs, held: &Held<'_>, task: &Task) -> Result<(), Interrupted> {
    let due = jobs.settings.await_every;
    held.write(|tx| {
        let reason = "the tenant has no account at the upstream: the task waits";
        task::put_off(tx, task.id, pause::later(time::now(tx)?, due), task.attempts, Some(reason))?;
        Ok(())
    })?;
    Ok(())
}

/// Ends the task when nothing more is to be done for any of its numbers.
fn finish_if_done(jobs: &Jobs, held: &Held<'_>, id: TaskId) -> Result<bool, Interrupted> {
    let ends = |tx: &numberline_store::Tx<'_>| entry::counts(tx, id).map(|counts| (counts, counts.outcome()));
    if jobs.read(ends)?.1.is_none() {
        return Ok(false);
    }
    let finished = held.write(|tx| {
        task::lock(tx, id)?;
        let (counts, Some(status)) = ends(tx)? else { return Ok(false) };
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
        Ok(true)
    })?;
    Ok(finished.value)
}
