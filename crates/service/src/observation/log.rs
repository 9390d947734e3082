//! The rows of the change log that a batch makes: one for each tenant and group of equal changes. What leaves stands
//! before what comes, so that a telephone number which does both is there in the end.

use numberline_domain::{NumberId, TaskId};
use numberline_store::{Change, ChangeKind, Passage, Subject, Tx};
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
pub(super) struct Log(BTreeMap<Group, Vec<NumberId>>);

impl Log {
    pub(super) fn note(&mut self, group: Group, number: NumberId) {
        self.0.entry(group).or_default().push(number);
    }

    pub(super) fn write(self, tx: &mut Tx<'_>) {
        for (group, mut ids) in self.0 {
            ids.sort_unstable();
            let kind = ChangeKind::parse(group.kind).expect("a group has the word of a kind");
            if let Some(subject) = Subject::numbers(ids) {
                let Group { tenant, task, before, after, .. } = group;
                tx.log(Change { tenant: Some(tenant), kind, subject, before, after, task });
            }
        }
    }
}
