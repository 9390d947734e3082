//! Builds an inventory aside from one snapshot, then puts it in place.

use super::{Position, dictionary};
use crate::{Error, Progress, Service};
use numberline_domain::{Guid, Number, Token};
use numberline_inventory::Inventory;
use numberline_store::{Tx, change, head, number, tenant, token};
use std::collections::HashMap;

/// Numbers after which the progress is told.
const TOLD_EACH: u64 = 65_536;

pub(super) fn build(service: &Service, progress: &dyn Progress) -> Result<Position, Error> {
    let mut inventory = Inventory::new();
    let position = service.database.read(|tx| fill(service, tx, &mut inventory, progress))?;
    // The old one is dropped after the lock is given back.
    let old = std::mem::replace(&mut *service.shared.inventory_mut(), inventory);
    drop(old);
    service.shared.followed.note_build();
    service.shared.set_reached(position.seq);
    Ok(position)
}

fn fill(service: &Service, tx: &Tx<'_>, inventory: &mut Inventory, progress: &dyn Progress) -> Result<Position, Error> {
    let head = head::read(tx)?;
    service.shared.followed.note_head(head.seq.0);
    let total = number::count(tx)?;
    service.shared.set_to_load(total);
    progress.phase("loading", Some(total));
    dictionary::define_all(tx, inventory)?;
    let mut read = 0;
    let mut damaged = None;
    number::scan(tx, |number| {
        match missing_for(inventory, &number) {
            None => inventory.upsert(&number),
            Some(error) => damaged = damaged.take().or(Some(error)),
        }
        read += 1;
        if read % TOLD_EACH == 0 {
            service.shared.add_loaded(TOLD_EACH);
            progress.advance(TOLD_EACH);
        }
    })?;
    progress.advance(read % TOLD_EACH);
    if let Some(error) = damaged {
        return Err(error);
    }
    let touched = name_tenants(tx, inventory)?;
    token::all(tx, |token: Token| inventory.put_token(token))?;
    inventory.settle();
    inventory.set_epoch(head.epoch);
    inventory.announce(head.seq.0, touched.into_iter());
    let mark = change::mark_of(tx, head.seq)?;
    Ok(Position { seq: head.seq.0, epoch: head.epoch, mark })
}

/// What a number names although the database does not have it.
fn missing_for(inventory: &Inventory, number: &Number) -> Option<Error> {
    let Number { shape, place, sweep, assignment, .. } = *number;
    if !inventory.knows_shape(shape) {
        return Some(Error::missing("shape", shape));
    }
    if !inventory.knows_place(place) {
        return Some(Error::missing("place", place));
    }
    if !inventory.knows_sweep(sweep) {
        return Some(Error::missing("sweep", sweep));
    }
    (!inventory.knows_assignment(assignment)).then(|| Error::missing("assignment", assignment.into()))
}

/// Names every tenant, and says which commit touched each last.
fn name_tenants(tx: &Tx<'_>, inventory: &mut Inventory) -> Result<Vec<(Guid, u64)>, Error> {
    let mut guids: HashMap<u32, Guid> = HashMap::new();
    tenant::all(tx, |id, guid| {
        inventory.name_tenant(guid);
        guids.insert(id, guid);
    })?;
    let mut touched = Vec::new();
    change::last_by_tenant(tx, |id, seq| touched.extend(guids.get(&id).map(|guid| (*guid, seq.0))))?;
    Ok(touched)
}
