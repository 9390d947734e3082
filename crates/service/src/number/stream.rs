//! All numbers of a tenant, slice by slice. Memory does not grow with the tenant, and no reader waits for a slow taker.
//!
//! What is given is complete for rows that nobody touches meanwhile, but is not of one state: each slice begins where the
//! last one ended, by id, whatever came and went in between.

use super::{Edition, Refusal, ready};
use crate::{Service, token::Caller};
use numberline_domain::{Guid, NumberId, Scope};
use numberline_inventory::Slice;
use std::time::Duration;

/// Records rendered at a time: a third of a megabyte.
const TOGETHER: u64 = 256;

/// The rest of a JSON array of a tenant's numbers.
pub struct Stream {
    service: Service,
    scope: Scope,
    tenant: Guid,
    epoch: u64,
    /// The last change that the whole array knows of.
    pub seq: u64,
    /// For how long the database has not answered.
    pub stale: Option<Duration>,
    place: Place,
}

/// How far a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    Behind(NumberId),
    End,
}

/// The numbers that were being given out are no longer there: the database was put in the place of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the database became another one while its numbers were given out")]
pub struct Broken;

/// Why there is nothing to give out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoStream {
    /// The caller names no tenant, and may see several.
    TenantNeeded,
    /// As for any list.
    Refused(Refusal),
}

impl From<Refusal> for NoStream {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The numbers of a tenant, as V2 records; without a name those of the only tenant that the caller may see.
///
/// # Errors
/// A [`NoStream`].
pub fn stream(service: &Service, caller: &Caller, tenant: Option<Guid>) -> Result<Stream, NoStream> {
    let inventory = ready(service)?;
    let tenant = match (tenant, caller.scope.tenants()) {
        (Some(tenant), _) => tenant,
        (None, Some([only])) => *only,
        (None, _) => return Err(NoStream::TenantNeeded),
    };
    if !inventory.shows_tenant(tenant, &caller.scope) {
        return Err(Refusal::UnknownTenant.into());
    }
    Ok(Stream {
        service: service.clone(),
        scope: caller.scope.clone(),
        tenant,
        epoch: inventory.epoch(),
        seq: inventory.scope_seq(&caller.scope),
        stale: service.shared.stale_for(),
        place: Place::Beginning,
    })
}

impl Stream {
    /// Appends the next part of the array; `false` when all of it was given.
    ///
    /// # Errors
    /// [`Broken`]: what was given so far is worth nothing.
    pub fn next(&mut self, out: &mut Vec<u8>) -> Result<bool, Broken> {
        let after = match self.place {
            Place::Beginning => None,
            Place::Behind(last) => Some(last),
            Place::End => return Ok(false),
        };
        let inventory = self.service.shared.inventory();
        if inventory.epoch() != self.epoch || !inventory.shows_tenant(self.tenant, &self.scope) {
            return Err(Broken);
        }
        let slice = Slice { edition: Edition::V2, scope: &self.scope, tenant: self.tenant, after, count: TOGETHER };
        // What stands before a record; taken back when none follows.
        out.push(if after.is_none() { b'[' } else { b',' });
        match inventory.slice(&slice, b",", out) {
            Some(last) => {
                out.pop();
                self.place = Place::Behind(last);
            }
            None => {
                if after.is_some() {
                    out.pop();
                }
                out.push(b']');
                self.place = Place::End;
            }
        }
        Ok(true)
    }
}
