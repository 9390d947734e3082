//! Rewrites facts under their ids, so that every number that has them shows the change at once.
//!
//! Where a rewritten fact becomes equal to another one, or moves to another channel, shapes follow; where a shape becomes
//! equal to another one, or its numbers are listed elsewhere, the numbers themselves follow. Edits are idempotent, so
//! that what is already as it shall be is a safe place to go to. Facts and shapes that nobody has any longer stay: another
//! writer may be about to use them.

use crate::Error;
use numberline_domain::{Guid, NumberId, Sbc, SbcFacts, SbcId, ServiceEdit, ServiceFacts, Shape};
use numberline_store::{Change, ChangeKind, FactKind, Subject, Tx, fact, number, shape, tenant};
use std::collections::{BTreeMap, BTreeSet};

/// Begins a transaction that rewrites: others who write numbers judge by facts, and finish first or wait.
///
/// # Errors
/// When they do not finish in time, or the database fails.
pub(crate) fn begin(tx: &Tx<'_>) -> Result<(), Error> {
    Ok(number::lock(tx)?)
}

/// What a rewrite has come to so far.
#[derive(Default)]
struct Rewrite {
    /// Facts of services that numbers have no longer, and what they have instead.
    services: BTreeMap<u32, u32>,
    /// SBC texts, likewise.
    sbcs: BTreeMap<u32, u32>,
    /// Facts of services whose numbers are listed elsewhere now.
    relisted: BTreeSet<u32>,
    /// Shapes whose numbers get another one.
    shapes: BTreeMap<u32, u32>,
    /// For each tenant's id, what was rewritten under its id.
    rewritten: BTreeMap<(Option<u32>, FactKind), Vec<u32>>,
}

/// Rewrites the facts that name a service of a tenant. `attached` are its SBCs from now on, where those change.
///
/// # Errors
/// When the database fails.
pub(crate) fn service(
    tx: &mut Tx<'_>,
    guid: Guid,
    tenant_id: Guid,
    edit: &ServiceEdit,
    attached: Option<&[&Sbc]>,
) -> Result<(), Error> {
    let mut rewrite = Rewrite::default();
    let mut present = fact::service::of_service(tx, guid)?;
    present.retain(|(_, facts)| facts.tenant_id == tenant_id);
    for (id, facts) in &present {
        rewrite.service_fact(tx, *id, facts, &edit.of_facts(facts))?;
    }
    let mut changed = Vec::new();
    for (id, facts) in &present {
        let tenant = id_of_tenant(tx, facts)?;
        for (shape_id, shape) in shape::of_service(tx, *id)? {
            if let Some(attached) = attached {
                rewrite.attach(tx, shape.sbc, attached)?;
            }
            changed.push((tenant, shape_id, shape));
        }
    }
    rewrite.follow(tx, &changed)
}

/// Gives the facts that name an SBC its present name and address; `known` are the SBCs whose addresses are known.
///
/// # Errors
/// When the database fails.
pub(crate) fn sbc(tx: &mut Tx<'_>, sbc: &Sbc, known: &BTreeMap<SbcId, Sbc>) -> Result<(), Error> {
    let mut rewrite = Rewrite::default();
    let mut present = Vec::new();
    fact::sbc::scan(tx, |id, facts| {
        let wanted = facts.with_sbc(sbc, known);
        if wanted != facts {
            present.push((id, wanted));
        }
    })?;
    let mut under_ids = BTreeSet::new();
    for (id, wanted) in present {
        match fact::sbc::find_id(tx, &wanted)? {
            Some(equal) => {
                rewrite.sbcs.insert(id, equal);
            }
            None => {
                fact::sbc::replace(tx, id, &wanted)?;
                under_ids.insert(id);
            }
        }
    }
    let mut unseen = under_ids.clone();
    shape::sbcs_of_tenants(tx, |tenant, id| {
        if under_ids.contains(&id) {
            unseen.remove(&id);
            rewrite.rewritten.entry((Some(tenant), FactKind::Sbc)).or_default().push(id);
        }
    })?;
    rewrite.rewritten.entry((None, FactKind::Sbc)).or_default().extend(unseen);
    let changed = rewrite.shapes_with_sbcs(tx)?;
    rewrite.follow(tx, &changed)
}

impl Rewrite {
    fn service_fact(
        &mut self,
        tx: &mut Tx<'_>,
        id: u32,
        facts: &ServiceFacts,
        wanted: &ServiceFacts,
    ) -> Result<(), Error> {
        if wanted == facts {
            return Ok(());
        }
        if wanted.ovoc_channel_id != facts.ovoc_channel_id {
            self.relisted.insert(id);
            let interned = fact::service::intern_each(tx, std::slice::from_ref(wanted))?;
            self.services.extend(interned.into_iter().map(|other| (id, other)));
        } else if let Some(equal) = fact::service::find_id(tx, wanted)? {
            self.services.insert(id, equal);
        } else {
            fact::service::replace(tx, id, wanted)?;
            self.note(Some(id_of_tenant(tx, facts)?), FactKind::Service, id);
        }
        Ok(())
    }

