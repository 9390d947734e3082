//! Looks whether numbers whose unassignment was accepted are unassigned in the customer's directory: only it knows.

use super::Work;
use crate::job::{Interrupted, pause};
use crate::observation::check;
use numberline_domain::{EntryState, Ticks};
use numberline_store::{Entry, entry, hold, number, task, upstream_order};
use numberline_upstream::Check;

/// How many are looked at in one step.
const TOGETHER: u32 = 100;
const UNASSIGNED: &str = "Unassigned";

/// Looks at those that were accepted, and ends the entries of those that are unassigned, or should be since long.
pub(super) fn look(work: &Work<'_>) -> Result<(), Interrupted> {
    let Work { jobs, held, task, .. } = work;
    let entries = jobs.read(|tx| entry::in_state(tx, task.id, EntryState::Accepted, TOGETHER))?;
    if entries.is_empty() {
        return Ok(());
    }
    let mut checks = Vec::with_capacity(entries.len());
    for entry in &entries {
        held.touch()?;
        let answer = work.upstream.assignment(work.tenant.0, entry.phone);
        checks.push((entry.phone, Check::of(&answer)));
    }
    let at = jobs.now();
    held.write(|tx| {
        number::lock(tx)?;
        task::lock(tx, task.id)?;
        let batch =
            check::Batch { tenant: work.tenant.1, checks: &checks, at, sweep: at.as_i64(), task: Some(task.id) };
        check::write(tx, &batch)?;
        let mut ended = Vec::new();
        for (entry, (_, check)) in entries.iter().zip(&checks) {
            let Some(current) = entry::get(tx, entry.id)?.filter(|entry| entry.state == EntryState::Accepted) else {
                continue;
            };
            let is_done = matches!(check, Check::Passed(word) if word.0 == UNASSIGNED);
            if is_done {
                ended.push(Entry { state: EntryState::Done, error_code: None, error: None, ..current });
            } else if is_overdue(work, tx, &current, at)? {
                ended.push(Entry {
                    state: EntryState::Failed,
                    error_code: Some("still-assigned".to_owned()),
                    error: Some("Microsoft took the order, but the number is still assigned".to_owned()),
                    ..current
                });
            }
        }
        entry::set_each(tx, &ended)?;
        hold::let_go(tx, ended.iter().map(|entry| entry.id))?;
        Ok(())
    })?;
    Ok(())
}

fn is_overdue(work: &Work<'_>, tx: &numberline_store::Tx<'_>, entry: &Entry, at: Ticks) -> Result<bool, Interrupted> {
    let Some(order) = entry.order else { return Ok(false) };
    let sent = upstream_order::get(tx, order)?.map(|order| order.first_sent);
    Ok(sent.is_some_and(|sent| pause::later(sent, work.jobs.settings.deadline) < at))
}
