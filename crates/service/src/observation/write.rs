//! A batch of observations of one tenant into rows, entries, log and what left.

use super::intern::{Interner, country_of, merged};
use super::judge::{End, Sight, Whereabouts, judge};
use super::known::{Facts, Known, Worker, lock};
use super::log::{Group, Log};
use super::told::{status_text, texts};
use super::{Observation, Offered, Seen, Tenant};
use crate::{Error, last_record};
use numberline_domain::{EntryState, Event, Guid, Number, NumberId, PhoneNumber, Standing, Status, TaskId, Ticks};
use numberline_store::{ChangeKind, Counter, Entry, Leaving, Tx, counter, entry, hold, number, released, task, time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::time::Duration;

/// A batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch<'a> {
    pub(crate) tenant: Tenant,
    pub(crate) observations: &'a [Observation],
    pub(crate) at: Ticks,
    pub(crate) actor: &'a str,
    /// How long Microsoft may take for what it accepted.
    pub(crate) deadline: Duration,
    /// The calling profile of numbers that are found.
    pub(crate) profile: Option<Guid>,
}

/// What a batch changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Numbers found that were not uploaded here.
    pub found: u64,
    /// Numbers whose status changed.
    pub status_changed: u64,
    /// Those of them that are marked for removal now.
    pub marked: u64,
    /// Numbers whose capabilities or places changed.
    pub refreshed: u64,
    /// Numbers that left.
    pub left: u64,
    /// Entries of tasks that ended.
    pub entries: u64,
}

impl Counts {
    /// Whether anything changed.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.found += other.found;
        self.status_changed += other.status_changed;
        self.marked += other.marked;
        self.refreshed += other.refreshed;
        self.left += other.left;
        self.entries += other.entries;
    }
}

/// What a batch comes to, by the rows as they stand.
#[derive(Default)]
struct Plan<'a> {
    come: Vec<(PhoneNumber, &'a Offered)>,
    refresh: Vec<(Number, Status, &'a Offered, Option<TaskId>)>,
    /// Only their status changes.
    restate: Vec<(Number, Status, Option<TaskId>)>,
    leave: Vec<(Number, u32, ChangeKind, Option<TaskId>)>,
    end: Vec<Entry>,
}

impl Plan<'_> {
    const fn is_empty(&self) -> bool {
        self.come.is_empty()
            && self.refresh.is_empty()
            && self.restate.is_empty()
            && self.leave.is_empty()
            && self.end.is_empty()
    }
}

/// Whether the batch says anything new.
pub(crate) fn is_news(tx: &Tx<'_>, batch: &Batch<'_>) -> Result<bool, Error> {
    Ok(!plan(tx, batch, &mut Facts::default())?.is_empty())
}

/// The numbers whose standing the batch would change, and whether a task awaits it.
pub(crate) fn moves(tx: &Tx<'_>, batch: &Batch<'_>) -> Result<Vec<(PhoneNumber, bool)>, Error> {
    let plan = plan(tx, batch, &mut Facts::default())?;
    let restated = plan.restate.iter().map(|(number, _, task)| (number.phone, *task));
    let leaving = plan.leave.iter().map(|(number, .., task)| (number.phone, *task));
    let mut moves: Vec<(PhoneNumber, bool)> =
        restated.chain(leaving).map(|(phone, task)| (phone, task.is_some())).collect();
    // What only ends an entry is awaited by it.
    let known: BTreeSet<PhoneNumber> = moves.iter().map(|(phone, _)| *phone).collect();
    moves.extend(plan.end.iter().filter(|entry| !known.contains(&entry.phone)).map(|entry| (entry.phone, true)));
    Ok(moves)
}

