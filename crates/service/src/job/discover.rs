//! Which tenants have an account at the upstream: those that it names are synced from then on.

use super::context::{Held, Jobs};
use super::{Interrupted, context, records};
use crate::Error;
use numberline_domain::Guid;
use numberline_store::{SyncState, TenantSync, tenant, tenant_sync};
use numberline_upstream::{Account, AccountName, AccountOrder, OrderId, Upstream};
use std::collections::{BTreeMap, BTreeSet};

const ACTOR: &str = "job:accounts";
const LEASE: &str = "accounts";

/// Looks at all accounts; `false` when somebody else does.
pub(super) fn run(jobs: &Jobs) -> Result<bool, Interrupted> {
    let Some(upstream) = jobs.upstream() else { return Ok(false) };
    let Some(held) = jobs.take(LEASE, ACTOR)? else { return Ok(false) };
    let result = upstream.accounts().map_err(Interrupted::from).and_then(|accounts| note(jobs, &held, &accounts));
    if let Err(error) = result.as_ref().ok().map_or(Ok(()), |()| records::consents(jobs, &held, upstream)) {
        tracing::warn!(%error, "the consents cannot be taken in");
    }
    held.give_back();
    result.map(|()| true)
}

/// Notes which tenant has which account. A tenant with several has the first by name: the others' numbers stay unseen.
fn note(jobs: &Jobs, held: &Held<'_>, accounts: &[Account]) -> Result<(), Interrupted> {
    let mut named: BTreeMap<Guid, &AccountName> = BTreeMap::new();
    for account in accounts.iter().filter(|account| account.operator_connect) {
        let Some(tenant) = account.tenant else { continue };
        let first = named.entry(tenant).or_insert(&account.name);
        if account.name < **first {
            *first = &account.name;
        } else if account.name > **first {
            tracing::warn!(%tenant, used = %first, unused = %account.name, "a tenant has more than one account");
        }
    }
    let known = jobs.read(tenant_sync::all)?;
    let is_known = |tenant: &Guid, account: &AccountName| {
        known.iter().any(|sync| {
            let is_same = sync.account.as_deref() == Some(account.as_str());
            sync.guid == *tenant && is_same && sync.state != SyncState::NoAccount
        })
    };
    let fresh: Vec<(Guid, &AccountName)> = named
        .iter()
        .filter(|(tenant, account)| !is_known(tenant, account))
        .map(|(tenant, name)| (*tenant, *name))
        .collect();
    let lost: BTreeSet<u32> = known
        .iter()
        .filter(|sync| sync.state != SyncState::NoAccount && !named.contains_key(&sync.guid))
        .map(|sync| sync.tenant)
        .collect();
    if fresh.is_empty() && lost.is_empty() {
        return Ok(());
    }
    held.write(|tx| {
        let guids: Vec<Guid> = fresh.iter().map(|(tenant, _)| *tenant).collect();
        let ids = tenant::intern_each(tx, &guids)?;
        for (id, (_, account)) in ids.into_iter().zip(&fresh) {
            tenant_sync::name(tx, id, account.as_str())?;
        }
        for tenant in &lost {
            tenant_sync::lose_account(tx, *tenant)?;
        }
        Ok(())
    })
}

/// The account of a tenant: the one that is known, or the one that is there by now. An upload makes one where there is
/// none. `None` when the tenant has none.
pub(super) fn account_of(
    jobs: &Jobs,
    held: &Held<'_>,
    upstream: &dyn Upstream,
    (tenant, id): (Guid, u32),
    known: Option<TenantSync>,
    may_make: bool,
) -> Result<Option<AccountName>, Interrupted> {
    let known = known.filter(|sync| sync.state != SyncState::NoAccount);
    if let Some(name) = known.and_then(|sync| sync.account) {
        let name = AccountName::parse(&name);
        return name.map(Some).map_err(|error| Error::Refused(format!("an account's kept name {error}")).into());
    }
    let accounts = upstream.accounts()?;
    let mut names = accounts.iter().filter(|account| account.tenant == Some(tenant)).map(|account| &account.name);
    let account = match names.by_ref().min() {
        Some(name) => name.clone(),
        None if may_make => make(jobs, upstream, tenant, id)?,
        None => return Ok(None),
    };
    held.write(|tx| Ok(tenant_sync::name(tx, id, account.as_str())?))?;
    Ok(Some(account))
}

/// An account is named after its tenant: two nodes that make it at once make the same one.
fn make(jobs: &Jobs, upstream: &dyn Upstream, tenant: Guid, id: u32) -> Result<AccountName, Interrupted> {
    let name = AccountName::parse(&tenant.to_string());
    let name = name.map_err(|error| Error::Refused(format!("a tenant's GUID {error}")))?;
    let order = OrderId { request: context::random_guid()?, first_sent: jobs.now() };
    let order = AccountOrder { order, name, tenant, correlation_id: Some(id.to_string()) };
    Ok(upstream.ensure_account(&order)?.name)
}
