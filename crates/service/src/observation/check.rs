//! A batch of assignment checks of one tenant into rows and log. Only what the contract names moves: a check that failed
//! changes `aslvCode` and `asticks` alone.

use super::log::{Group, Log};
use crate::Error;
use hashbrown::HashMap;
use numberline_domain::{AssignmentWord, Number, PhoneNumber, Status, TaskId, Ticks};
use numberline_store::{ChangeKind, Tx, assignment, number, shape, sweep};
use numberline_upstream::Check;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch<'a> {
    /// The id of the tenant.
    pub(crate) tenant: u32,
    pub(crate) checks: &'a [(PhoneNumber, Check)],
    /// When they were made.
    pub(crate) at: Ticks,
    /// `asticks` of the sweep.
    pub(crate) sweep: i64,
    pub(crate) task: Option<TaskId>,
}

/// What checks came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Numbers that were checked.
    pub checked: u64,
    /// Numbers whose assignment changed.
    pub changed: u64,
    /// How many checks ended with each code.
    pub codes: BTreeMap<i16, u64>,
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.checked += other.checked;
        self.changed += other.changed;
        for (code, count) in &other.codes {
            *self.codes.entry(*code).or_default() += count;
        }
    }
}

/// Writes the checks of numbers that are active, and this tenant's, by now.
pub(crate) fn write(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<Counts, Error> {
    number::lock(tx)?;
    let phones: Vec<PhoneNumber> = batch.checks.iter().map(|(phone, _)| *phone).collect();
    let mut numbers: HashMap<PhoneNumber, Number> = HashMap::with_capacity(phones.len());
    number::among(tx, &phones, |number| {
        numbers.insert(number.phone, number);
    })?;
    let mut writer = Writer { words: Words::default(), tenants: HashMap::new(), log: Log::default() };
    let sweep = sweep::intern_each(tx, &[batch.sweep])?.first().copied().unwrap_or_default();
    let (mut counts, mut changed) = (Counts::default(), Vec::new());
    for (phone, check) in batch.checks {
        let Some(before) = numbers.get(phone).copied().filter(|number| number.status == Status::Active) else {
            continue;
        };
        if writer.tenant_of(tx, before.shape)? != Some(batch.tenant) {
            continue;
        }
        // The same number may stand in the batch twice: the second check judges by the first.
        let after = writer.checked(tx, batch, sweep, &before, check)?;
        counts.checked += 1;
        counts.changed += u64::from(after.assignment != before.assignment);
        *counts.codes.entry(after.aslv_code.unwrap_or_default()).or_default() += 1;
        numbers.insert(*phone, after);
        changed.push(after);
    }
    number::update_each(tx, &changed)?;
    writer.log.write(tx)?;
    Ok(counts)
}

struct Writer {
    words: Words,
    tenants: HashMap<u32, Option<u32>>,
    log: Log,
}

impl Writer {
    fn tenant_of(&mut self, tx: &Tx<'_>, shape: u32) -> Result<Option<u32>, Error> {
        if let Some(tenant) = self.tenants.get(&shape) {
            return Ok(*tenant);
        }
        let tenant = shape::tenant_of(tx, shape)?;
        self.tenants.insert(shape, tenant);
        Ok(tenant)
    }

    /// The row after the check, which is noted for the log.
    fn checked(
        &mut self,
        tx: &mut Tx<'_>,
        batch: &Batch<'_>,
        sweep: u32,
        before: &Number,
        check: &Check,
    ) -> Result<Number, Error> {
        let group = Group::new(batch.tenant, ChangeKind::Checked, batch.task);
        let (after, group) = match check {
            Check::Failed(code) => {
                let after = Number { aslv_code: Some(*code), sweep, ..*before };
                (after, group.after(format!(r#"{{"aslvCode":{code},"asticks":{}}}"#, batch.sweep)))
            }
            Check::Passed(word) => {
                let assignment = self.words.id(tx, word)?;
                let is_other = before.assignment != assignment;
                let aslsct = if is_other { Some(batch.at) } else { before.aslsct };
                let after =
                    Number { assignment, aslsct, aslcht: Some(batch.at), aslv_code: Some(200), sweep, ..*before };
                let told = format!(r#""aslvCode":200,"asticks":{}"#, batch.sweep);
                if is_other {
                    let old = self.words.text(tx, before.assignment)?;
                    let now = serde_json::Value::from(word.0.as_str());
                    let group = group.before(format!(r#"{{"assignmentStatus":{old}}}"#));
                    (after, group.after(format!(r#"{{"assignmentStatus":{now},{told}}}"#)))
                } else {
                    (after, group.after(format!("{{{told}}}")))
                }
            }
        };
        self.log.note(group, before);
        Ok(after)
    }
}

/// The words of assignments, and their ids.
#[derive(Default)]
struct Words {
    ids: HashMap<String, u8>,
    texts: HashMap<u8, String>,
}

impl Words {
    fn id(&mut self, tx: &mut Tx<'_>, word: &AssignmentWord) -> Result<u8, Error> {
        if let Some(id) = self.ids.get(&word.0) {
            return Ok(*id);
        }
        let id = assignment::intern(tx, word)?;
        self.ids.insert(word.0.clone(), id);
        Ok(id)
    }

    /// The word as JSON.
    fn text(&mut self, tx: &Tx<'_>, id: u8) -> Result<String, Error> {
        if id == 0 {
            return Ok("null".to_owned());
        }
        if let Some(text) = self.texts.get(&id) {
            return Ok(text.clone());
        }
        let word = assignment::get(tx, id)?.ok_or_else(|| Error::missing("assignment", id.into()))?;
        let text = serde_json::Value::from(word.0).to_string();
        self.texts.insert(id, text.clone());
        Ok(text)
    }
}
