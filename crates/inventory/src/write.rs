//! Puts rows in and takes them out.

use crate::group::{Group, Spot};
use crate::row::Row;
use crate::{Counts, Inventory};
use numberline_domain::{ChannelId, Guid, Number, NumberId};

impl Inventory {
    /// Puts a number in, or brings it up to date: it moves to another group when its shape says so. Any other row with
    /// the same telephone number leaves.
    ///
    /// # Panics
    /// When its shape, place, sweep or assignment is not defined.
    pub fn upsert(&mut self, number: &Number) {
        let form = self.dictionary.form(number.shape).expect("a shape is defined before the numbers that have it");
        assert!(
            self.dictionary.knows_place(number.place)
                && self.dictionary.knows_sweep(number.sweep)
                && self.dictionary.knows_assignment(number.assignment),
            "number {} names a place, sweep or assignment that is not defined yet",
            number.id
        );
        let group = form.group;
        let row = Row::pack(number);
        if let Some(slot) = self.phones.find(row.phone, &self.rows) {
            let old = *self.rows.get(slot);
            if old.id == row.id && self.group_of(&old) == group {
                self.replace(group, slot, &old, row);
                return;
            }
            self.unlink(self.group_of(&old), old.id);
        }
        let tenant = self.groups[group as usize].tenant;
        for position in 0..self.tenants.get(tenant).groups.len() {
            let other = self.tenants.get(tenant).groups[position];
            if other != group {
                self.unlink(other, row.id);
            }
        }
        match self.groups[group as usize].locate(row.id, &self.rows) {
            Ok(spot) => self.replace_phone(group, spot, row),
            Err(spot) => {
                let slot = self.rows.insert(row);
                self.phones.insert(slot, &self.rows);
                self.groups[group as usize].insert(spot, slot, &self.rows);
                self.touch(group);
            }
        }
    }

    /// Takes out the row with this id if this tenant has it, and says whether it had.
    pub fn remove(&mut self, tenant: Guid, id: NumberId) -> bool {
        let Some(tenant) = self.tenants.find(tenant) else { return false };
        let groups = tenant.groups.clone();
        groups.into_iter().any(|group| self.unlink(group, id.as_i64()))
    }

    /// Makes the counters right again for all that was touched since the last time. Until then nothing may be read.
    pub fn settle(&mut self) {
        let dirty = std::mem::take(&mut self.dirty);
        for group in &dirty {
            let group = &mut self.groups[*group as usize];
            group.counters.settle();
            group.is_dirty = false;
            let tenant = self.tenants.get(group.tenant).guid;
            self.channels.set(group.channel, tenant, group.counters.totals());
        }
        for group in &dirty {
            let tenant = self.tenants.get(self.groups[*group as usize].tenant);
            let mut counts = Counts::default();
            for group in &tenant.groups {
                for (status, count) in self.groups[*group as usize].counters.totals().into_iter().enumerate() {
                    counts[status] += count;
                }
            }
            let position = self.tenants.position(tenant.guid).expect("a group's tenant is in the order");
            self.tenants.counters.set(position, counts);
        }
        self.settle_sums();
    }

    /// Makes the sums over tenants right again.
    pub(crate) fn settle_sums(&mut self) {
        self.tenants.counters.settle();
        self.channels.settle();
    }

    /// The group of a tenant and channel; from now on it exists.
    pub(crate) fn ensure_group(&mut self, guid: Guid, channel: ChannelId) -> u32 {
        let tenant = self.tenants.ensure(guid);
        let groups = &self.tenants.get(tenant).groups;
        if let Some(known) = groups.iter().find(|group| self.groups[**group as usize].channel == channel) {
            return *known;
        }
        let group = u32::try_from(self.groups.len()).expect("there are fewer than 2^32 groups");
        self.groups.push(Group::new(tenant, channel));
        self.channels.insert(channel, guid, group);
        let groups = &mut self.tenants.get_mut(tenant).groups;
        groups.reserve_exact(1);
        groups.push(group);
        group
    }

    /// The group of a row that is in the inventory.
    fn group_of(&self, row: &Row) -> u32 {
        self.dictionary.form(row.shape).expect("a row came in with a defined shape").group
    }

    /// Overwrites a row whose id, telephone number and group stay.
    fn replace(&mut self, group: u32, slot: u32, old: &Row, new: Row) {
        if old.status() != new.status() {
            let holder = &mut self.groups[group as usize];
            let spot = holder.locate(new.id, &self.rows).expect("a row stands in the group of its shape");
            holder.set_status(spot, new.status());
            self.touch(group);
        }
        *self.rows.get_mut(slot) = new;
    }

    /// Overwrites a row whose id and group stay, but not its telephone number.
    fn replace_phone(&mut self, group: u32, spot: Spot, new: Row) {
        let holder = &mut self.groups[group as usize];
        let slot = holder.slot(spot);
        holder.set_status(spot, new.status());
        self.phones.remove(slot, &self.rows);
        *self.rows.get_mut(slot) = new;
        self.phones.insert(slot, &self.rows);
        self.touch(group);
    }

    /// Takes out the row with this id if the group has it, and says whether it had.
    fn unlink(&mut self, group: u32, id: i64) -> bool {
        let holder = &mut self.groups[group as usize];
        let Ok(spot) = holder.locate(id, &self.rows) else { return false };
        let slot = holder.remove(spot, &self.rows);
        self.phones.remove(slot, &self.rows);
        self.rows.free(slot);
        self.touch(group);
        true
    }

    fn touch(&mut self, group: u32) {
        let holder = &mut self.groups[group as usize];
        if !holder.is_dirty {
            holder.is_dirty = true;
            self.dirty.push(group);
        }
    }
}