/// Writes what the batch says. It locks the tenant's tasks and the numbers first.
pub(crate) fn write(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<Counts, Error> {
    lock(tx, batch.tenant)?;
    let mut facts = Facts::default();
    let plan = plan(tx, batch, &mut facts)?;
    let mut counts = Counts::default();
    if plan.is_empty() {
        return Ok(counts);
    }
    let mut log = Log::default();
    leave(tx, batch, &plan, &mut log)?;
    let mut interner = Interner::default();
    come(tx, batch, &plan, &mut interner, &mut log)?;
    let changed = refresh(tx, batch, &plan, &mut facts, &mut interner, &mut log)?;
    number::update_each(tx, &changed)?;
    entry::set_each(tx, &plan.end)?;
    hold::let_go(tx, plan.end.iter().map(|entry| entry.id))?;
    let tasks: BTreeSet<TaskId> = plan.end.iter().map(|entry| entry.task).collect();
    for id in tasks {
        task::hasten(tx, id, time::now(tx)?)?;
    }
    counts.found = length(plan.come.len());
    counts.left = length(plan.leave.len());
    counts.entries = length(plan.end.len());
    counts.marked = length(plan.restate.iter().filter(|(_, to, _)| *to == Status::MarkedForRemoval).count());
    let woken = plan.refresh.iter().filter(|(number, to, ..)| number.status != *to).count();
    counts.refreshed = length(plan.refresh.len() - woken);
    counts.status_changed = length(plan.restate.len() + woken);
    log.write(tx)?;
    Ok(counts)
}

fn plan<'a>(tx: &Tx<'_>, batch: &Batch<'a>, facts: &mut Facts) -> Result<Plan<'a>, Error> {
    let known = Known::read(tx, batch.observations, batch.at, batch.deadline)?;
    let mut plan = Plan::default();
    let mut seen_before = BTreeSet::new();
    let nothing: &Offered = const { &Offered { acquired: None, available: None, country: None, place: None } };
    for observation in batch.observations {
        if !seen_before.insert(observation.phone) {
            continue;
        }
        let (sight, offered) = match &observation.seen {
            Seen::Ready(offered) => (Sight::Ready, offered),
            Seen::OnItsWay => (Sight::OnItsWay, nothing),
            Seen::Refused(..) => (Sight::Refused, nothing),
            Seen::Absent => (Sight::Absent, nothing),
        };
        let number = known.numbers.get(&observation.phone).copied();
        let tenant = match number {
            Some(number) => Some(facts.shape(tx, number.shape)?.tenant),
            None => None,
        };
        let place = match (number, tenant) {
            (Some(number), Some(tenant)) if tenant == batch.tenant.id => Whereabouts::Here(number.status),
            (Some(_), _) => Whereabouts::Elsewhere,
            (None, _) => Whereabouts::Nowhere,
        };
        let worker = known.workers.get(&observation.phone);
        let verdict = judge(place, sight, worker.map(|worker| worker.work));
        let task = verdict.end.and(worker).map(|worker| worker.entry.task);
        if let (Some(end), Some(worker)) = (verdict.end, worker) {
            plan.end.push(ended(worker, end, &observation.seen));
        }
        let Some(event) = verdict.event else { continue };
        match (number, event) {
            (None, Event::SeenUpstream) => plan.come.push((observation.phone, offered)),
            (Some(number), Event::SeenUpstream) => {
                let to = after(number.status, event);
                if to != number.status || is_news_of(tx, facts, &number, offered)? {
                    plan.refresh.push((number, to, offered, task));
                }
            }
            (Some(number), Event::MissingUpstream | Event::ReleaseRefused) => {
                plan.restate.push((number, after(number.status, event), task));
            }
            (Some(number), Event::SeenElsewhere) => {
                plan.leave.push((number, tenant.unwrap_or_default(), ChangeKind::Moved, task));
                plan.come.push((observation.phone, offered));
            }
            (Some(number), Event::ReleaseCompleted | Event::RemovalCompleted) => {
                plan.leave.push((number, batch.tenant.id, kind_of_leaving(number.status, event), task));
            }
            (None, _)
            | (Some(_), Event::Uploaded | Event::ReleaseRequested | Event::RemovalApproved | Event::RemovalCleared) => {
            }
        }
    }
    Ok(plan)
}

/// Which status a number has after an event that its life knows.
fn after(status: Status, event: Event) -> Status {
    match Standing::Listed(status).after(event) {
        Ok(Standing::Listed(status)) => status,
        Ok(Standing::Absent) | Err(_) => status,
    }
}

const fn kind_of_leaving(status: Status, event: Event) -> ChangeKind {
    match (status, event) {
        (_, Event::RemovalCompleted) => ChangeKind::Removed,
        (Status::PendingFirstSync, _) => ChangeKind::Withdrawn,
        (_, _) => ChangeKind::Released,
    }
}

/// Whether what Microsoft says of a number differs from what we have.
fn is_news_of(tx: &Tx<'_>, facts: &mut Facts, number: &Number, offered: &Offered) -> Result<bool, Error> {
    let offer = &facts.shape(tx, number.shape)?.offer;
    if merged(offer, offered) != *offer || number.acquired_on.is_none() {
        return Ok(true);
    }
    match &offered.place {
        Some(place) => Ok(facts.place(tx, number.place)? != place),
        None => Ok(false),
    }
}

fn ended(worker: &Worker, end: End, seen: &Seen) -> Entry {
    match (end, seen) {
        (End::Done, _) => Entry { state: EntryState::Done, error_code: None, error: None, ..worker.entry.clone() },
        (End::FailedAsTold, Seen::Refused(code, sentence)) => failed(&worker.entry, code, sentence),
        (End::FailedAsTold, Seen::Ready(_) | Seen::OnItsWay | Seen::Absent) => {
            failed(&worker.entry, "provisioning-failed", "Microsoft does not say why")
        }
        (End::Failed(code), _) => failed(&worker.entry, code, sentence_of(code)),
    }
}

fn failed(entry: &Entry, code: &str, sentence: &str) -> Entry {
    Entry {
        state: EntryState::Failed,
        error_code: Some(code.to_owned()),
        error: Some(sentence.to_owned()),
        ..entry.clone()
    }
}

fn sentence_of(code: &str) -> &'static str {
    match code {
        super::judge::STILL_THERE => "Microsoft took the order, but still has the number",
        super::judge::NOT_THERE => "Microsoft does not have the number",
        super::judge::MOVED => "the number belongs to another tenant at Microsoft now",
        _ => "it could not be done",
    }
}

