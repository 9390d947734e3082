//! What happened to a number, also after it is gone. Read from the log: not for the hot path.

use crate::page::{Page, Wanted};
use crate::released::sought;
use crate::token::Caller;
use crate::{Error, Service};
use numberline_domain::{ChannelId, Guid, NumberId, PhoneNumber, Scope, TaskId, Ticks};
use numberline_store::{ChangeKind, LoggedChange, Passage, Subject, Tx, change, fact, number, released, shape, tenant};
use std::collections::BTreeMap;

/// A change of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The number of the change.
    pub seq: u64,
    /// Its place among those of one commit.
    part: u32,
    /// When.
    pub at: Ticks,
    /// By whom.
    pub actor: String,
    /// By which task.
    pub task: Option<TaskId>,
    /// What happened.
    pub kind: ChangeKind,
    /// What it was, for people.
    pub before: Option<String>,
    /// What it is, for people.
    pub after: Option<String>,
    /// Whose the number was.
    pub tenant: Guid,
    /// Its id then.
    pub id: NumberId,
}

/// Why there is no history to give.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The caller never saw such a number: there was none, or it was another's.
    #[error("there is no such number")]
    UnknownNumber,
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<numberline_store::Error> for Refusal {
    fn from(error: numberline_store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The times that a number was in the list under one id: when it left, as far as the caller may know.
#[derive(Default)]
struct Stays {
    tenant: Option<Guid>,
    departures: Vec<(Ticks, ChangeKind)>,
    is_listed: bool,
}

/// A page of what happened to a number, oldest first. Blocks.
///
/// # Errors
/// A [`Refusal`].
pub fn of(service: &Service, caller: &Caller, phone: PhoneNumber, wanted: Wanted) -> Result<Page<Past>, Refusal> {
    let scope = &caller.scope;
    let (seq, is_shown) = {
        let inventory = service.shared.inventory();
        (inventory.scope_seq(scope), inventory.shows_number(phone, scope))
    };
    service.database.read(|tx| {
        let stays = stays(tx, scope, phone, is_shown)?;
        if stays.is_empty() {
            return Err(Refusal::UnknownNumber);
        }
        let mut past = Vec::new();
        for ((tenant_id, id), stays) in &stays {
            gather(tx, scope, *tenant_id, *id, stays, &mut past)?;
        }
        past.sort_by_key(|change: &Past| (change.seq, change.part));
        let total = past.len() as u64;
        let places = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let data = past.into_iter().skip(places(wanted.skip())).take(places(wanted.size)).collect();
        Ok(wanted.page(total, data, seq))
    })
}

/// Under which tenants and ids the number is or was in the list, as far as the caller sees it there. What it does not
/// see is not read, so that nobody can tell by the time it takes whether there is such a number elsewhere.
fn stays(
    tx: &Tx<'_>,
    scope: &Scope,
    phone: PhoneNumber,
    is_shown: bool,
) -> Result<BTreeMap<(u32, NumberId), Stays>, Error> {
    let mut stays: BTreeMap<(u32, NumberId), Stays> = BTreeMap::new();
    let listed = if is_shown { number::by_phone(tx, phone)? } else { None };
    if let Some(listed) = listed {
        let (guid, channel) = home_of(tx, listed.shape)?;
        if scope.admits(guid, channel) {
            let tenant_id = tenant::find(tx, guid)?.ok_or_else(|| Error::missing("tenant of shape", listed.shape))?;
            let here = stays.entry((tenant_id, listed.id)).or_default();
            here.tenant = Some(guid);
            here.is_listed = true;
        }
    }
    for kept in released::of_phone(tx, &sought(tx, scope, None)?, phone)? {
        let guid = tenant::get(tx, kept.tenant)?.ok_or_else(|| Error::missing("tenant", kept.tenant))?;
        let there = stays.entry((kept.tenant, kept.number)).or_default();
        there.tenant = Some(guid);
        there.departures.push((kept.left_at, kept.kind));
    }
    Ok(stays)
}

fn home_of(tx: &Tx<'_>, shape_id: u32) -> Result<(Guid, ChannelId), Error> {
    let shape = shape::get(tx, shape_id)?.ok_or_else(|| Error::missing("shape", shape_id))?;
    let service = fact::service::get(tx, shape.service)?;
    let service = service.ok_or_else(|| Error::missing("service_fact", shape.service))?;
    Ok((service.tenant_id, service.ovoc_channel_id))
}

/// The changes of the number's stays under one id. Another number may have had the id before or after: what stands
/// before a departure that is not the number's own is another's.
fn gather(
    tx: &Tx<'_>,
    scope: &Scope,
    tenant_id: u32,
    id: NumberId,
    stays: &Stays,
    past: &mut Vec<Past>,
) -> Result<(), Error> {
    let Some(guid) = stays.tenant else { return Ok(()) };
    let mut stay = Vec::new();
    change::of_number(tx, tenant_id, id, |logged| {
        let departure = (logged.at, logged.change.kind);
        let has_left = logged.change.kind.passage() == Passage::Left;
        if is_seen(scope, &logged) {
            stay.push(past_of(logged, guid, id));
        }
        if has_left {
            if stays.departures.contains(&departure) {
                past.append(&mut stay);
            }
            stay.clear();
        }
    })?;
    if stays.is_listed {
        past.append(&mut stay);
    }
    Ok(())
}

/// Whether the change was in a channel that the caller sees.
fn is_seen(scope: &Scope, logged: &LoggedChange) -> bool {
    match &logged.change.subject {
        Subject::Numbers { channels: Some(channels), .. } => {
            channels.iter().any(|channel| scope.admits_channel(*channel))
        }
        Subject::Numbers { channels: None, .. } | Subject::Token(_) | Subject::Facts { .. } | Subject::Record(_) => {
            true
        }
    }
}

fn past_of(logged: LoggedChange, tenant: Guid, id: NumberId) -> Past {
    let LoggedChange { seq, part, at, actor, change, .. } = logged;
    Past {
        seq: seq.0,
        part,
        at,
        actor,
        task: change.task,
        kind: change.kind,
        before: change.before,
        after: change.after,
        tenant,
        id,
    }
}
