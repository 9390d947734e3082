//! Interned values from the database into the inventory: all at once for a build, by need for a step.

use crate::Error;
use numberline_domain::{AssignmentWord, JobFacts, Number, Offer, Place, SbcFacts, ServiceFacts, Shape};
use numberline_inventory::Inventory;
use numberline_store::{FactKind, Tx, assignment, fact, place, shape, sweep};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Defines every interned value.
pub(super) fn define_all(tx: &Tx<'_>, inventory: &mut Inventory) -> Result<(), Error> {
    fact::job::scan(tx, |id, facts| inventory.define_job(id, &facts))?;
    fact::service::scan(tx, |id, facts| inventory.define_service(id, &facts))?;
    fact::sbc::scan(tx, |id, facts| inventory.define_sbc(id, &facts))?;
    fact::offer::scan(tx, |id, facts| inventory.define_offer(id, &facts))?;
    let mut damaged = None;
    shape::scan(tx, |id, shape| match missing_for(inventory, shape) {
        None => inventory.define_shape(id, shape),
        Some(error) => damaged = damaged.take().or(Some(error)),
    })?;
    if let Some(error) = damaged {
        return Err(error);
    }
    place::scan(tx, |id, place| inventory.define_place(id, &place))?;
    sweep::scan(tx, |id, ticks| inventory.define_sweep(id, ticks))?;
    assignment::scan(tx, |id, word| inventory.define_assignment(id, &word))?;
    Ok(())
}

/// What a shape names although the database does not have it.
fn missing_for(inventory: &Inventory, shape: Shape) -> Option<Error> {
    let Shape { job, service, sbc, offer } = shape;
    let facts = [
        ("job_fact", job, inventory.knows_job(job)),
        ("service_fact", service, inventory.knows_service(service)),
        ("sbc_fact", sbc, inventory.knows_sbc(sbc)),
        ("offer_fact", offer, inventory.knows_offer(offer)),
    ];
    facts.into_iter().find(|(.., is_known)| !is_known).map(|(table, id, _)| Error::missing(table, id))
}

/// Values that numbers name and the inventory does not know yet. They are read before the inventory is locked.
#[derive(Default)]
pub(crate) struct Fetched {
    jobs: BTreeMap<u32, JobFacts>,
    services: BTreeMap<u32, ServiceFacts>,
    sbcs: BTreeMap<u32, SbcFacts>,
    offers: BTreeMap<u32, Offer>,
    shapes: BTreeMap<u32, Shape>,
    places: BTreeMap<u32, Place>,
    sweeps: BTreeMap<u32, i64>,
    assignments: BTreeMap<u8, AssignmentWord>,
}

impl Fetched {
    /// Reads what a number needs.
    pub(crate) fn fetch_for(&mut self, tx: &Tx<'_>, inventory: &Inventory, number: &Number) -> Result<(), Error> {
        self.fetch_shape(tx, inventory, number.shape)?;
        if !inventory.knows_place(number.place) {
            fetch(&mut self.places, number.place, "place", |id| place::get(tx, id))?;
        }
        if !inventory.knows_sweep(number.sweep) {
            fetch(&mut self.sweeps, number.sweep, "sweep", |id| sweep::get(tx, id))?;
        }
        if !inventory.knows_assignment(number.assignment) {
            fetch(&mut self.assignments, number.assignment, "assignment", |id| assignment::get(tx, id))?;
        }
        Ok(())
    }

    fn fetch_shape(&mut self, tx: &Tx<'_>, inventory: &Inventory, id: u32) -> Result<(), Error> {
        if inventory.knows_shape(id) || self.shapes.contains_key(&id) {
            return Ok(());
        }
        fetch(&mut self.shapes, id, "shape", |id| shape::get(tx, id))?;
        self.fetch_parts(tx, inventory, self.shapes[&id])
    }

    fn fetch_parts(&mut self, tx: &Tx<'_>, inventory: &Inventory, shape: Shape) -> Result<(), Error> {
        let Shape { job, service, sbc, offer } = shape;
        if !inventory.knows_job(job) {
            fetch(&mut self.jobs, job, "job_fact", |id| fact::job::get(tx, id))?;
        }
        if !inventory.knows_service(service) {
            fetch(&mut self.services, service, "service_fact", |id| fact::service::get(tx, id))?;
        }
        if !inventory.knows_sbc(sbc) {
            fetch(&mut self.sbcs, sbc, "sbc_fact", |id| fact::sbc::get(tx, id))?;
        }
        if !inventory.knows_offer(offer) {
            fetch(&mut self.offers, offer, "offer_fact", |id| fact::offer::get(tx, id))?;
        }
        Ok(())
    }

    /// Reads what was rewritten under an id that the inventory knows; what it does not know it reads when it needs it.
    pub(super) fn fetch_again(
        &mut self,
        tx: &Tx<'_>,
        inventory: &Inventory,
        kind: FactKind,
        id: u32,
    ) -> Result<(), Error> {
        match kind {
            FactKind::Service if inventory.knows_service(id) => {
                fetch(&mut self.services, id, "service_fact", |id| fact::service::get(tx, id))
            }
            FactKind::Sbc if inventory.knows_sbc(id) => {
                fetch(&mut self.sbcs, id, "sbc_fact", |id| fact::sbc::get(tx, id))
            }
            FactKind::Shape if inventory.knows_shape(id) => {
                fetch(&mut self.shapes, id, "shape", |id| shape::get(tx, id))?;
                self.fetch_parts(tx, inventory, self.shapes[&id])
            }
            FactKind::Service | FactKind::Sbc | FactKind::Shape => Ok(()),
        }
    }

    /// Takes in services that the inventory does not know yet.
    pub(super) fn take_services(&mut self, inventory: &Inventory, services: Vec<(u32, ServiceFacts)>) {
        self.services.extend(services.into_iter().filter(|(id, _)| !inventory.knows_service(*id)));
    }

    /// Hands them to the inventory.
    pub(crate) fn define(self, inventory: &mut Inventory) {
        self.jobs.iter().for_each(|(id, facts)| inventory.define_job(*id, facts));
        self.services.iter().for_each(|(id, facts)| inventory.define_service(*id, facts));
        self.sbcs.iter().for_each(|(id, facts)| inventory.define_sbc(*id, facts));
        self.offers.iter().for_each(|(id, facts)| inventory.define_offer(*id, facts));
        self.shapes.iter().for_each(|(id, shape)| inventory.define_shape(*id, *shape));
        self.places.iter().for_each(|(id, place)| inventory.define_place(*id, place));
        self.sweeps.iter().for_each(|(id, ticks)| inventory.define_sweep(*id, *ticks));
        self.assignments.iter().for_each(|(id, word)| inventory.define_assignment(*id, word));
    }
}

fn fetch<K: Ord + Copy + Into<u32>, V>(
    fetched: &mut BTreeMap<K, V>,
    id: K,
    table: &str,
    get: impl FnOnce(K) -> Result<Option<V>, numberline_store::Error>,
) -> Result<(), Error> {
    if let Entry::Vacant(vacant) = fetched.entry(id) {
        vacant.insert(get(id)?.ok_or_else(|| Error::missing(table, id.into()))?);
    }
    Ok(())
}
