//! The log rows of an import.

use crate::Error;
use numberline_domain::{ChannelId, NumberId};
use numberline_store::staging::{self, Applied};
use numberline_store::{Change, ChangeKind, Subject, Tx};
use std::collections::{BTreeMap, BTreeSet};

/// What leaves and what comes, by tenant and kind, with their ids. In the log the rows that leave stand first, so that
/// an id that another number takes over in the same commit is there in the end.
#[derive(Default)]
struct Log {
    left: Changes,
    come: Changes,
}

type Changes = BTreeMap<(u32, &'static str), Noted>;

/// What happened to some numbers of a tenant.
struct Noted {
    kind: ChangeKind,
    ids: Vec<NumberId>,
    channels: BTreeSet<ChannelId>,
}

impl Log {
    fn note(&mut self, applied: &Applied, added: ChangeKind) {
        let Applied { is_new, id, old_id, old_home, home } = *applied;
        let (old_tenant, old_channel) = old_home.unwrap_or(home);
        let (tenant, channel) = home;
        let left = match (old_tenant == tenant, old_id) {
            (false, _) => Some(ChangeKind::Moved),
            (true, Some(_)) => Some(ChangeKind::Replaced),
            (true, None) => None,
        };
        let come = if is_new || left.is_some() { added } else { ChangeKind::ImportedChanged };
        let noted = entry(&mut self.come, tenant, come);
        noted.ids.push(id);
        noted.channels.insert(channel);
        if let Some(kind) = left {
            let noted = entry(&mut self.left, old_tenant, kind);
            noted.ids.push(old_id.unwrap_or(id));
            noted.channels.insert(old_channel);
        } else {
            noted.channels.insert(old_channel);
        }
    }
}

fn entry(changes: &mut Changes, tenant: u32, kind: ChangeKind) -> &mut Noted {
    let empty = || Noted { kind, ids: Vec::new(), channels: BTreeSet::new() };
    changes.entry((tenant, kind.as_str())).or_insert_with(empty)
}

/// Logs what was applied; `added` is the word for those that come.
pub(super) fn log(tx: &mut Tx<'_>, added: ChangeKind) -> Result<(), Error> {
    let mut log = Log::default();
    staging::logged(tx, |applied| log.note(&applied, added))?;
    for ((tenant, _), Noted { kind, mut ids, channels }) in log.left.into_iter().chain(log.come) {
        ids.sort_unstable();
        if let Some(subject) = Subject::numbers_in(ids, channels) {
            tx.log(Change { tenant: Some(tenant), kind, subject, before: None, after: None, task: None });
        }
    }
    Ok(())
}
