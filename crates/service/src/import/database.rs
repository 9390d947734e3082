//! Facts between the file, the staging tables and the database.

use super::facts::{self, Fact};
use super::record::{JOB, KINDS, OFFER, PLACE, SBC, SERVICE, SWEEP};
use crate::Error;
use numberline_domain::Guid;
use numberline_store::staging::{Spill, StagedId};
use numberline_store::{Counter, Tx, assignment, counter, fact, place, sweep, tenant};
use std::collections::HashMap;
use std::ops::Range;

/// The fact that a staged id names: staged, or stored already.
pub(super) fn fact(tx: &Tx<'_>, kind: usize, id: StagedId) -> Result<Fact, Error> {
    if id == 0 {
        return Ok(Fact::Nothing);
    }
    if id > 0 {
        let body = Spill(tx).fact(id)?.body;
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

/// Fresh ids, taken in growing blocks so that a large import does not ask for each.
#[derive(Default)]
pub(super) struct FreshIds {
    blocks: HashMap<Counter, (Range<i64>, u64)>,
}

impl FreshIds {
    pub(super) fn next(&mut self, tx: &Tx<'_>, counter: Counter) -> Result<u32, Error> {
        let (block, length) = self.blocks.entry(counter).or_insert((0..0, 1));
        if block.is_empty() {
            *block = counter::advance(tx, counter, *length)?;
            *length = (*length * 2).min(1_024);
        }
        let id = block.next().expect("a block has at least one id");
        Ok(u32::try_from(id).expect("these counters end at 32 bits"))
    }
}

/// The id that the database has for a fact, which it now has.
pub(super) fn intern_main(tx: &mut Tx<'_>, ids: &mut FreshIds, fact: &Fact) -> Result<u32, Error> {
    if let Some(id) = find_main(tx, fact)? {
        return Ok(id);
    }
    let (id, is_new) = match fact {
        Fact::Nothing => (0, true),
        Fact::Job(facts) => {
            let id = ids.next(tx, Counter::Job)?;
            (id, fact::job::insert(tx, id, facts)?)
        }
        Fact::Service(facts) => {
            intern_tenant(tx, ids, facts.tenant_id)?;
            let id = ids.next(tx, Counter::Service)?;
            (id, fact::service::insert(tx, id, facts)?)
        }
        Fact::Sbc(facts) => {
            let id = ids.next(tx, Counter::Sbc)?;
            (id, fact::sbc::insert(tx, id, facts)?)
        }
        Fact::Offer(facts) => {
            let id = ids.next(tx, Counter::Offer)?;
            (id, fact::offer::insert(tx, id, facts)?)
        }
        Fact::Place(facts) => {
            let id = ids.next(tx, Counter::Place)?;
            (id, place::insert(tx, id, facts)?)
        }
        Fact::Sweep(ticks) => {
            let id = ids.next(tx, Counter::Sweep)?;
            (id, sweep::insert(tx, id, *ticks)?)
        }
        Fact::Assignment(word) => (u32::from(assignment::intern(tx, word)?), true),
    };
    if is_new {
        return Ok(id);
    }
    // Another writer was faster; its row is there now.
    find_main(tx, fact)?.ok_or_else(|| Error::missing("a fact", id))
}

/// The id of a tenant, which from now on exists.
pub(super) fn intern_tenant(tx: &mut Tx<'_>, ids: &mut FreshIds, guid: Guid) -> Result<u32, Error> {
    if let Some(id) = tenant::find(tx, guid)? {
        return Ok(id);
    }
    let fresh = ids.next(tx, Counter::Tenant)?;
    Ok(tenant::intern(tx, guid, fresh)?)
}
