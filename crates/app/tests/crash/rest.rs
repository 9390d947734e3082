//! Rest: where a number may stand here, by where it stands at the upstream and by what was done with it. Whatever else is
//! seen is under way, or wrong.

use crate::operator::Operator;
use crate::stage::{ACCOUNTS, Stage};
use numberline_domain::{EntryState, Guid, Number, PhoneNumber, Scope, Status, StatusFilter, TaskKind};
use numberline_inventory::Selection;
use numberline_service::Service;
use numberline_simulator::NumberState;
use std::collections::{BTreeMap, BTreeSet};

/// What the simulator says of a release when the customer assigned the number in the meantime.
const IN_USE: &str = "NumberAssigned";
/// What we say of an upload that Microsoft took and does not have any longer.
const NOT_THERE: &str = "not-at-microsoft";

/// Visits every number in the inventory.
pub(crate) fn each_number(service: &Service, visit: impl FnMut(Guid, Number)) {
    let scope = Scope::All;
    let selection = Selection { scope: &scope, tenant: None, filter: StatusFilter::All };
    service.shared().inventory().numbers(&selection, 0, u64::MAX, visit);
}

/// How a number's last entry in a task of some kind stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Last {
    pub(crate) state: EntryState,
    pub(crate) error_code: Option<String>,
}

impl Last {
    fn is_done(&self) -> bool {
        self.state == EntryState::Done
    }

    fn has_failed_with(&self, code: &str) -> bool {
        self.state == EntryState::Failed && self.error_code.as_deref() == Some(code)
    }
}

/// Both sides, and what the tasks say of it.
struct Sides {
    here: BTreeMap<PhoneNumber, (Guid, Status)>,
    there: BTreeMap<PhoneNumber, (Guid, NumberState)>,
    last: BTreeMap<(PhoneNumber, &'static str), Last>,
}

impl Sides {
    fn of(stage: &Stage) -> Self {
        stage.service.load().unwrap();
        let mut here = BTreeMap::new();
        each_number(&stage.service, |tenant, number| {
            here.insert(number.phone, (tenant, number.status));
        });
        let mut there = BTreeMap::new();
        for (account, tenant) in ACCOUNTS {
            there.extend(stage.simulator().numbers(account).into_iter().map(|state| (state.phone, (tenant, state))));
        }
        Self { here, there, last: stage.last_entries() }
    }

    fn last(&self, phone: PhoneNumber, kind: TaskKind) -> Option<&Last> {
        self.last.get(&(phone, kind.as_str()))
    }

    /// Whether a number that was uploaded may stay as it is.
    fn is_at_rest(&self, phone: PhoneNumber, is_deleted: bool) -> bool {
        let [upload, release, removal] =
            [TaskKind::Upload, TaskKind::Release, TaskKind::Removal].map(|kind| self.last(phone, kind));
        match (self.there.get(&phone), self.here.get(&phone)) {
            (Some((owner, there)), Some((tenant, Status::Active))) if owner == tenant => match there.standing {
                // Nobody took it away, and the upload says so.
                "synced" => !is_deleted && release.is_none() && removal.is_none() && upload.is_some_and(Last::is_done),
                // The contract: a release that Microsoft refuses leaves the number active, and the error on its task.
                "failed" => there.assignment.is_assigned() && release.is_some_and(|last| last.has_failed_with(IN_USE)),
                _ => false,
            },
            // It left because the operator released it, or approved that its customer's deletion be carried out.
            (None, None) => release.is_some_and(Last::is_done) || is_deleted && removal.is_some_and(Last::is_done),
            // Its customer deleted it, which waits for the operator.
            (None, Some((_, Status::MarkedForRemoval))) => is_deleted && release.is_none() && removal.is_none(),
            // The contract: an upload that fails upstream stays pending with the error on its entry. This one was deleted
            // by its customer before it had been seen once.
            (None, Some((_, Status::PendingFirstSync))) => {
                is_deleted && release.is_none() && upload.is_some_and(|last| last.has_failed_with(NOT_THERE))
            }
            (Some(_) | None, Some(_)) | (Some(_), None) => false,
        }
    }

    fn story(&self, phone: PhoneNumber) -> String {
        let entries: Vec<_> = TaskKind::ALL.iter().map(|kind| (kind.as_str(), self.last(phone, *kind))).collect();
        format!("{phone}: there {:?}, here {:?}, {entries:?}", self.there.get(&phone), self.here.get(&phone))
    }
}

/// The numbers that are not where they can stay.
pub(crate) fn unsettled(stage: &Stage, operator: &Operator<'_>) -> Vec<String> {
    let sides = Sides::of(stage);
    let listed = sides.here.keys().chain(sides.there.keys());
    let phones: BTreeSet<PhoneNumber> = listed.chain(&operator.uploaded).copied().collect();
    let is_unsettled = |phone: &PhoneNumber| {
        !operator.uploaded.contains(phone) || !sides.is_at_rest(*phone, operator.deleted.contains(phone))
    };
    let unsettled = phones.into_iter().filter(is_unsettled);
    let mut stories: Vec<String> = unsettled.map(|phone| sides.story(phone)).collect();
    // What was acknowledged has an entry, whatever became of it.
    let unknown = operator.released.iter().filter(|phone| sides.last(**phone, TaskKind::Release).is_none());
    stories.extend(unknown.map(|phone| format!("the release of {phone} is not known: {}", sides.story(*phone))));
    stories
}
