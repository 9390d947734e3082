//! Writes what the judgement left, and its log rows, into the running transaction.

use super::database::{FreshIds, fact, intern_main, intern_tenant};
use super::facts::{self, Fact};
use super::record::{KINDS, SERVICE};
use crate::{Error, Progress};
use numberline_domain::{NumberId, Shape};
use numberline_store::staging::{self, Applied, Spill, StagedId, Summary};
use numberline_store::{Change, ChangeKind, Counter, Subject, Tx, counter, shape};
use std::collections::{BTreeMap, HashMap};

/// Writes all new and changed numbers; `added` is the word under which those that come stand in the log.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    summary: &Summary,
    added: ChangeKind,
    progress: &dyn Progress,
) -> Result<(), Error> {
    progress.phase("writing", None);
    give_ids(tx, summary)?;
    let mut shapes = Marks::default();
    let mut facts = Marks::default();
    staging::used(tx, |shape, parts| {
        shapes.mark(shape);
        parts.into_iter().for_each(|part| facts.mark(part));
    })?;
    let mut ids = FreshIds::default();
    for id in facts.marked() {
        intern_staged(tx, &mut ids, id)?;
    }
    let mut known = HashMap::new();
    for id in shapes.marked() {
        intern_shape(tx, &mut ids, &mut known, id)?;
    }
    staging::apply(tx)?;
    log(tx, added)
}

/// Which staged ids are used. They count from 1 without large gaps, so a byte each is little.
#[derive(Default)]
struct Marks(Vec<bool>);

impl Marks {
    fn mark(&mut self, id: StagedId) {
        // What is not positive is stored already, or nothing.
        let Some(index) = usize::try_from(id).ok().filter(|index| *index > 0) else { return };
        if index >= self.0.len() {
            self.0.resize(index + 1, false);
        }
        self.0[index] = true;
    }

    fn marked(&self) -> impl Iterator<Item = StagedId> {
        (0..).zip(&self.0).filter(|(_, is_marked)| **is_marked).map(|(id, _)| id)
    }
}

fn give_ids(tx: &Tx<'_>, summary: &Summary) -> Result<(), Error> {
    if let Some(largest) = summary.largest_id {
        counter::raise(tx, Counter::Number, largest)?;
    }
    if summary.nameless > 0 {
        let nameless = staging::nameless(tx)?;
        let fresh = counter::advance(tx, Counter::Number, nameless.len() as u64)?;
        staging::give_ids(tx, &nameless, fresh.start)?;
    }
    Ok(())
}

/// The id in the database of a staged fact, which it now has.
fn intern_staged(tx: &mut Tx<'_>, ids: &mut FreshIds, id: StagedId) -> Result<u32, Error> {
    let staged = Spill(tx).fact(id)?;
    if let Some(main) = staged.main {
        return Ok(main);
    }
    let fact = facts::parse(staged.kind, &staged.body).expect("judged before it was staged");
    let main = intern_main(tx, ids, &fact)?;
    Spill(tx).set_fact_main(id, main)?;
    Ok(main)
}

fn intern_shape(
    tx: &mut Tx<'_>,
    ids: &mut FreshIds,
    known: &mut HashMap<StagedId, (u32, u32)>,
    id: StagedId,
) -> Result<(), Error> {
    let parts = Spill(tx).shape(id)?;
    let mut main = [0; 4];
    let mut tenant = 0;
    for (kind, part) in parts.into_iter().enumerate() {
        let (part_main, part_tenant) = match known.get(&part) {
            Some(both) => *both,
            None => {
                let both = intern_part(tx, ids, kind, part)?;
                // Bounded: neighbouring shapes share most of their parts.
                if known.len() >= 65_536 {
                    known.clear();
                }
                // A negative id is one of its kind only, so it is not remembered.
                if part > 0 {
                    known.insert(part, both);
                }
                both
            }
        };
        main[kind] = part_main;
        tenant = tenant.max(part_tenant);
    }
    let [job, service, sbc, offer] = main;
    let tuple = Shape { job, service, sbc, offer };
    let found = match shape::find_id(tx, tuple)? {
        Some(found) => found,
        None => {
            let fresh = ids.next(tx, Counter::Shape)?;
            if shape::insert(tx, fresh, tuple)? {
                fresh
            } else {
                shape::find_id(tx, tuple)?.ok_or_else(|| Error::missing("shape", fresh))?
            }
        }
    };
    Ok(Spill(tx).set_shape_main(id, found, tenant)?)
}

/// The id of a shape's part, and of its tenant when it is the service.
fn intern_part(tx: &mut Tx<'_>, ids: &mut FreshIds, kind: usize, part: StagedId) -> Result<(u32, u32), Error> {
    let main = if part > 0 {
        intern_staged(tx, ids, part)?
    } else {
        u32::try_from(-part).map_err(|_| Error::missing(KINDS[kind].table, 0))?
    };
    let tenant = match kind {
        SERVICE => match fact(tx, SERVICE, part)? {
            Fact::Service(service) => intern_tenant(tx, ids, service.tenant_id)?,
            _ => return Err(Error::missing(KINDS[kind].table, main)),
        },
        _ => 0,
    };
    Ok((main, tenant))
}

/// What leaves and what comes, by tenant and kind, with their ids. In the log the rows that leave stand first, so that
/// an id that another number takes over in the same commit is there in the end.
#[derive(Default)]
struct Log {
    left: Changes,
    come: Changes,
}

type Changes = BTreeMap<(u32, &'static str), (ChangeKind, Vec<NumberId>)>;

impl Log {
    fn note(&mut self, applied: &Applied, added: ChangeKind) {
        let Applied { is_new, id, old_id, old_tenant, tenant } = *applied;
        let old_tenant = old_tenant.unwrap_or(tenant);
        let left = match (old_tenant == tenant, old_id) {
            (false, _) => Some(ChangeKind::Moved),
            (true, Some(_)) => Some(ChangeKind::Replaced),
            (true, None) => None,
        };
        let come = if is_new || left.is_some() { added } else { ChangeKind::ImportedChanged };
        self.come.entry((tenant, come.as_str())).or_insert_with(|| (come, Vec::new())).1.push(id);
        if let Some(kind) = left {
            let left = self.left.entry((old_tenant, kind.as_str())).or_insert_with(|| (kind, Vec::new()));
            left.1.push(old_id.unwrap_or(id));
        }
    }
}

fn log(tx: &mut Tx<'_>, added: ChangeKind) -> Result<(), Error> {
    let mut log = Log::default();
    staging::logged(tx, |applied| log.note(&applied, added))?;
    for ((tenant, _), (kind, mut ids)) in log.left.into_iter().chain(log.come) {
        ids.sort_unstable();
        if let Some(subject) = Subject::numbers(ids) {
            tx.log(Change { tenant: Some(tenant), kind, subject, before: None, after: None });
        }
    }
    Ok(())
}
