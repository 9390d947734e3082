//! The rows and entries that a batch is about, as they stand, and the facts that they share.

use super::judge::Work;
use super::{Observation, Tenant};
use crate::Error;
use crate::upload::is_upload_of;
use hashbrown::HashMap;
use numberline_domain::{
    EntryState, Guid, Number, Offer, PhoneNumber, Place, Shape, Status, TaskId, TaskKind, TaskStatus, Ticks,
};
use numberline_store::task::Filter;
use numberline_store::{Entry, Tx, entry, fact, hold, number, place, shape, task, tenant, upstream_order};
use std::time::Duration;

/// The most open tasks of a tenant: far beyond what holds can make.
const MOST_TASKS: u64 = 100_000;

/// What a shape stands for, as far as observations touch it.
#[derive(Debug, Clone)]
pub(super) struct ShapeFacts {
    pub(super) shape: Shape,
    pub(super) tenant: u32,
    pub(super) offer: Offer,
}

/// What numbers share: read once for each batch.
#[derive(Default)]
pub(super) struct Facts {
    shapes: HashMap<u32, ShapeFacts>,
    places: HashMap<u32, Place>,
}

impl Facts {
    pub(super) fn shape(&mut self, tx: &Tx<'_>, id: u32) -> Result<&ShapeFacts, Error> {
        if !self.shapes.contains_key(&id) {
            let shape = shape::get(tx, id)?.ok_or_else(|| Error::missing("shape", id))?;
            let service = fact::service::get(tx, shape.service)?;
            let service = service.ok_or_else(|| Error::missing("service_fact", shape.service))?;
            let tenant = tenant::find(tx, service.tenant_id)?.ok_or_else(|| Error::missing("tenant", 0))?;
            let offer = fact::offer::get(tx, shape.offer)?.ok_or_else(|| Error::missing("offer_fact", shape.offer))?;
            self.shapes.insert(id, ShapeFacts { shape, tenant, offer });
        }
        Ok(&self.shapes[&id])
    }

    pub(super) fn place(&mut self, tx: &Tx<'_>, id: u32) -> Result<&Place, Error> {
        if !self.places.contains_key(&id) {
            let place = if id == 0 { Some(Place::default()) } else { place::get(tx, id)? };
            self.places.insert(id, place.ok_or_else(|| Error::missing("place", id))?);
        }
        Ok(&self.places[&id])
    }
}

/// An entry that works on a number.
#[derive(Debug, Clone)]
pub(super) struct Worker {
    pub(super) entry: Entry,
    pub(super) work: Work,
}

/// The rows and entries of a batch.
#[derive(Default)]
pub(super) struct Known {
    pub(super) numbers: HashMap<PhoneNumber, Number>,
    /// Who holds a number; of a pending one that nobody holds, the upload that waits to see it.
    pub(super) workers: HashMap<PhoneNumber, Worker>,
    tasks: HashMap<TaskId, Option<TaskKind>>,
    orders: HashMap<Guid, Option<Ticks>>,
}

impl Known {
    /// Reads them.
    pub(super) fn read(
        tx: &Tx<'_>,
        observations: &[Observation],
        at: Ticks,
        deadline: Duration,
    ) -> Result<Self, Error> {
        let phones: Vec<PhoneNumber> = observations.iter().map(|observation| observation.phone).collect();
        let mut known = Self::default();
        known.numbers.reserve(phones.len());
        number::among(tx, &phones, |number| {
            known.numbers.insert(number.phone, number);
        })?;
        let mut listed: Vec<PhoneNumber> = known.numbers.keys().copied().collect();
        listed.sort_unstable();
        known.read_holders(tx, &listed, at, deadline)?;
        known.read_uploads(tx, &listed, at, deadline)?;
        Ok(known)
    }

    fn read_holders(
        &mut self,
        tx: &Tx<'_>,
        listed: &[PhoneNumber],
        at: Ticks,
        deadline: Duration,
    ) -> Result<(), Error> {
        if hold::count(tx)? == 0 {
            return Ok(());
        }
        let holders = hold::holders(tx, listed)?;
        let ids: Vec<i64> = holders.iter().flatten().map(|holder| holder.entry).collect();
        for entry in entry::get_each(tx, &ids)?.into_iter().flatten() {
            self.put(tx, entry, at, deadline)?;
        }
        Ok(())
    }

    fn read_uploads(
        &mut self,
        tx: &Tx<'_>,
        listed: &[PhoneNumber],
        at: Ticks,
        deadline: Duration,
    ) -> Result<(), Error> {
        let pending = listed.iter().filter_map(|phone| {
            let number = &self.numbers[phone];
            number.entry.filter(|_| number.status == Status::PendingFirstSync)
        });
        let ids: Vec<i64> = pending.collect();
        for entry in entry::get_each(tx, &ids)?.into_iter().flatten() {
            let is_its = self.numbers.get(&entry.phone).is_some_and(|number| is_upload_of(&entry, number));
            if is_its && entry.state == EntryState::Accepted && !self.workers.contains_key(&entry.phone) {
                self.put(tx, entry, at, deadline)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, tx: &Tx<'_>, entry: Entry, at: Ticks, deadline: Duration) -> Result<(), Error> {
        let kind = match self.tasks.get(&entry.task) {
            Some(kind) => *kind,
            None => {
                let kind = task::get(tx, entry.task)?.map(|task| task.kind);
                self.tasks.insert(entry.task, kind);
                kind
            }
        };
        let Some(kind) = kind else { return Ok(()) };
        let is_overdue = match entry.order {
            Some(order) => self.sent(tx, order)?.is_some_and(|sent| is_older(sent, at, deadline)),
            None => false,
        };
        let work = Work { kind, state: entry.state, is_overdue };
        self.workers.insert(entry.phone, Worker { entry, work });
        Ok(())
    }

    fn sent(&mut self, tx: &Tx<'_>, order: Guid) -> Result<Option<Ticks>, Error> {
        if let Some(sent) = self.orders.get(&order) {
            return Ok(*sent);
        }
        let sent = upstream_order::get(tx, order)?.map(|order| order.first_sent);
        self.orders.insert(order, sent);
        Ok(sent)
    }
}

fn is_older(sent: Ticks, at: Ticks, deadline: Duration) -> bool {
    let ticks = i64::try_from(deadline.as_nanos() / 100).unwrap_or(i64::MAX);
    sent.saturating_add(ticks) < at
}

/// Keeps others away from all numbers and the tenant's open tasks until the transaction ends. Numbers come first, for
/// everybody who locks both.
pub(super) fn lock(tx: &Tx<'_>, tenant: Tenant) -> Result<(), Error> {
    number::lock(tx)?;
    let open = Filter { status: Some(TaskStatus::InProgress), tenants: Some(vec![tenant.id]), ..Filter::default() };
    let mut ids: Vec<TaskId> = task::page(tx, &open, 0, MOST_TASKS)?.into_iter().map(|task| task.id).collect();
    ids.sort_unstable();
    for id in ids {
        task::lock(tx, id)?;
    }
    Ok(())
}
