//! Answers: totals, pages, runs of records, single numbers.

use crate::counters::Counts;
use crate::render::Renderer;
use crate::text::push_unsigned;
use crate::{Inventory, Selection};
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
        let counts_of = |tenant: Guid| {
            self.tenants
                .position(tenant)
                .map(|position| self.tenants.counters.get(position))
                .copied()
                .unwrap_or_default()
        };
        match (selection.tenant, selection.scope) {
            (Some(tenant), scope) if scope.admits(tenant) => counts_of(tenant).map(u64::from),
            (Some(_), _) => [0; Status::COUNT],
            (None, Scope::All) => self.tenants.counters.totals().map(u64::from),
            (None, Scope::Tenants(tenants)) => {
                let sum = tenants
                    .iter()
                    .map(|tenant| counts_of(*tenant))
                    .fold(Counts::default(), |sum, counts| std::array::from_fn(|status| sum[status] + counts[status]));
                sum.map(u64::from)
            }
        }
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
        let mut renderer = Renderer::new(&self.rows, &self.dictionary, separator, count, out);
        let visited = self.walk(selection, skip, count, &mut |slot| renderer.add(slot));
        renderer.finish();
        visited
    }

    /// Appends the record of a telephone number and says whether the scope has it.
    pub fn number(&self, scope: &Scope, phone: PhoneNumber, out: &mut Vec<u8>) -> bool {
        let Some(slot) = self.phones.find(phone.digits(), &self.rows) else { return false };
        if !scope.admits(self.tenant_of(slot)) {
            return false;
        }
        let mut renderer = Renderer::new(&self.rows, &self.dictionary, b"", 1, out);
        renderer.add(slot);
        renderer.finish();
        true
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

    pub(crate) fn tenant_of(&self, slot: u32) -> Guid {
        let form = self.dictionary.form(self.rows.get(slot).shape).expect("a row came in with a defined shape");
        self.tenants.get(self.groups[form.group as usize].tenant).guid
    }
}
