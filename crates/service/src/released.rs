//! What left the list. Read from the database: not for the hot path.

use crate::page::{Page, Wanted};
use crate::token::Caller;
use crate::{Error, Service};
use numberline_domain::{Guid, NumberId, PhoneNumber, Scope, TaskId, Ticks};
use numberline_store::{ChangeKind, Tx, released, tenant};
use std::collections::HashMap;

/// A number that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The number.
    pub phone: PhoneNumber,
    /// Whose it was.
    pub tenant: Guid,
    /// Its id.
    pub id: NumberId,
    /// When it left.
    pub left_at: Ticks,
    /// How.
    pub kind: ChangeKind,
    /// By whom.
    pub actor: String,
    /// By which task.
    pub task: Option<TaskId>,
    /// Its last V3 record.
    pub record: String,
}

/// Why there is no list to give.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The caller sees no such tenant: there is none, or it is another's.
    #[error("there is no such tenant")]
    UnknownTenant,
    /// The database failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<numberline_store::Error> for Refusal {
    fn from(error: numberline_store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A page of the numbers that left a tenant, or all that the caller sees; the last ones first. Blocks.
///
/// # Errors
/// A [`Refusal`].
pub fn list(service: &Service, caller: &Caller, tenant: Option<Guid>, wanted: Wanted) -> Result<Page<Gone>, Refusal> {
    let scope = &caller.scope;
    let seq = {
        let inventory = service.shared.inventory();
        if tenant.is_some_and(|tenant| !inventory.shows_tenant(tenant, scope)) {
            return Err(Refusal::UnknownTenant);
        }
        inventory.scope_seq(scope)
    };
    service.database.read(|tx| {
        let sought = sought(tx, scope, tenant)?;
        let total = released::count(tx, &sought)?;
        let mut guids: HashMap<u32, Guid> = HashMap::new();
        let mut data = Vec::new();
        for kept in released::newest(tx, &sought, wanted.skip(), wanted.size)? {
            let guid = match guids.get(&kept.tenant) {
                Some(known) => *known,
                None => tenant::get(tx, kept.tenant)?.ok_or_else(|| Error::missing("tenant", kept.tenant))?,
            };
            guids.insert(kept.tenant, guid);
            data.push(gone(kept, guid));
        }
        Ok(wanted.page(total, data, seq))
    })
}

/// What of a tenant, or of all tenants, lies within a scope.
pub(crate) fn sought(tx: &Tx<'_>, scope: &Scope, tenant: Option<Guid>) -> Result<released::Wanted, Error> {
    let named = tenant.as_ref().map(std::slice::from_ref).or(scope.tenants());
    let ids = named.map(|tenants| tenants.iter().filter_map(|one| tenant::find(tx, *one).transpose()).collect());
    Ok(released::Wanted { tenants: ids.transpose()?, channels: scope.channels().map(<[_]>::to_vec) })
}

fn gone(kept: released::Kept, tenant: Guid) -> Gone {
    let released::Kept { number, phone, kind, left_at, actor, task, record, .. } = kept;
    Gone { phone, tenant, id: number, left_at, kind, actor, task, record }
}
