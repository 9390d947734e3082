//! Answers: totals, pages, runs of records, single numbers.

use crate::channels::Channel;
use crate::counters::Counts;
use crate::group::Group;
use crate::render::Renderer;
use crate::tenants::Tenant;
use crate::text::push_unsigned;
use crate::{Edition, Inventory, Selection};
use numberline_domain::{Guid, Number, PhoneNumber, Scope, Status, StatusFilter};

impl Inventory {
    /// How many numbers the selection has.
    #[must_use]
    pub fn total(&self, selection: &Selection<'_>) -> u64 {
        let totals = self.totals(selection);
        match selection.filter {
            StatusFilter::All => totals.iter().sum(),
            StatusFilter::Only(status) => totals[usize::from(status.code())],
        }
    }

    /// How many numbers of each status the selection's tenants have, whatever its filter, in the order of [`Status::ALL`].
    #[must_use]
    pub fn totals(&self, selection: &Selection<'_>) -> [u64; Status::COUNT] {
        let scope = selection.scope;
        let sum = |counts: &mut dyn Iterator<Item = Counts>| {
            counts.fold([0; Status::COUNT], |sum: [u64; Status::COUNT], counts| {
                std::array::from_fn(|status| sum[status] + u64::from(counts[status]))
            })
        };
        match (selection.tenant, scope.tenants(), scope.channels()) {
            (Some(tenant), ..) if scope.admits_tenant(tenant) => sum(&mut [self.counts_of(tenant, scope)].into_iter()),
            (Some(_), ..) => [0; Status::COUNT],
            (None, None, None) => self.tenants.counters.totals().map(u64::from),
            (None, None, Some(channels)) => sum(&mut self.channels.of(channels).map(Channel::totals)),
            (None, Some(tenants), _) => sum(&mut tenants.iter().map(|tenant| self.counts_of(*tenant, scope))),
        }
    }

    /// What a tenant has in the channels of a scope.
    pub(crate) fn counts_of(&self, tenant: Guid, scope: &Scope) -> Counts {
        let Some(position) = self.tenants.position(tenant) else { return Counts::default() };
        if scope.channels().is_none() {
            return *self.tenants.counters.get(position);
        }
        self.groups_of(self.tenants.at(position), scope)
            .map(|group| group.counters.totals())
            .fold(Counts::default(), |sum, counts| std::array::from_fn(|status| sum[status] + counts[status]))
    }

    /// The groups of a tenant that lie in the channels of a scope.
    pub(crate) fn groups_of<'a>(
        &'a self,
        tenant: &'a Tenant,
        scope: &'a Scope,
    ) -> impl Iterator<Item = &'a Group> + Clone {
        let groups = tenant.groups.iter().map(|group| &self.groups[*group as usize]);
        groups.filter(|group| scope.admits_channel(group.channel))
    }

    /// Appends a page with its envelope: compact JSON. Pages count from 1; one past the end has no records.
    pub fn page(&self, selection: &Selection<'_>, page: u64, size: u64, out: &mut Vec<u8>) {
        let total = self.total(selection);
        out.extend_from_slice(b"{\"currentPage\":");
        push_unsigned(out, page);
        out.extend_from_slice(b",\"pageSize\":");
        push_unsigned(out, size);
        out.extend_from_slice(b",\"totalPages\":");
        push_unsigned(out, total.div_ceil(size.max(1)));
        out.extend_from_slice(b",\"totalRecords\":");
        push_unsigned(out, total);
        out.extend_from_slice(b",\"data\":[");
        let skip = page.saturating_sub(1).saturating_mul(size);
        if self.records(selection, skip, size, b",", out) > 0 {
            out.pop();
        }
        out.extend_from_slice(b"]}");
    }

    /// Appends at most `count` records after the first `skip`, each followed by the separator, and says how many. A list
    /// read in steps costs no more than one read at once.
    pub fn records(
        &self,
        selection: &Selection<'_>,
        skip: u64,
        count: u64,
        separator: &[u8],
        out: &mut Vec<u8>,
    ) -> u64 {
        let count = count.min(self.total(selection).saturating_sub(skip));
        let mut renderer = Renderer::new(&self.rows, &self.dictionary, Edition::V3, separator, count, out);
        let visited = self.walk(selection, skip, count, &mut |slot| renderer.add(slot));
        renderer.finish();
        visited
    }

    /// Appends the record of a telephone number and says whether the scope has it.
    pub fn number(&self, scope: &Scope, phone: PhoneNumber, out: &mut Vec<u8>) -> bool {
        self.number_as(Edition::V3, scope, phone, out)
    }

    /// The same in any edition.
    pub fn number_as(&self, edition: Edition, scope: &Scope, phone: PhoneNumber, out: &mut Vec<u8>) -> bool {
        let Some(slot) = self.slot_within(scope, phone) else { return false };
        let mut renderer = Renderer::new(&self.rows, &self.dictionary, edition, b"", 1, out);
        renderer.add(slot);
        renderer.finish();
        true
    }

    /// Whether the scope has this telephone number.
    #[must_use]
    pub fn shows_number(&self, phone: PhoneNumber, scope: &Scope) -> bool {
        self.slot_within(scope, phone).is_some()
    }

    fn slot_within(&self, scope: &Scope, phone: PhoneNumber) -> Option<u32> {
        let slot = self.phones.find(phone.digits(), &self.rows)?;
        let group = self.group_at(slot);
        scope.admits(self.tenants.get(group.tenant).guid, group.channel).then_some(slot)
    }

    /// Visits at most `count` of the selection's numbers, with their tenants, in order, after the first `skip`; says how
    /// many.
    pub fn numbers(
        &self,
        selection: &Selection<'_>,
        skip: u64,
        count: u64,
        mut visit: impl FnMut(Guid, Number),
    ) -> u64 {
        self.walk(selection, skip, count, &mut |slot| visit(self.tenant_of(slot), self.rows.get(slot).unpack()))
    }

    fn tenant_of(&self, slot: u32) -> Guid {
        self.tenants.get(self.group_at(slot).tenant).guid
    }

    pub(crate) fn group_at(&self, slot: u32) -> &Group {
        let form = self.dictionary.form(self.rows.get(slot).shape).expect("a row came in with a defined shape");
        &self.groups[form.group as usize]
    }
}
