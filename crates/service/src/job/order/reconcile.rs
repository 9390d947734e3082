//! Finds out what became of an order whose outcome is not known, and only then sends it again: under the same id, so that
//! the upstream takes it once, also when another node is about to send it.

use super::{Work, send};
use crate::job::Interrupted;
use numberline_domain::{EntryState, OrderKind, OrderState, PhoneNumber, TaskStatus};
use numberline_store::{Entry, UpstreamOrder, entry, task, upstream_order};
use numberline_upstream::{Provisioning, UpstreamNumber, Walk};
use std::collections::{HashMap, HashSet};

/// So many numbers are asked for one by one; more are looked for in the list of the account.
const ONE_BY_ONE: usize = 5;

/// Finds out, and ends the order or sends it again.
pub(super) fn find_out(work: &Work<'_>, order: UpstreamOrder) -> Result<(), Interrupted> {
    let all = work.jobs.read(|tx| entry::of_order(tx, order.id))?;
    let entries: Vec<Entry> = all.iter().filter(|entry| entry.state == EntryState::Ordered).cloned().collect();
    if entries.is_empty() {
        // They were abandoned, or seen, and nobody waits for the order any longer.
        let dropped = UpstreamOrder { state: OrderState::Dropped, ..order };
        work.held.write(|tx| Ok(upstream_order::set(tx, &dropped)?))?;
        return Ok(());
    }
    let there = look(work, &entries)?;
    if entries.iter().all(|entry| has_arrived(order.kind, there.get(&entry.phone))) {
        return send::accepted(work, order);
    }
    let goes_on = work.held.write(|tx| {
        let task = task::lock(tx, order.task)?;
        Ok(task.is_some_and(|task| task.status == TaskStatus::InProgress && !task.is_paused))
    })?;
    if goes_on {
        // All of them again, as before: under one id the upstream knows one content.
        send::send(work, order, &all)?;
    }
    Ok(())
}

/// Whether what stands there can only be this order's effect.
fn has_arrived(kind: OrderKind, number: Option<&UpstreamNumber>) -> bool {
    match (kind, number) {
        (OrderKind::Delete, number) => number.is_none(),
        (OrderKind::Upload | OrderKind::Unassign, None) => false,
        // What failed before and is ordered anew stands there too.
        (OrderKind::Upload, Some(number)) => {
            number.operator_connect.is_some() && !matches!(number.state, Provisioning::Failed(_))
        }
        (OrderKind::Unassign, Some(number)) => {
            let side = number.operator_connect.as_ref();
            side.and_then(|side| side.assignment.as_deref()) == Some("unassigned")
        }
    }
}

/// The numbers as they stand in the account.
fn look(work: &Work<'_>, entries: &[Entry]) -> Result<HashMap<PhoneNumber, UpstreamNumber>, Interrupted> {
    let mut there = HashMap::new();
    if entries.len() <= ONE_BY_ONE {
        for entry in entries {
            work.held.touch()?;
            if let Some(number) = work.upstream.number(&work.account, entry.phone)? {
                there.insert(entry.phone, number);
            }
        }
        return Ok(there);
    }
    let wanted: HashSet<PhoneNumber> = entries.iter().map(|entry| entry.phone).collect();
    let (mut walk, mut link) = (Walk::default(), None);
    loop {
        work.held.touch()?;
        let page = work.upstream.numbers(Some(&work.account), link.as_ref())?;
        let ours = page.numbers.into_iter().filter(|number| wanted.contains(&number.phone));
        there.extend(ours.map(|number| (number.phone, number)));
        let Some(next) = page.next else { return Ok(there) };
        walk.step(&next)?;
        link = Some(next);
    }
}
