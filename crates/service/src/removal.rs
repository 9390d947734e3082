//! What the operator says to numbers that a customer deleted: that they may go, or that they stay. Both do what they can,
//! tell the rest, and may be repeated.

use crate::order::{self, Desk, Origin, Refusal, Seen, log_status, look};
use crate::{Error, Service};
use numberline_domain::{
    Event, IllegalMove, Item, Number, NumberId, PhoneNumber, Reason, Refused, Standing, Status, TaskKind,
};
use numberline_store::{Author, Counter, Tx, number, tenant};
use std::collections::BTreeMap;

/// Numbers that one call may name.
pub const MOST_NUMBERS: usize = 500;

/// What became of the numbers of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// How many were named.
    pub processed: usize,
    /// Those that could not be moved.
    pub failures: Vec<Refused>,
    /// The change that an inventory must have reached to show it.
    pub seq: u64,
}

impl Settled {
    /// How many are where they were to be led, now or before.
    #[must_use]
    pub fn succeeded(&self) -> usize {
        self.processed - self.failures.len()
    }
}

/// What a call does with each number that it admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Approve,
    Clear,
}

impl Verb {
    const fn event(self) -> Event {
        match self {
            Self::Approve => Event::RemovalApproved,
            Self::Clear => Event::RemovalCleared,
        }
    }
}

/// Approves that numbers go: from marked to ready for removal. Their removal is a task for each tenant.
///
/// # Errors
/// [`Refusal::Failed`]; what cannot be moved stands in the answer.
pub fn approve(service: &Service, origin: Origin<'_>, phones: &[PhoneNumber]) -> Result<Settled, Refusal> {
    settle(service, origin, phones, Verb::Approve)
}

/// Keeps numbers: from marked for removal to active.
///
/// # Errors
/// As [`approve`].
pub fn clear(service: &Service, origin: Origin<'_>, phones: &[PhoneNumber]) -> Result<Settled, Refusal> {
    settle(service, origin, phones, Verb::Clear)
}

fn settle(service: &Service, origin: Origin<'_>, phones: &[PhoneNumber], verb: Verb) -> Result<Settled, Refusal> {
    let author = service.author(origin.actor);
    let mut named = phones.to_vec();
    named.sort_unstable();
    named.dedup();
    let entries = match verb {
        Verb::Approve => service.database.reserve(Counter::Entry, named.len() as u64)?,
        Verb::Clear => 0..0,
    };
    let written = service.database.write(&author, |tx| {
        number::lock(tx)?;
        let (mut moving, mut failures) = (BTreeMap::<u32, Vec<Number>>::new(), Vec::new());
        for seen in look(tx, &named)? {
            match judge(tx, origin, &seen, verb)? {
                Verdict::Moves(tenant, number) => moving.entry(tenant).or_default().push(number),
                Verdict::IsThere => {}
                Verdict::Fails(refused) => failures.push(refused),
            }
        }
        let mut entries = entries.clone();
        for (tenant, numbers) in moving {
            move_all(tx, &author, tenant, &numbers, verb, &mut entries)?;
        }
        Ok::<_, Refusal>(failures)
    })?;
    service.shared.wake_follower();
    // A number that is named twice is where it shall be, or is not, twice.
    let repeated = |failure: &Refused| phones.iter().filter(|phone| failure.item == Item::Number(**phone)).count();
    let failures = written.value.iter().flat_map(|failure| std::iter::repeat_n(*failure, repeated(failure))).collect();
    Ok(Settled { processed: phones.len(), failures, seq: written.seq.0 })
}

enum Verdict {
    Moves(u32, Number),
    IsThere,
    Fails(Refused),
}

fn judge(tx: &Tx<'_>, origin: Origin<'_>, seen: &Seen, verb: Verb) -> Result<Verdict, Error> {
    let Some((number, tenant)) = seen.number else { return Ok(Verdict::Fails(unknown(seen, verb))) };
    let guid = tenant::get(tx, tenant)?.ok_or_else(|| Error::missing("tenant", tenant))?;
    if !origin.caller.scope.admits_tenant(guid) {
        return Ok(Verdict::Fails(unknown(seen, verb)));
    }
    let stands = Standing::Listed(number.status);
    let next = stands.after(verb.event());
    // Ready, but nobody removes it: its removal was abandoned, and is taken up again.
    let is_left = verb == Verb::Approve && seen.holder.is_none();
    Ok(match next {
        Err(IllegalMove { from, to }) => Verdict::Fails(seen.free(number.status, to).err().unwrap_or(Refused {
            item: Item::Number(seen.phone),
            reason: Reason::Illegal,
            from: Some(from),
            to: Some(to),
        })),
        Ok(next) if next == stands && !is_left => Verdict::IsThere,
        Ok(next) => match seen.free(number.status, next) {
            Ok(()) => Verdict::Moves(tenant, number),
            Err(refused) => Verdict::Fails(refused),
        },
    })
}

fn unknown(seen: &Seen, verb: Verb) -> Refused {
    Refused { to: Some(verb.event().aim()), ..seen.unknown() }
}

fn move_all(
    tx: &mut Tx<'_>,
    author: &Author,
    tenant: u32,
    numbers: &[Number],
    verb: Verb,
    entries: &mut std::ops::Range<i64>,
) -> Result<(), Refusal> {
    let to = match verb {
        Verb::Approve => Status::ReadyForRemoval,
        Verb::Clear => Status::Active,
    };
    let task = match verb {
        Verb::Clear => None,
        Verb::Approve => {
            let task = order::new_task();
            order::keep_task(tx, author, TaskKind::Removal, tenant, task, "{}")?;
            let desk = Desk { tenant, author, task };
            let end = entries.start + i64::try_from(numbers.len()).expect("a call names few numbers");
            let ids = entries.start..end;
            entries.start = end;
            order::keep_entries(tx, desk.task, ids, numbers.iter().map(|number| (number.phone, number.id)))?;
            Some(desk.task)
        }
    };
    let is_marked = |number: &&Number| number.status == Status::MarkedForRemoval;
    let moved: Vec<Number> = numbers.iter().filter(is_marked).copied().collect();
    let mut ids: Vec<NumberId> = moved.iter().map(|number| number.id).collect();
    ids.sort_unstable();
    number::set_status_each(tx, &ids, to)?;
    Ok(log_status(tx, tenant, &moved, Status::MarkedForRemoval, to, task)?)
}
