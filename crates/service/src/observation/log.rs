//! The rows of the change log that a batch makes: one for each tenant and group of equal changes. What leaves stands
//! before what comes, so that a telephone number which does both is there in the end.

use crate::Error;
use numberline_domain::{Number, NumberId, TaskId};
use numberline_store::{Change, ChangeKind, Passage, Subject, Tx, shape};
use std::collections::BTreeMap;

/// Changes that are alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// 0 for what leaves.
    turn: u8,
    tenant: u32,
    kind: &'static str,
    task: Option<TaskId>,
    before: Option<String>,
    after: Option<String>,
}

impl Group {
    pub(super) fn new(tenant: u32, kind: ChangeKind, task: Option<TaskId>) -> Self {
        let turn = match kind.passage() {
            Passage::Left => 0,
            Passage::Came | Passage::Stayed => 1,
        };
        Self { turn, tenant, kind: kind.as_str(), task, before: None, after: None }
    }

    pub(super) fn before(self, text: String) -> Self {
        Self { before: Some(text), ..self }
    }

    pub(super) fn after(self, text: String) -> Self {
        Self { after: Some(text), ..self }
    }
}

/// The changes of a batch.
#[derive(Default)]
pub(super) struct Log(BTreeMap<Group, Vec<(NumberId, u32)>>);

impl Log {
    /// Notes a change of this number, which keeps its channel, whatever else of its shape changes.
    pub(super) fn note(&mut self, group: Group, number: &Number) {
        self.0.entry(group).or_default().push((number.id, number.shape));
    }

    pub(super) fn write(self, tx: &mut Tx<'_>) -> Result<(), Error> {
        for (group, mut numbers) in self.0 {
            numbers.sort_unstable();
            let kind = ChangeKind::parse(group.kind).expect("a group has the word of a kind");
            let channels = shape::channels_of(tx, numbers.iter().map(|(_, shape)| *shape))?;
            if let Some(subject) = Subject::numbers_in(numbers.into_iter().map(|(id, _)| id), channels) {
                let Group { tenant, task, before, after, .. } = group;
                tx.log(Change { tenant: Some(tenant), kind, subject, before, after, task });
            }
        }
        Ok(())
    }
}
