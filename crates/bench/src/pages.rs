//! Which pages are asked for. The same in every run: the draw is seeded.

use crate::reference::{Page, Reference, Tenant};
use std::collections::HashSet;

/// Records on most pages.
pub(crate) const SIZE: u64 = 200;
/// How many pages the mixed case has.
const MIXED: usize = 500;

/// A case: some pages asked for in turn.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) pages: Vec<Page>,
    /// Whether peers are measured too: some of their pages take seconds.
    pub(crate) with_peers: bool,
}

/// Draws in the same order in every run.
pub(crate) struct Draw(u64);

/// The case whose latencies are measured for everybody.
pub(crate) const SMALL_TENANT: &str = "200 records, small tenant";
/// The case whose latencies are measured for nginx and us.
pub(crate) const MIXED_PAGES: &str = "200 records, mixed pages";

/// Every case.
pub(crate) fn cases(reference: &Reference) -> Vec<Case> {
    let largest = &reference.by_size()[0];
    let small = nearest(reference, SIZE);
    let last = (largest.numbers / SIZE).max(1);
    let one = |name: &str, page, with_peers| Case { name: name.to_owned(), pages: vec![page], with_peers };
    let deep = (last * 4 / 5).max(1);
    let mut cases = vec![
        one("200 records, first page", page_of(largest, 1, SIZE), true),
        one("200 records, middle page", page_of(largest, last.div_ceil(2), SIZE), false),
        one(&format!("200 records, page {deep}"), page_of(largest, deep, SIZE), true),
        one("200 records, last full page", page_of(largest, last, SIZE), false),
        one(SMALL_TENANT, page_of(&small, 1, SIZE), true),
        one("10 records, middle page", page_of(largest, (largest.numbers / 20).max(1), 10), false),
        one("10 records, small tenant", page_of(&small, 1, 10), true),
    ];
    if let Some(sparse) = sparse(reference) {
        cases.push(one("200 records, rarest status", sparse, false));
    }
    cases.push(Case { name: MIXED_PAGES.to_owned(), pages: mixed(reference, MIXED), with_peers: false });
    cases
}

/// A page of a tenant, of any status.
pub(crate) fn page_of(tenant: &Tenant, number: u64, size: u64) -> Page {
    Page { tenant: Some(tenant.id.clone()), status: None, number, size }
}

/// The tenant whose size comes nearest, of those that fill a page.
pub(crate) fn nearest(reference: &Reference, numbers: u64) -> Tenant {
    alike(reference, numbers, 1).swap_remove(0)
}

/// The same, and others of nearly its size, as many as are wanted and there.
pub(crate) fn alike(reference: &Reference, numbers: u64, wanted: usize) -> Vec<Tenant> {
    let mut tenants = reference.by_size();
    if tenants[0].numbers < SIZE {
        tenants.truncate(1);
        return tenants;
    }
    tenants.retain(|tenant| tenant.numbers >= SIZE);
    tenants.sort_by_key(|tenant| tenant.numbers.abs_diff(numbers));
    let nearest = tenants[0].numbers;
    tenants.retain(|tenant| tenant.numbers.abs_diff(nearest) <= nearest / 100);
    tenants.truncate(wanted);
    tenants
}

/// The middle page of the largest tenant's numbers in the rarest status that fills a page.
pub(crate) fn sparse(reference: &Reference) -> Option<Page> {
    let largest = &reference.by_size()[0];
    let pages = (0..5).map(|status| Page { status: Some(status), ..page_of(largest, 1, SIZE) });
    let counted = pages.map(|page| (reference.total(&page), page)).filter(|(total, _)| *total >= SIZE);
    let (total, page) = counted.min_by_key(|(total, _)| *total)?;
    Some(Page { number: (total / SIZE).div_ceil(2), ..page })
}

/// Half of the tenants are drawn evenly, half by their size; any of their pages; every fifth with a status filter.
pub(crate) fn mixed(reference: &Reference, wanted: usize) -> Vec<Page> {
    let tenants = reference.by_size();
    let mut draw = Draw(1);
    (0..wanted).map(|index| draw.page(reference, &tenants, index)).collect()
}

/// As [`mixed`], and no page twice. There may be fewer than wanted.
pub(crate) fn different(reference: &Reference, wanted: usize) -> Vec<Page> {
    let tenants = reference.by_size();
    let mut draw = Draw(2);
    let mut known = HashSet::new();
    let drawn = (0..wanted * 20).map(|index| draw.page(reference, &tenants, index));
    drawn.filter(|page| known.insert(page.path())).take(wanted).collect()
}

impl Draw {
    fn page(&mut self, reference: &Reference, tenants: &[Tenant], index: usize) -> Page {
        let tenant = if index.is_multiple_of(2) {
            usize::try_from(self.below(tenants.len() as u64)).unwrap_or(0)
        } else {
            let mut row = self.below(reference.len());
            let holds_it = tenants.iter().position(|tenant| {
                let here = row < tenant.numbers;
                row = row.saturating_sub(tenant.numbers);
                here
            });
            holds_it.unwrap_or(0)
        };
        let mut page = page_of(&tenants[tenant], 1, SIZE);
        if index.is_multiple_of(5) {
            page.status = Some([0, 0, 1, 2, 4][usize::try_from(self.below(5)).unwrap_or(0)]);
        }
        page.number = 1 + self.below(reference.total(&page).div_ceil(page.size).max(1));
        page
    }

    /// splitmix64.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}
