//! What all orders about numbers have in common: who gives one, what is asked of the database before it is taken, how a
//! repeated one is recognised, and how it becomes a task.

mod seen;

pub(crate) use seen::{Seen, is_assigned, look};

use crate::token::Caller;
use crate::{Error, Service};
use numberline_domain::{
    EntryState, Expanded, Guid, Number, NumberId, PhoneNumber, Refused, Status, TaskId, TaskKind, TaskStatus, Wanted,
};
use numberline_store::{
    Author, Change, ChangeKind, Entry, Subject, Task, Tx, entry, hold, idempotency, number, shape, task, tenant, time,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Numbers that an order comes to at most, unless the operator says otherwise.
pub const MOST_NUMBERS: usize = 10_000;
/// How often an order is judged anew because another writer came first.
const TRIES: u32 = 3;

/// Who gives an order.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// With which rights.
    pub caller: &'a Caller,
    /// For the log, such as `token:7`.
    pub actor: &'a str,
    /// What the caller calls this order, so that it may be given again without being carried out twice.
    pub key: Option<&'a str>,
}

/// An order that was taken, now or before under the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordered {
    /// The task it became.
    pub task: TaskId,
    /// The change that an inventory must have reached to show it.
    pub seq: u64,
}

/// Why an order is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The caller sees no such tenant: there is none, or it is another's.
    #[error("no such tenant is known")]
    UnknownTenant,
    /// Items of it cannot be; all of them stand here.
    #[error("{} of the items are refused", .0.len())]
    Items(Vec<Refused>),
    /// The key stands for another order.
    #[error("the key was used for another order before")]
    KeyReused,
    /// It could not be judged or kept.
    #[error(transparent)]
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<numberline_store::Error> for Refusal {
    fn from(error: numberline_store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// An order as it is to be kept.
pub(crate) struct Order {
    pub(crate) kind: TaskKind,
    pub(crate) tenant: Guid,
    /// What the task will need, as JSON; its numbers stand in its entries.
    pub(crate) input: String,
    /// The task, if it is taken.
    pub(crate) task: TaskId,
    /// Tells the order from others that came under the same key.
    request: [u8; 32],
}

impl Order {
    /// A new order for these numbers.
    pub(crate) fn new(kind: TaskKind, tenant: Guid, input: String, wanted: &Wanted) -> Self {
        let mut hash = Sha256::new();
        // No part can be taken for a part of the next one: texts are JSON, numbers have separators.
        hash.update(format!("{kind} {tenant} {input}"));
        wanted.numbers.iter().for_each(|phone| hash.update(phone.to_string()));
        wanted.ranges.iter().for_each(|range| hash.update(format!(" {}-{}", range.start, range.end)));
        Self { kind, tenant, input, task: new_task(), request: hash.finalize().into() }
    }
}

/// What the work of an order is done with.
pub(crate) struct Desk<'a> {
    /// The tenant.
    pub(crate) tenant: u32,
    /// Who orders, and when.
    pub(crate) author: &'a Author,
    /// The task.
    pub(crate) task: TaskId,
}

/// The id of a task to come.
pub(crate) fn new_task() -> TaskId {
    TaskId::from(Guid::from_u128(uuid::Uuid::new_v4().as_u128()))
}

/// Takes an order: all of it in one transaction, or nothing. `work` judges the numbers, and writes what the order changes
/// besides making its task.
pub(crate) fn take(
    service: &Service,
    origin: Origin<'_>,
    order: &Order,
    work: impl Fn(&mut Tx<'_>, &Desk<'_>) -> Result<(), Refusal>,
) -> Result<Ordered, Refusal> {
    let author = service.author(origin.actor);
    let attempt = || {
        service.database.write(&author, |tx| {
            let tenant = known_tenant(tx, origin.caller, order.tenant)?;
            // First: whoever had to wait here sees what the other one did under the same key.
            number::lock(tx)?;
            if let Some(earlier) = repeated(tx, origin, order)? {
                return Ok(earlier);
            }
            keep_task(tx, &author, order.kind, tenant, order.task, &order.input)?;
            work(tx, &Desk { tenant, author: &author, task: order.task })?;
            if let Some(key) = origin.key
                && !idempotency::note(tx, origin.actor, key, &order.request, order.task, author.at)?
            {
                return Err(lost("idempotency_actor_key_key"));
            }
            Ok(order.task)
        })
    };
    let mut taken = attempt();
    for _ in 1..TRIES {
        match &taken {
            Err(Refusal::Failed(Error::Store(numberline_store::Error::Constraint { .. }))) => taken = attempt(),
            Ok(_) | Err(Refusal::UnknownTenant | Refusal::Items(_) | Refusal::KeyReused | Refusal::Failed(_)) => break,
        }
    }
    let written = taken?;
    service.shared.wake_follower();
    Ok(Ordered { task: written.value, seq: written.seq.0 })
}

/// The id of a tenant that the caller sees.
pub(crate) fn known_tenant(tx: &Tx<'_>, caller: &Caller, guid: Guid) -> Result<u32, Refusal> {
    let id = if caller.scope.admits_tenant(guid) { tenant::find(tx, guid)? } else { None };
    id.ok_or(Refusal::UnknownTenant)
}

/// The task that the same order made before.
fn repeated(tx: &Tx<'_>, origin: Origin<'_>, order: &Order) -> Result<Option<TaskId>, Refusal> {
    let Some(key) = origin.key else { return Ok(None) };
    match idempotency::find(tx, origin.actor, key)? {
        None => Ok(None),
        Some(earlier) if earlier.request == order.request => Ok(Some(earlier.task)),
        Some(_) => Err(Refusal::KeyReused),
    }
}

/// Keeps a task that is due at once.
pub(crate) fn keep_task(
    tx: &Tx<'_>,
    author: &Author,
    kind: TaskKind,
    tenant: u32,
    id: TaskId,
    input: &str,
) -> Result<(), Error> {
    let kept = Task {
        id,
        kind,
        tenant: Some(tenant),
        status: TaskStatus::InProgress,
        actor: author.actor.clone(),
        created_at: author.at,
        completed_at: None,
        due_at: time::now(tx)?,
        is_paused: false,
        attempts: 0,
        input: input.to_owned(),
        output: None,
        error: None,
    };
    Ok(task::insert(tx, &kept)?)
}

/// Keeps the entries of a task, which are given in the order of their numbers, and takes the numbers for them.
pub(crate) fn keep_entries(
    tx: &Tx<'_>,
    task: TaskId,
    ids: std::ops::Range<i64>,
    numbers: impl Iterator<Item = (PhoneNumber, NumberId)>,
) -> Result<(), Refusal> {
    let entries: Vec<Entry> = ids
        .zip(numbers)
        .map(|(id, (phone, number))| Entry {
            id,
            task,
            phone,
            number: Some(number),
            state: EntryState::Waiting,
            order: None,
            error_code: None,
            error: None,
        })
        .collect();
    entry::insert_each(tx, &entries)?;
    let wanted: Vec<_> = entries.iter().map(|entry| (entry.phone, entry.id)).collect();
    let is_ours = hold::take_each(tx, &wanted)?;
    if is_ours.contains(&false) { Err(lost("hold_phone_key")) } else { Ok(()) }
}

/// Notes in the log that numbers of a tenant got another status; nothing when there are none.
pub(crate) fn log_status(
    tx: &mut Tx<'_>,
    tenant: u32,
    numbers: &[Number],
    before: Status,
    after: Status,
    task: Option<TaskId>,
) -> Result<(), Error> {
    let told = |status: Status| Some(serde_json::json!({ "acquiredNumberStatus": status.code() }).to_string());
    let ids: BTreeSet<NumberId> = numbers.iter().map(|number| number.id).collect();
    let channels = shape::channels_of(tx, numbers.iter().map(|number| number.shape))?;
    if let Some(subject) = Subject::numbers_in(ids, channels) {
        let kind = ChangeKind::StatusChanged;
        tx.log(Change { tenant: Some(tenant), kind, subject, before: told(before), after: told(after), task });
    }
    Ok(())
}

/// The refusal of an order some of whose items cannot be.
pub(crate) fn all_or_nothing(refused: Vec<Refused>) -> Result<(), Refusal> {
    if refused.is_empty() { Ok(()) } else { Err(Refusal::Items(refused)) }
}

/// What the numbers that an order names come to.
pub(crate) fn expand(wanted: &Wanted, limit: usize) -> Expanded {
    let mut plans = crate::numbering::Plans::default();
    wanted.expand(limit, |phone| plans.country(phone))
}

/// Another writer came first: the order is judged anew.
fn lost(constraint: &str) -> Refusal {
    numberline_store::Error::Constraint { name: constraint.to_owned() }.into()
}
