//! The channels: for each, the tenants that have a group in it, in the order of their GUIDs, with counters. So the totals
//! and the pages of one channel over all tenants cost as little as those of one tenant.

use crate::counters::{Counters, Counts};
use crate::version::Commit;
use numberline_domain::{ChannelId, Guid, StatusFilter};
use std::collections::BTreeMap;

/// A channel.
#[derive(Default)]
pub(crate) struct Channel {
    /// Tenants with their groups, in the order of the GUIDs.
    groups: Vec<(Guid, u32)>,
    /// In the same order.
    counters: Counters,
    /// The last commit that touched it.
    pub(crate) touched: Commit,
}

/// Every channel that a service names.
#[derive(Default)]
pub(crate) struct Channels {
    channels: BTreeMap<ChannelId, Channel>,
}

impl Channels {
    /// Enters a group that was not there before.
    pub(crate) fn insert(&mut self, channel: ChannelId, tenant: Guid, group: u32) {
        let channel = self.channels.entry(channel).or_default();
        let position = channel.groups.partition_point(|(other, _)| *other < tenant);
        channel.groups.insert(position, (tenant, group));
        channel.counters.insert(position, Counts::default());
    }

    /// Notes what a group has now.
    pub(crate) fn set(&mut self, channel: ChannelId, tenant: Guid, counts: Counts) {
        let channel = self.channels.get_mut(&channel).expect("a group is entered in its channel");
        let position = channel.groups.partition_point(|(other, _)| *other < tenant);
        channel.counters.set(position, counts);
    }

    /// Makes the running sums right again where something changed.
    pub(crate) fn settle(&mut self) {
        for channel in self.channels.values_mut().filter(|channel| !channel.counters.is_settled()) {
            channel.counters.settle();
        }
    }

    /// A commit touched a group of the channel.
    pub(crate) fn note(&mut self, channel: ChannelId, commit: Commit) {
        let channel = self.channels.entry(channel).or_default();
        channel.touched = channel.touched.max(commit);
    }

    /// Those of these channels that exist.
    pub(crate) fn of<'a>(&'a self, ids: &'a [ChannelId]) -> impl Iterator<Item = &'a Channel> {
        ids.iter().filter_map(|id| self.channels.get(id))
    }
}

impl Channel {
    /// The counts of all its groups together.
    pub(crate) fn totals(&self) -> Counts {
        self.counters.totals()
    }

    /// The groups of this tenant and those after it, with their tenants.
    pub(crate) fn groups_from(&self, tenant: Guid) -> &[(Guid, u32)] {
        &self.groups[self.position(tenant)..]
    }

    /// How many admitted rows the tenants before this one have in the channel.
    pub(crate) fn before(&self, tenant: Guid, filter: StatusFilter) -> u32 {
        self.counters.before(self.position(tenant), filter)
    }

    fn position(&self, tenant: Guid) -> usize {
        self.groups.partition_point(|(other, _)| *other < tenant)
    }
}