fn leave(tx: &mut Tx<'_>, batch: &Batch<'_>, plan: &Plan<'_>, log: &mut Log) -> Result<(), Error> {
    if plan.leave.is_empty() {
        return Ok(());
    }
    let numbers: Vec<Number> = plan.leave.iter().map(|(number, ..)| *number).collect();
    let records = last_record::of_each(tx, &numbers)?;
    let leaving: Vec<Leaving> = plan
        .leave
        .iter()
        .zip(records)
        .map(|((number, tenant, kind, task), record)| Leaving {
            number: number.id,
            phone: number.phone,
            tenant: *tenant,
            kind: *kind,
            task: *task,
            record,
        })
        .collect();
    number::delete_each(tx, &numbers.iter().map(|number| number.id).collect::<Vec<_>>())?;
    // A number's history finds its end by the instant that stands in the log.
    let at = tx.author().map_or(batch.at, |author| author.at);
    released::keep_each(tx, &leaving, at, batch.actor)?;
    for (number, tenant, kind, task) in &plan.leave {
        log.note(Group::new(*tenant, *kind, *task).before(status_text(number.status)), number);
    }
    Ok(())
}

fn come(
    tx: &mut Tx<'_>,
    batch: &Batch<'_>,
    plan: &Plan<'_>,
    interner: &mut Interner,
    log: &mut Log,
) -> Result<(), Error> {
    if plan.come.is_empty() {
        return Ok(());
    }
    let ids = counter::advance(tx, Counter::Number, length(plan.come.len()))?;
    let mut numbers = Vec::with_capacity(plan.come.len());
    for ((phone, offered), id) in plan.come.iter().zip(ids) {
        let country = offered.country.clone().or_else(|| country_of(*phone));
        let offered = Offered { country, ..(*offered).clone() };
        let id = NumberId::from_i64(id).ok_or_else(|| Error::Refused("the ids are used up".to_owned()))?;
        let shape = interner.found(tx, batch.tenant, batch.profile, &offered, batch.at)?;
        let place = interner.place(tx, &offered.place.clone().unwrap_or_default())?;
        let number = Number {
            id,
            phone: *phone,
            entry: None,
            acquired_on: Some(batch.at),
            aslcht: None,
            aslsct: None,
            shape,
            place,
            sweep: 0,
            aslv_code: None,
            assignment: 0,
            status: Status::Active,
        };
        let group = Group::new(batch.tenant.id, ChangeKind::Found, None).after(status_text(Status::Active));
        log.note(group, &number);
        numbers.push(number);
    }
    Ok(number::insert_each(tx, &numbers)?)
}

/// The rows that change, as they become.
fn refresh(
    tx: &mut Tx<'_>,
    batch: &Batch<'_>,
    plan: &Plan<'_>,
    facts: &mut Facts,
    interner: &mut Interner,
    log: &mut Log,
) -> Result<Vec<Number>, Error> {
    let mut changed = Vec::with_capacity(plan.refresh.len() + plan.restate.len());
    for (number, status, offered, task) in &plan.refresh {
        let shape = interner.refreshed(tx, facts, number.shape, offered)?;
        let place = match &offered.place {
            Some(place) => interner.place(tx, place)?,
            None => number.place,
        };
        let acquired_on = Some(number.acquired_on.unwrap_or(batch.at));
        let after = Number { shape, place, acquired_on, status: *status, ..*number };
        let kind = if after.status == number.status { ChangeKind::Synced } else { ChangeKind::StatusChanged };
        let (before, now) = texts(tx, facts, number, &after)?;
        log.note(Group::new(batch.tenant.id, kind, *task).before(before).after(now), number);
        changed.push(after);
    }
    for (number, status, task) in &plan.restate {
        let group = Group::new(batch.tenant.id, ChangeKind::StatusChanged, *task);
        log.note(group.before(status_text(number.status)).after(status_text(*status)), number);
        changed.push(Number { status: *status, ..*number });
    }
    Ok(changed)
}

fn length(count: usize) -> u64 {
    u64::try_from(count).expect("a length fits 64 bits")
}

/// Notes that Microsoft refused the release of these numbers: those of the tenant that were active are active again.
pub(crate) fn release_refused(tx: &mut Tx<'_>, tenant: u32, task: TaskId, phones: &[PhoneNumber]) -> Result<(), Error> {
    let mut requested = Vec::new();
    number::among(tx, phones, |number| {
        if number.status == Status::ReleaseRequested {
            requested.push(number);
        }
    })?;
    let (mut facts, mut log) = (Facts::default(), Log::default());
    let mut changed = Vec::with_capacity(requested.len());
    for number in requested {
        // A file may have brought it to another tenant meanwhile.
        if facts.shape(tx, number.shape)?.tenant == tenant {
            changed.push(Number { status: after(number.status, Event::ReleaseRefused), ..number });
        }
    }
    for number in &changed {
        let group = Group::new(tenant, ChangeKind::StatusChanged, Some(task));
        let group = group.before(status_text(Status::ReleaseRequested)).after(status_text(number.status));
        log.note(group, number);
    }
    number::update_each(tx, &changed)?;
    log.write(tx)
}
