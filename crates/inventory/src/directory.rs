//! The tenants of a scope with their services: who has numbers here.

use crate::tally::Totals;
use crate::{Commit, Inventory, Selection};
use numberline_domain::{ChannelId, Guid, Scope, StatusFilter};
use std::collections::BTreeMap;

/// A tenant, to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantEntry {
    /// The tenant.
    pub tenant: Guid,
    /// Its numbers, by status.
    pub totals: Totals,
    /// The last commit that touched what the scope has of it.
    pub touched: Commit,
    /// Its services, those without a GUID first.
    pub services: Vec<ServiceEntry>,
}

/// A service, to be shown. Where records disagreed about it, as one of them has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceEntry {
    /// `umpCustomerGuid`.
    pub guid: Option<Guid>,
    /// `umpCustomerFullName`.
    pub name: Option<String>,
    /// `msCompanyName`.
    pub company: Option<String>,
    /// `ovocChannelId`.
    pub channel: ChannelId,
    /// `ocSipConnectionName`.
    pub connection: Option<String>,
}

impl Inventory {
    /// The scope's tenants with the last commit that touched what the scope has of each.
    #[must_use]
    pub fn tenants_of(&self, scope: &Scope) -> Vec<(Guid, Commit)> {
        let all = (0..self.tenants.len()).map(|position| self.tenants.at(position));
        let seen = all.filter(|tenant| self.is_shown(tenant, scope));
        seen.map(|tenant| (tenant.guid, self.touched_of(tenant.guid, scope))).collect()
    }

    /// At most `limit` of the scope's tenants after `after`, in the order of their GUIDs, whose GUID begins with the
    /// search text or one of whose services or companies has it in its name. The text is in lower case.
    #[must_use]
    pub fn directory(&self, scope: &Scope, after: Option<Guid>, search: &str, limit: usize) -> Vec<TenantEntry> {
        let mut services: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (id, card) in self.dictionary.service_cards() {
            services.entry(card.group).or_default().push(u32::try_from(id).expect("ids have 32 bits"));
        }
        let mut entries = Vec::new();
        for position in 0..self.tenants.len() {
            let tenant = self.tenants.at(position);
            if after.is_some_and(|after| tenant.guid <= after) || !self.is_shown(tenant, scope) {
                continue;
            }
            let seen = tenant.groups.iter().filter(|group| scope.admits_channel(self.groups[**group as usize].channel));
            let ids = seen.filter_map(|group| services.get(group)).flatten();
            let selection = Selection { scope, tenant: Some(tenant.guid), filter: StatusFilter::All };
            let entry = TenantEntry {
                tenant: tenant.guid,
                totals: self.totals(&selection),
                touched: self.touched_of(tenant.guid, scope),
                services: self.services_of(ids.copied()),
            };
            if entry.is_found_by(search) {
                entries.push(entry);
            }
            if entries.len() == limit {
                break;
            }
        }
        entries
    }

    fn services_of(&self, ids: impl Iterator<Item = u32>) -> Vec<ServiceEntry> {
        let mut services = BTreeMap::new();
        for card in ids.filter_map(|id| self.dictionary.service_card(id)) {
            let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
            // The facts seen last are the newest.
            services.insert(
                card.guid,
                ServiceEntry {
                    guid: card.guid,
                    name: text(&card.name),
                    company: text(&card.company),
                    channel: card.channel,
                    connection: text(&card.connection),
                },
            );
        }
        services.into_values().collect()
    }
}

impl TenantEntry {
    fn is_found_by(&self, search: &str) -> bool {
        let has = |name: &Option<String>| name.as_ref().is_some_and(|name| name.to_lowercase().contains(search));
        search.is_empty()
            || self.tenant.to_string().starts_with(search)
            || self.services.iter().any(|service| {
                has(&service.name)
                    || has(&service.company)
                    || service.guid.is_some_and(|guid| guid.to_string().starts_with(search))
            })
    }
}