    fn attach(&mut self, tx: &mut Tx<'_>, id: u32, attached: &[&Sbc]) -> Result<(), Error> {
        if self.sbcs.contains_key(&id) {
            return Ok(());
        }
        let facts = fact::sbc::get(tx, id)?.ok_or_else(|| Error::missing("sbc_fact", id))?;
        let wanted: SbcFacts = facts.with_attached(attached);
        let interned = fact::sbc::intern_each(tx, &[wanted])?;
        self.sbcs.extend(interned.into_iter().map(|other| (id, other)));
        Ok(())
    }

    /// The shapes whose SBC texts became equal to others, with their tenants.
    fn shapes_with_sbcs(&self, tx: &Tx<'_>) -> Result<Vec<(u32, u32, Shape)>, Error> {
        if self.sbcs.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        shape::scan(tx, |id, shape| {
            if self.sbcs.contains_key(&shape.sbc) {
                found.push((id, shape));
            }
        })?;
        let mut tenants = BTreeMap::new();
        for (_, Shape { service, .. }) in &found {
            if !tenants.contains_key(service) {
                let facts = fact::service::get(tx, *service)?;
                let facts = facts.ok_or_else(|| Error::missing("service_fact", *service))?;
                tenants.insert(*service, id_of_tenant(tx, &facts)?);
            }
        }
        Ok(found.into_iter().map(|(id, shape)| (tenants[&shape.service], id, shape)).collect())
    }

    /// Lets the shapes follow their facts, and the numbers the shapes that could not stay where they were; then logs all.
    fn follow(mut self, tx: &mut Tx<'_>, shapes: &[(u32, u32, Shape)]) -> Result<(), Error> {
        let mut tenants = BTreeMap::new();
        for (tenant, id, shape) in shapes {
            let wanted = Shape {
                service: self.services.get(&shape.service).copied().unwrap_or(shape.service),
                sbc: self.sbcs.get(&shape.sbc).copied().unwrap_or(shape.sbc),
                ..*shape
            };
            if wanted == *shape {
                continue;
            }
            let equal = shape::find_id(tx, wanted)?;
            if let Some(equal) = equal {
                self.shapes.insert(*id, equal);
            } else if self.relisted.contains(&shape.service) {
                let interned = shape::intern_each(tx, &[wanted])?;
                self.shapes.extend(interned.into_iter().map(|other| (*id, other)));
            } else {
                shape::replace(tx, *id, wanted)?;
                self.note(Some(*tenant), FactKind::Shape, *id);
            }
            tenants.insert(*id, *tenant);
        }
        self.move_numbers(tx, &tenants)?;
        for ((tenant, kind), ids) in self.rewritten {
            if let Some(subject) = Subject::facts(kind, ids) {
                tx.log(changed(tenant, subject));
            }
        }
        Ok(())
    }

    fn move_numbers(&self, tx: &mut Tx<'_>, tenants: &BTreeMap<u32, u32>) -> Result<(), Error> {
        let (Some((first, _)), Some((last, _))) = (self.shapes.first_key_value(), self.shapes.last_key_value()) else {
            return Ok(());
        };
        let mut moved = Vec::new();
        let mut by_tenant: BTreeMap<u32, Vec<NumberId>> = BTreeMap::new();
        number::shapes_between(tx, *first, *last, |id, shape| {
            if let Some(other) = self.shapes.get(&shape) {
                moved.push((id, *other));
                by_tenant.entry(tenants[&shape]).or_default().push(id);
            }
        })?;
        number::set_shapes(tx, &moved)?;
        for (tenant, ids) in by_tenant {
            if let Some(subject) = Subject::numbers(ids) {
                tx.log(changed(Some(tenant), subject));
            }
        }
        Ok(())
    }

    fn note(&mut self, tenant: Option<u32>, kind: FactKind, id: u32) {
        self.rewritten.entry((tenant, kind)).or_default().push(id);
    }
}

const fn changed(tenant: Option<u32>, subject: Subject) -> Change {
    Change { tenant, kind: ChangeKind::FactsChanged, subject, before: None, after: None, task: None }
}

fn id_of_tenant(tx: &Tx<'_>, facts: &ServiceFacts) -> Result<u32, Error> {
    let found = tenant::find(tx, facts.tenant_id)?;
    found.ok_or_else(|| Error::Refused(format!("the database is damaged: tenant {} is missing", facts.tenant_id)))
}
