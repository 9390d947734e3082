//! Writes what the judgement left, and its log rows, into the running transaction.

use super::database::intern_each;
use super::facts::{self, Fact};
use crate::{Error, Progress};
use numberline_domain::NumberId;
use numberline_store::staging::{self, Applied, StagedId, Summary};
use numberline_store::{Change, ChangeKind, Counter, Subject, Tx, counter, shape};
use std::collections::BTreeMap;

/// Writes all new and changed numbers; `added` is the word under which those that come stand in the log.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    summary: &Summary,
    added: ChangeKind,
    progress: &dyn Progress,
) -> Result<(), Error> {
    progress.phase("writing", None);
    give_ids(tx, summary)?;
    let used = Used::of(tx, summary)?;
    intern_facts(tx, &used)?;
    intern_shapes(tx, &used)?;
    staging::apply(tx, summary.changed > 0)?;
    log(tx, added)
}

/// The staged facts and shapes that the numbers to be written use: refused ones leave nothing behind.
enum Used {
    All,
    Some { facts: Marks, shapes: Marks },
}

impl Used {
    fn of(tx: &Tx<'_>, summary: &Summary) -> Result<Self, Error> {
        if summary.new == summary.staged {
            return Ok(Self::All);
        }
        let (mut facts, mut shapes) = (Marks::default(), Marks::default());
        staging::used(tx, |shape, parts| {
            shapes.mark(shape);
            parts.into_iter().for_each(|part| facts.mark(part));
        })?;
        for id in shapes.marked() {
            mark_parts(tx, id, &mut facts)?;
        }
        Ok(Self::Some { facts, shapes })
    }

    fn has_fact(&self, id: StagedId) -> bool {
        match self {
            Self::All => true,
            Self::Some { facts, .. } => facts.has(id),
        }
    }

    fn has_shape(&self, id: StagedId) -> bool {
        match self {
            Self::All => true,
            Self::Some { shapes, .. } => shapes.has(id),
        }
    }
}

fn mark_parts(tx: &Tx<'_>, id: StagedId, facts: &mut Marks) -> Result<(), Error> {
    staging::parts(tx, id)?.into_iter().for_each(|part| facts.mark(part));
    Ok(())
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

    fn has(&self, id: StagedId) -> bool {
        usize::try_from(id).is_ok_and(|index| self.0.get(index).copied().unwrap_or_default())
    }

    fn marked(&self) -> impl Iterator<Item = StagedId> {
        (0..).zip(&self.0).filter(|(_, is_marked)| **is_marked).map(|(id, _)| id)
    }
}

fn give_ids(tx: &Tx<'_>, summary: &Summary) -> Result<(), Error> {
    if let Some(largest) = summary.largest_id {
        counter::raise(tx, Counter::Number, largest)?;
    }
    if let Some(largest) = summary.largest_entry {
        counter::raise(tx, Counter::Entry, largest)?;
    }
    if summary.nameless > 0 {
        let fresh = counter::advance(tx, Counter::Number, summary.nameless)?;
        staging::give_ids(tx, fresh.start)?;
    }
    Ok(())
}

fn intern_facts(tx: &mut Tx<'_>, used: &Used) -> Result<(), Error> {
    let mut after = 0;
    let mut largest_job = None;
    loop {
        let staged = staging::facts_after(tx, after)?;
        let Some((last, _)) = staged.last() else { break };
        after = *last;
        let mut ids = Vec::new();
        let mut facts = Vec::new();
        for (id, fact) in staged.into_iter().filter(|(id, _)| used.has_fact(*id)) {
            ids.push(id);
            let fact = facts::parse(fact.kind, &fact.body).expect("judged before it was staged");
            largest_job = largest_job.max(upload_job_of(&fact));
            facts.push(fact);
        }
        let main = intern_each(tx, facts)?;
        staging::set_fact_ids(tx, &ids.into_iter().zip(main).collect::<Vec<_>>())?;
    }
    match largest_job {
        Some(largest) => Ok(counter::raise(tx, Counter::UploadJob, largest)?),
        None => Ok(()),
    }
}

/// The upload job that a fact names: jobs of ours come after it.
const fn upload_job_of(fact: &Fact) -> Option<i64> {
    match fact {
        Fact::Job(job) => job.upload_to_account_job_id,
        Fact::Nothing
        | Fact::Service(_)
        | Fact::Sbc(_)
        | Fact::Offer(_)
        | Fact::Place(_)
        | Fact::Sweep(_)
        | Fact::Assignment(_) => None,
    }
}

fn intern_shapes(tx: &mut Tx<'_>, used: &Used) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let staged = staging::shapes_after(tx, after)?;
        let Some(last) = staged.last() else { break };
        after = last.id;
        let mut ids = Vec::new();
        let mut shapes = Vec::new();
        for staged in staged.into_iter().filter(|staged| used.has_shape(staged.id)) {
            ids.push(staged.id);
            shapes.push(staged.shape.ok_or_else(|| Error::Refused("a staged shape lacks a fact".to_owned()))?);
        }
        let main = shape::intern_each(tx, &shapes)?;
        staging::set_shape_ids(tx, &ids.into_iter().zip(main).collect::<Vec<_>>())?;
    }
    Ok(staging::set_tenants(tx)?)
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
            tx.log(Change { tenant: Some(tenant), kind, subject, before: None, after: None, task: None });
        }
    }
    Ok(())
}
