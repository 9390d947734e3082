//! Writes what the judgement left, and its log rows, into the running transaction.

mod log;

use super::database::intern_each;
use super::facts::{self, Fact};
use super::turns::Turns;
use crate::{Error, Progress, last_record};
use hashbrown::HashMap;
use numberline_domain::NumberId;
use numberline_store::released::{self, Leaving};
use numberline_store::staging::{self, Spool, StagedId, Summary};
use numberline_store::{Author, Change, ChangeKind, Counter, Subject, Tx, counter, shape};

/// Writes all new and changed numbers; `added` is the word under which those that come stand in the log.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    spool: Spool,
    summary: &Summary,
    author: &Author,
    added: ChangeKind,
    progress: &dyn Progress,
) -> Result<(), Error> {
    progress.phase("writing", None);
    let fresh = raise_counters(tx, summary)?;
    if !spool.is_empty() {
        intern_facts(tx, &Used::All)?;
        intern_shapes(tx, &Used::All)?;
        return apply_spooled(tx, spool, fresh, added);
    }
    if summary.nameless > 0 {
        staging::give_ids(tx, fresh)?;
    }
    let used = Used::of(tx, summary)?;
    intern_facts(tx, &used)?;
    intern_shapes(tx, &used)?;
    if summary.changed > 0 {
        keep_leavers(tx, author)?;
    }
    staging::apply(tx, summary.changed > 0)?;
    log::log(tx, added)
}

/// Keeps the last records of the rows whose telephone numbers come under other ids or tenants.
fn keep_leavers(tx: &Tx<'_>, author: &Author) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let leavers = staging::leavers_after(tx, after)?;
        let Some(last) = leavers.last() else { return Ok(()) };
        after = last.ordinal;
        let stored: Vec<_> = leavers.iter().map(|leaver| leaver.stored).collect();
        let leaving = leavers.iter().zip(last_record::of_each(tx, &stored)?).map(|(leaver, record)| Leaving {
            number: leaver.stored.id,
            phone: leaver.stored.phone,
            tenant: leaver.tenant,
            kind: if leaver.is_moved { ChangeKind::Moved } else { ChangeKind::Replaced },
            task: None,
            record,
        });
        released::keep_each(tx, &leaving.collect::<Vec<_>>(), author.at, &author.actor)?;
    }
}

/// Where nothing was stored, nothing leaves and everything comes.
fn apply_spooled(tx: &mut Tx<'_>, spool: Spool, fresh: i64, added: ChangeKind) -> Result<(), Error> {
    let mut come: HashMap<u32, Vec<NumberId>> = HashMap::new();
    let mut turns = Turns::default();
    staging::apply_spooled(tx, spool, fresh, |tenant, id| {
        turns.step();
        come.entry(tenant).or_default().push(id);
    })?;
    let mut come: Vec<_> = come.into_iter().collect();
    come.sort_unstable_by_key(|(tenant, _)| *tenant);
    for (tenant, mut ids) in come {
        // Those that got theirs here come last, and one that a number brought along may be larger.
        ids.sort_unstable();
        log_one(tx, tenant, added, ids);
    }
    Ok(())
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

/// Keeps the ids that numbers bring along from being given again, and takes as many as the others need: the first.
fn raise_counters(tx: &Tx<'_>, summary: &Summary) -> Result<i64, Error> {
    if let Some(largest) = summary.largest_id {
        counter::raise(tx, Counter::Number, largest)?;
    }
    if let Some(largest) = summary.largest_entry {
        counter::raise(tx, Counter::Entry, largest)?;
    }
    if summary.nameless == 0 {
        return Ok(0);
    }
    Ok(counter::advance(tx, Counter::Number, summary.nameless)?.start)
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
            largest_job = largest_job.max(upload_job_of(&fact).filter(|job| *job < Counter::UploadJob.end()));
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
    Ok(staging::set_homes(tx)?)
}

fn log_one(tx: &mut Tx<'_>, tenant: u32, kind: ChangeKind, ids: Vec<NumberId>) {
    if let Some(subject) = Subject::numbers(ids) {
        tx.log(Change { tenant: Some(tenant), kind, subject, before: None, after: None, task: None });
    }
}
