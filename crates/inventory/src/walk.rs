//! Visits the rows of a selection in order, from any depth, without touching those before.

use crate::counters::admitted;
use crate::group::{Block, Group};
use crate::merge::Merge;
use crate::{Inventory, Selection};
use memchr::memchr_iter;
use numberline_domain::{ChannelId, Guid, StatusFilter};

impl Inventory {
    /// Visits at most `count` slots after skipping `skip`; says how many.
    pub(crate) fn walk(&self, selection: &Selection<'_>, skip: u64, count: u64, visit: &mut impl FnMut(u32)) -> u64 {
        let Ok(mut skip) = u32::try_from(skip) else { return 0 };
        let (scope, filter) = (selection.scope, selection.filter);
        let mut left = count;
        match (selection.tenant, scope.tenants(), scope.channels()) {
            (Some(tenant), ..) => {
                if let Some(tenant) = self.tenants.find(tenant).filter(|tenant| scope.admits_tenant(tenant.guid)) {
                    self.walk_groups(self.groups_of(tenant, scope), filter, skip, &mut left, visit);
                }
            }
            (None, None, None) => {
                let (first, rest) = self.tenants.counters.find(filter, skip);
                skip = rest;
                for position in first..self.tenants.len() {
                    if left == 0 {
                        break;
                    }
                    if admitted(self.tenants.counters.get(position), filter) > 0 {
                        let groups = self.groups_of(self.tenants.at(position), scope);
                        self.walk_groups(groups, filter, skip, &mut left, visit);
                    }
                    skip = 0;
                }
            }
            (None, None, Some(channels)) => self.walk_channels(channels, filter, skip, &mut left, visit),
            (None, Some(tenants), _) => {
                for tenant in tenants.iter().filter_map(|tenant| self.tenants.find(*tenant)) {
                    if left == 0 {
                        break;
                    }
                    let total = admitted(&self.counts_of(tenant.guid, scope), filter);
                    if skip >= total {
                        skip -= total;
                    } else {
                        self.walk_groups(self.groups_of(tenant, scope), filter, skip, &mut left, visit);
                        skip = 0;
                    }
                }
            }
        }
        count - left
    }

    /// All tenants in some channels. The tenant of the first row is found by halving: no row and no tenant is passed by.
    fn walk_channels(
        &self,
        channels: &[ChannelId],
        filter: StatusFilter,
        skip: u32,
        left: &mut u64,
        visit: &mut impl FnMut(u32),
    ) {
        let channels: Vec<_> = self.channels.of(channels).collect();
        let before = |tenant: Guid| channels.iter().map(|channel| channel.before(tenant, filter)).sum::<u32>();
        let after_first = self.tenants.partition_point(|tenant| before(tenant) <= skip);
        let Some(first) = after_first.checked_sub(1).map(|position| self.tenants.at(position).guid) else { return };
        let mut skip = skip - before(first);
        let mut rest: Vec<_> = channels.iter().map(|channel| channel.groups_from(first)).collect();
        while *left > 0 {
            let Some(tenant) = rest.iter().filter_map(|groups| groups.first()).map(|(tenant, _)| *tenant).min() else {
                return;
            };
            let mut groups: Vec<&Group> = Vec::with_capacity(rest.len());
            for list in &mut rest {
                if let Some(((_, group), tail)) = list.split_first().filter(|((other, _), _)| *other == tenant) {
                    groups.push(&self.groups[*group as usize]);
                    *list = tail;
                }
            }
            self.walk_groups(groups.into_iter(), filter, skip, left, visit);
            skip = 0;
        }
    }

    /// Groups of one tenant.
    fn walk_groups<'a>(
        &'a self,
        groups: impl Iterator<Item = &'a Group> + Clone,
        filter: StatusFilter,
        skip: u32,
        left: &mut u64,
        visit: &mut impl FnMut(u32),
    ) {
        let mut with_rows = groups.clone().filter(|group| !group.blocks.is_empty());
        match (with_rows.next(), with_rows.next()) {
            (None, _) => {}
            (Some(only), None) => only.walk(filter, skip, left, visit),
            (Some(_), Some(_)) => {
                let groups: Vec<_> = groups.collect();
                if let Some(mut merge) = Merge::starting_at(&groups, filter, skip, &self.rows) {
                    while *left > 0 && merge.visit_next(visit) {
                        *left -= 1;
                    }
                }
            }
        }
    }
}

impl Group {
    fn walk(&self, filter: StatusFilter, skip: u32, left: &mut u64, visit: &mut impl FnMut(u32)) {
        let (first, rest) = self.counters.find(filter, skip);
        let mut rest = rest as usize;
        for position in first..self.blocks.len() {
            if *left == 0 {
                return;
            }
            let block = &self.blocks[position];
            match filter {
                StatusFilter::All => {
                    let slots = &block.slots[rest..];
                    let taken = slots.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                    slots[..taken].iter().for_each(|slot| visit(*slot));
                    *left -= taken as u64;
                }
                StatusFilter::Only(status) => {
                    let code = status.code();
                    if self.counters.get(position)[usize::from(code)] == 0 {
                        continue;
                    }
                    let start = if rest == 0 { 0 } else { block.nth_with(code, rest) };
                    for offset in memchr_iter(code, &block.statuses[start..]) {
                        if *left == 0 {
                            return;
                        }
                        visit(block.slots[start + offset]);
                        *left -= 1;
                    }
                }
            }
            rest = 0;
        }
    }
}

impl Block {
    /// The position of the row with this status that has `rank` such rows before it in the block; the block's length when
    /// there is none.
    pub(crate) fn nth_with(&self, status: u8, rank: usize) -> usize {
        /// Counting so many bytes at a time is what a compiler makes fast.
        const STRETCH: usize = 64;
        let mut left = rank;
        let mut start = 0;
        for stretch in self.statuses.chunks(STRETCH) {
            let here = stretch.iter().filter(|byte| **byte == status).count();
            if left < here {
                return memchr_iter(status, stretch).nth(left).map_or(self.statuses.len(), |offset| start + offset);
            }
            left -= here;
            start += stretch.len();
        }
        start
    }

    /// The position of the first row with this status at or after `start`.
    pub(crate) fn next_with(&self, status: u8, start: usize) -> Option<usize> {
        memchr::memchr(status, self.statuses.get(start..)?).map(|offset| start + offset)
    }
}
