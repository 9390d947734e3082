//! Writes an order down, sends it, and notes what became of it.

use super::{Work, content};
use crate::job::context::random_guid;
use crate::job::{Interrupted, pause};
use numberline_domain::{EntryState, Guid, OrderKind, OrderState, TaskKind, TaskStatus};
use numberline_store::{Entry, Tx, UpstreamOrder, entry, hold, number, task, time, upstream_order};
use numberline_upstream::{CreateOrder, Failure, Refusal};

/// Writes the next order down and sends it; `false` when nothing is waiting, or the task does not go on.
pub(super) fn next(work: &Work<'_>) -> Result<bool, Interrupted> {
    let order = UpstreamOrder {
        id: random_guid()?,
        task: work.task.id,
        kind: kind_of(work.task.kind),
        account: work.account.as_str().to_owned(),
        state: OrderState::Intended,
        first_sent: work.jobs.now(),
        tries: 0,
        error: None,
    };
    let intended = work.held.write(|tx| intend(tx, &order))?;
    if intended.is_empty() {
        return Ok(false);
    }
    send(work, order, &intended)
}

const fn kind_of(kind: TaskKind) -> OrderKind {
    match kind {
        TaskKind::Upload => OrderKind::Upload,
        TaskKind::Unassign => OrderKind::Unassign,
        TaskKind::Release | TaskKind::Removal | TaskKind::Sweep => OrderKind::Delete,
    }
}

/// Writes the order down for the numbers that wait longest, and gives them. From here on it may have been sent.
fn intend(tx: &mut Tx<'_>, order: &UpstreamOrder) -> Result<Vec<Entry>, Interrupted> {
    let most = u32::try_from(CreateOrder::MOST).expect("a hundred fits 32 bits");
    let open = task::lock(tx, order.task)?.filter(|task| task.status == TaskStatus::InProgress && !task.is_paused);
    if open.is_none() {
        return Ok(Vec::new());
    }
    let mut entries = entry::in_state(tx, order.task, EntryState::Waiting, most)?;
    // Of an order that was refused as a whole, each number is tried by itself: then it shows which ones are to blame.
    let was_refused = |tx: &Tx<'_>, entry: &Entry| -> Result<bool, Interrupted> {
        let Some(earlier) = entry.order else { return Ok(false) };
        Ok(upstream_order::get(tx, earlier)?.is_some_and(|order| order.state == OrderState::Refused))
    };
    let mut together = 0;
    for entry in &entries {
        if was_refused(tx, entry)? {
            together = together.max(1);
            break;
        }
        together += 1;
    }
    entries.truncate(together);
    if entries.is_empty() {
        return Ok(entries);
    }
    upstream_order::insert(tx, order)?;
    for entry in &mut entries {
        (entry.state, entry.order) = (EntryState::Ordered, Some(order.id));
        (entry.error_code, entry.error) = (None, None);
    }
    entry::set_each(tx, &entries)?;
    Ok(entries)
}

/// Sends an order that is written down. `true` when its outcome is known.
pub(super) fn send(work: &Work<'_>, mut order: UpstreamOrder, entries: &[Entry]) -> Result<bool, Interrupted> {
    work.held.touch()?;
    let answer = match order.kind {
        OrderKind::Upload => content::upload(work, &order, entries).and_then(|order| work.upstream.create(&order)),
        OrderKind::Unassign => {
            content::unassignment(work, &order, entries).and_then(|order| work.upstream.create(&order))
        }
        OrderKind::Delete => content::deletion(work, &order, entries).and_then(|order| work.upstream.delete(&order)),
    };
    order.tries = order.tries.saturating_add(1);
    let figures = work.jobs.figures();
    match answer {
        Ok(_) => {
            figures.orders.add(1);
            accepted(work, order)?;
            Ok(true)
        }
        Err(Failure::Refused(refusal)) => {
            figures.refused_orders.add(1);
            refused(work, order, entries.len(), &refusal)
        }
        Err(failure) => {
            figures.lost_orders.add(1);
            order.error = Some(failure.to_string());
            work.held.write(|tx| Ok(upstream_order::set(tx, &order)?))?;
            Err(failure.into())
        }
    }
}

/// The entries that still wait for this order: others may have been ended meanwhile.
fn still_ordered(tx: &Tx<'_>, order: Guid) -> Result<Vec<Entry>, Interrupted> {
    let entries = entry::of_order(tx, order)?;
    Ok(entries.into_iter().filter(|entry| entry.state == EntryState::Ordered).collect())
}

/// Notes that the upstream took the order. An upload lets its numbers go: they may be withdrawn from now on.
pub(super) fn accepted(work: &Work<'_>, order: UpstreamOrder) -> Result<(), Interrupted> {
    let order = UpstreamOrder { state: OrderState::Accepted, error: None, ..order };
    work.held.write(|tx| {
        task::lock(tx, order.task)?;
        let mut entries = still_ordered(tx, order.id)?;
        entries.iter_mut().for_each(|entry| entry.state = EntryState::Accepted);
        entry::set_each(tx, &entries)?;
        if order.kind == OrderKind::Upload {
            hold::let_go(tx, entries.iter().map(|entry| entry.id))?;
        }
        upstream_order::set(tx, &order)?;
        // What went well ends the growing of the pauses.
        task::put_off(tx, order.task, time::now(tx)?, 0, None)?;
        Ok(())
    })?;
    Ok(())
}

/// Notes that the upstream refused the order. Numbers of a larger one are tried again, each by itself; under an id that is
/// too old for the upstream to remember, they are ordered anew, but not at once. Whether the task may go on at once.
fn refused(work: &Work<'_>, order: UpstreamOrder, together: usize, refusal: &Refusal) -> Result<bool, Interrupted> {
    /// Precondition failed: the id cannot be used any more.
    const TOO_OLD: u16 = 412;
    let is_too_old = refusal.status == TOO_OLD;
    let state = if is_too_old { OrderState::Dropped } else { OrderState::Refused };
    let order = UpstreamOrder { state, error: Some(refusal.to_string()), ..order };
    work.held.write(|tx| {
        number::lock(tx)?;
        task::lock(tx, order.task)?;
        let mut entries = still_ordered(tx, order.id)?;
        for entry in &mut entries {
            // How many were sent together counts, also of those that were ended meanwhile.
            if is_too_old || together > 1 {
                entry.state = EntryState::Waiting;
                if is_too_old {
                    entry.order = None;
                }
            } else {
                entry.state = EntryState::Failed;
                entry.error_code = Some(refusal.code.clone().unwrap_or_else(|| format!("status-{}", refusal.status)));
                entry.error = Some(format!("Microsoft refused it with {refusal}"));
            }
        }
        entry::set_each(tx, &entries)?;
        if !is_too_old && together == 1 {
            content::undo_refused(tx, work, &entries)?;
            hold::let_go(tx, entries.iter().map(|entry| entry.id))?;
        }
        upstream_order::set(tx, &order)?;
        if is_too_old {
            // An id is refused at once when the clocks differ by more than the upstream remembers: no haste then.
            let due = pause::after(time::now(tx)?, work.jobs.settings.pause, order.tries, None);
            task::put_off(tx, order.task, due, order.tries, order.error.as_deref())?;
        }
        Ok(())
    })?;
    Ok(!is_too_old)
}
