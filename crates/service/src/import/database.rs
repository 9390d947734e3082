//! Facts between the file, the staging tables and the database.

use super::facts::{self, Fact};
use super::record::{JOB, KINDS, OFFER, PLACE, SBC, SERVICE, SWEEP};
use crate::Error;
use numberline_domain::Guid;
use numberline_store::staging::{StagedId, Stager};
use numberline_store::{Tx, assignment, fact, place, sweep, tenant};
use std::collections::BTreeSet;

/// The fact that a staged id names: staged, or stored already.
pub(super) fn fact(tx: &Tx<'_>, stager: &mut Stager<'_, '_>, kind: usize, id: StagedId) -> Result<Fact, Error> {
    if id == 0 {
        return Ok(Fact::Nothing);
    }
    if id > 0 {
        let body = stager.find_fact(id)?.body;
        return Ok(facts::parse(kind, &body).expect("judged before it was staged"));
    }
    let main = u32::try_from(-id).expect("a negated id of the database");
    let found = match kind {
        JOB => fact::job::get(tx, main)?.map(Fact::Job),
        SERVICE => fact::service::get(tx, main)?.map(Fact::Service),
        SBC => fact::sbc::get(tx, main)?.map(Fact::Sbc),
        OFFER => fact::offer::get(tx, main)?.map(Fact::Offer),
        PLACE => place::get(tx, main)?.map(Fact::Place),
        SWEEP => sweep::get(tx, main)?.map(Fact::Sweep),
        _ => assignment::get(tx, u8::try_from(main).unwrap_or(0))?.map(Fact::Assignment),
    };
    found.ok_or_else(|| Error::missing(KINDS[kind].table, main))
}

/// The id that the database has for a fact, if it has it.
pub(super) fn find_main(tx: &Tx<'_>, fact: &Fact) -> Result<Option<u32>, Error> {
    Ok(match fact {
        Fact::Nothing => Some(0),
        Fact::Job(facts) => fact::job::find_id(tx, facts)?,
        Fact::Service(facts) => fact::service::find_id(tx, facts)?,
        Fact::Sbc(facts) => fact::sbc::find_id(tx, facts)?,
        Fact::Offer(facts) => fact::offer::find_id(tx, facts)?,
        Fact::Place(place) => place::find_id(tx, place)?,
        Fact::Sweep(ticks) => sweep::find_id(tx, *ticks)?,
        Fact::Assignment(word) => assignment::find_id(tx, word)?.map(u32::from),
    })
}

/// The ids of facts in the database, which it now has, in the facts' order.
pub(super) fn intern_each(tx: &mut Tx<'_>, facts: Vec<Fact>) -> Result<Vec<u32>, Error> {
    let mut ids = vec![0; facts.len()];
    let mut jobs = Kept::default();
    let mut services = Kept::default();
    let mut sbcs = Kept::default();
    let mut offers = Kept::default();
    let mut places = Kept::default();
    let mut sweeps = Kept::default();
    for (index, fact) in facts.into_iter().enumerate() {
        match fact {
            Fact::Nothing => {}
            Fact::Job(facts) => jobs.push(index, facts),
            Fact::Service(facts) => services.push(index, facts),
            Fact::Sbc(facts) => sbcs.push(index, facts),
            Fact::Offer(facts) => offers.push(index, facts),
            Fact::Place(place) => places.push(index, place),
            Fact::Sweep(ticks) => sweeps.push(index, ticks),
            Fact::Assignment(word) => ids[index] = assignment::intern(tx, &word)?.into(),
        }
    }
    let tenants: BTreeSet<Guid> = services.values.iter().map(|service| service.tenant_id).collect();
    tenant::intern_each(tx, &tenants.into_iter().collect::<Vec<_>>())?;
    jobs.take_ids(&mut ids, |facts| fact::job::intern_each(tx, facts))?;
    services.take_ids(&mut ids, |facts| fact::service::intern_each(tx, facts))?;
    sbcs.take_ids(&mut ids, |facts| fact::sbc::intern_each(tx, facts))?;
    offers.take_ids(&mut ids, |offers| fact::offer::intern_each(tx, offers))?;
    places.take_ids(&mut ids, |places| place::intern_each(tx, places))?;
    sweeps.take_ids(&mut ids, |sweeps| sweep::intern_each(tx, sweeps))?;
    Ok(ids)
}

/// Facts of one kind, and where they stand among all.
struct Kept<T> {
    indexes: Vec<usize>,
    values: Vec<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { indexes: Vec::new(), values: Vec::new() }
    }
}

impl<T> Kept<T> {
    fn push(&mut self, index: usize, value: T) {
        self.indexes.push(index);
        self.values.push(value);
    }

    fn take_ids(
        self,
        ids: &mut [u32],
        intern: impl FnOnce(&[T]) -> Result<Vec<u32>, numberline_store::Error>,
    ) -> Result<(), Error> {
        if !self.values.is_empty() {
            for (index, id) in self.indexes.into_iter().zip(intern(&self.values)?) {
                ids[index] = id;
            }
        }
        Ok(())
    }
}
