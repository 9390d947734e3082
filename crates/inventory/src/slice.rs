//! A tenant's numbers slice by slice, each found by where the last one ended: rows that come and go between two slices
//! neither repeat nor hide the others.

use crate::merge::Merge;
use crate::render::Renderer;
use crate::{Edition, Inventory};
use numberline_domain::{Guid, NumberId, Scope, StatusFilter};

/// A stretch of a tenant's numbers.
#[derive(Debug, Clone, Copy)]
pub struct Slice<'a> {
    /// How the records look.
    pub edition: Edition,
    /// What the caller sees.
    pub scope: &'a Scope,
    /// Whose numbers.
    pub tenant: Guid,
    /// The id behind which it begins; `None` for the beginning.
    pub after: Option<NumberId>,
    /// At most so many records.
    pub count: u64,
}

impl Inventory {
    /// Appends the records of a slice in the order of their ids, each followed by the separator. Gives the last one's id;
    /// `None` when there are no more.
    pub fn slice(&self, slice: &Slice<'_>, separator: &[u8], out: &mut Vec<u8>) -> Option<NumberId> {
        let Slice { edition, scope, tenant, after, count } = *slice;
        let tenant = self.tenants.find(tenant).filter(|tenant| scope.admits_tenant(tenant.guid))?;
        let first = after.map_or(Some(i64::MIN), |last| last.as_i64().checked_add(1))?;
        let groups: Vec<_> = self.groups_of(tenant, scope).collect();
        let mut rows = Merge::from_id(&groups, StatusFilter::All, first, &self.rows);
        let mut renderer = Renderer::new(&self.rows, &self.dictionary, edition, separator, count, out);
        let mut last = None;
        let mut left = count;
        while left > 0
            && rows.visit_next(&mut |slot| {
                renderer.add(slot);
                last = Some(slot);
            })
        {
            left -= 1;
        }
        renderer.finish();
        last.map(|slot| NumberId::from_i64(self.rows.get(slot).id).expect("only a number's id is packed as one"))
    }
}
