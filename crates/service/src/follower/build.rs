//! Builds an inventory aside from one snapshot, then puts it in place.

use super::{Position, dictionary};
use crate::{Error, Progress, Service};
use numberline_domain::{ChannelId, Guid, Number, Token};
use numberline_inventory::{Commit, Inventory, Touched};
use numberline_store::{Tx, change, head, number, tenant, token};
use std::collections::HashMap;

/// Numbers handed from the thread that reads to the one that builds, after which the progress is told.
const TOGETHER: usize = 2_048;
/// How many such hand-overs may wait.
const AHEAD: usize = 4;

pub(super) fn build(service: &Service, progress: &dyn Progress) -> Result<Position, Error> {
    let (inventory, position) = service.database.read(|tx| load(service, tx, progress))?;
    // The old one is dropped after the lock is given back.
    let old = std::mem::replace(&mut *service.shared.inventory_mut(), inventory);
    drop(old);
    service.shared.set_reached(position.seq);
    Ok(position)
}

fn load(service: &Service, tx: &Tx<'_>, progress: &dyn Progress) -> Result<(Inventory, Position), Error> {
    let head = head::read(tx)?;
    service.shared.followed.note_head(head.seq.0);
    let total = number::count(tx)?;
    service.shared.set_to_load(total);
    progress.phase("loading", Some(total));
    let mut inventory = Inventory::with_room_for(usize::try_from(total).unwrap_or(0));
    dictionary::define_all(tx, &mut inventory)?;
    take_numbers(service, tx, &mut inventory, progress)?;
    let touched = name_tenants(tx, &mut inventory)?;
    token::all(tx, |token: Token| inventory.put_token(token))?;
    inventory.settle();
    inventory.set_epoch(head.epoch);
    inventory.announce(head.seq.0, touched.into_iter());
    let mark = change::mark_of(tx, head.seq)?;
    Ok((inventory, Position { seq: head.seq.0, epoch: head.epoch, mark, torn: None }))
}

/// Reads the numbers here and puts them into the inventory on another thread: each takes about as long as the other.
fn take_numbers(
    service: &Service,
    tx: &Tx<'_>,
    inventory: &mut Inventory,
    progress: &dyn Progress,
) -> Result<(), Error> {
    std::thread::scope(|scope| {
        let (sender, chunks) = crossbeam_channel::bounded::<Vec<Number>>(AHEAD);
        let building = scope.spawn(move || {
            for chunk in chunks {
                for number in &chunk {
                    if let Some(error) = missing_for(inventory, number) {
                        return Err(error);
                    }
                    inventory.upsert(number);
                }
                let count = u64::try_from(chunk.len()).expect("a length fits 64 bits");
                service.shared.add_loaded(count);
                progress.advance(count);
            }
            Ok(())
        });
        let mut chunk = Vec::with_capacity(TOGETHER);
        let read = number::scan(tx, |number| {
            chunk.push(number);
            if chunk.len() == TOGETHER {
                // A builder that has given up says why below.
                let _ = sender.send(std::mem::replace(&mut chunk, Vec::with_capacity(TOGETHER)));
            }
        });
        let _ = sender.send(chunk);
        drop(sender);
        building.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(read?)
    })
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

/// Names every tenant, and says which commits touched each last.
fn name_tenants(tx: &Tx<'_>, inventory: &mut Inventory) -> Result<Vec<Touched>, Error> {
    let mut guids: HashMap<u32, Guid> = HashMap::new();
    tenant::all(tx, |id, guid| {
        inventory.name_tenant(guid);
        guids.insert(id, guid);
    })?;
    let mut touched = Vec::new();
    change::last_touched(tx, |id, channels, seq, mark| {
        let Some(tenant) = guids.get(&id).copied() else { return };
        let commit = Commit { seq: seq.0, mark };
        touched.extend(each_channel(channels).map(|channel| Touched { tenant, channel, commit }));
    })?;
    Ok(touched)
}

/// The channels that a change touched, each by itself; `None` alone where it may have been any.
pub(super) fn each_channel(channels: Option<&[ChannelId]>) -> impl Iterator<Item = Option<ChannelId>> + '_ {
    let any = channels.is_none().then_some(None);
    any.into_iter().chain(channels.unwrap_or_default().iter().copied().map(Some))
}
