//! Customers' services, and what an edit of one does to facts.

use super::{Label, SbcId};
use crate::{ChannelId, Guid, ServiceFacts, Ticks};

/// A customer's service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerService {
    /// `umpCustomerGuid`.
    pub guid: Guid,
    /// The customer's Azure tenant. A service never leaves it.
    pub tenant_id: Guid,
    /// Its short name.
    pub short_name: Option<String>,
    /// `umpCustomerFullName`.
    pub full_name: Option<String>,
    /// `msCompanyName`.
    pub company_name: Option<String>,
    /// The customer's default domain at Microsoft.
    pub default_domain: Option<String>,
    /// The license, by the vendor's number.
    pub license_type: Option<i64>,
    /// How many users it is licensed for.
    pub licensed_users: Option<i64>,
    /// `ovocChannelId`.
    pub channel: ChannelId,
    /// When the operator's consent was given.
    pub consented_on: Option<Ticks>,
    /// `tenantCallingProfileId`.
    pub tenant_calling_profile_id: Option<i64>,
    /// `ocSipConnectionName`.
    pub sip_connection_name: Option<String>,
    /// `ocSipConnectionDescription`.
    pub sip_connection_description: Option<String>,
    /// Its SIP connections, in order.
    pub sites: Vec<SiteLocation>,
}

/// A SIP connection of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLocation {
    /// Its id; `None` where the service was only seen.
    pub id: Option<Guid>,
    /// Its name.
    pub name: Option<String>,
    /// The SBC that it goes through.
    pub sbc: SbcId,
    /// Whether the SBC has it: the vendor's word.
    pub deployment_state: Option<String>,
    /// Its kind: the vendor's word.
    pub configuration_type: Option<String>,
}

/// What of a service gets another value: `None` leaves a member as it is, `Some(None)` empties it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceEdit {
    /// See [`CustomerService::short_name`] (and so on for the others).
    pub short_name: Option<Option<Label>>,
    /// Its full name.
    pub full_name: Option<Option<Label>>,
    /// The company's name.
    pub company_name: Option<Option<Label>>,
    /// The default domain.
    pub default_domain: Option<Option<Label>>,
    /// The license.
    pub license_type: Option<Option<i64>>,
    /// The licensed users.
    pub licensed_users: Option<Option<i64>>,
    /// The channel.
    pub channel: Option<ChannelId>,
    /// The consent.
    pub consented_on: Option<Option<Ticks>>,
    /// The tenant's calling profile.
    pub tenant_calling_profile_id: Option<Option<i64>>,
    /// The SIP connection's name.
    pub sip_connection_name: Option<Option<Label>>,
    /// The SIP connection's description.
    pub sip_connection_description: Option<Option<Label>>,
    /// All SIP connections.
    pub sites: Option<Vec<SiteLocation>>,
}

fn set<T: Clone>(member: &mut T, edit: Option<&T>) {
    if let Some(value) = edit {
        member.clone_from(value);
    }
}

fn set_text(member: &mut Option<String>, edit: Option<&Option<Label>>) {
    if let Some(value) = edit {
        *member = value.clone().map(String::from);
    }
}

impl CustomerService {
    /// A service of which nothing is known but whose it is.
    #[must_use]
    pub const fn bare(guid: Guid, tenant_id: Guid) -> Self {
        Self {
            guid,
            tenant_id,
            short_name: None,
            full_name: None,
            company_name: None,
            default_domain: None,
            license_type: None,
            licensed_users: None,
            channel: 0,
            consented_on: None,
            tenant_calling_profile_id: None,
            sip_connection_name: None,
            sip_connection_description: None,
            sites: Vec::new(),
        }
    }

    /// A service as a number's facts show it, without its SIP connections; `None` when they name none.
    #[must_use]
    pub fn seen(facts: &ServiceFacts) -> Option<Self> {
        Some(Self {
            full_name: facts.ump_customer_full_name.clone(),
            company_name: facts.ms_company_name.clone(),
            channel: facts.ovoc_channel_id,
            consented_on: facts.consented_on,
            tenant_calling_profile_id: facts.tenant_calling_profile_id,
            sip_connection_name: facts.oc_sip_connection_name.clone(),
            sip_connection_description: facts.oc_sip_connection_description.clone(),
            ..Self::bare(facts.ump_customer_guid?, facts.tenant_id)
        })
    }

    /// What its numbers share.
    #[must_use]
    pub fn facts(&self) -> ServiceFacts {
        ServiceFacts {
            tenant_id: self.tenant_id,
            ump_customer_guid: Some(self.guid),
            ump_customer_full_name: self.full_name.clone(),
            ms_company_name: self.company_name.clone(),
            ovoc_channel_id: self.channel,
            consented_on: self.consented_on,
            tenant_calling_profile_id: self.tenant_calling_profile_id,
            oc_sip_connection_name: self.sip_connection_name.clone(),
            oc_sip_connection_description: self.sip_connection_description.clone(),
        }
    }

    /// The SBCs of its SIP connections, each once, in order.
    #[must_use]
    pub fn sbcs(&self) -> Vec<SbcId> {
        let mut sbcs = Vec::new();
        for site in &self.sites {
            if !sbcs.contains(&site.sbc) {
                sbcs.push(site.sbc);
            }
        }
        sbcs
    }
}

impl ServiceEdit {
    /// The service after the edit.
    #[must_use]
    pub fn of_service(&self, service: &CustomerService) -> CustomerService {
        let mut service = service.clone();
        set_text(&mut service.short_name, self.short_name.as_ref());
        set_text(&mut service.full_name, self.full_name.as_ref());
        set_text(&mut service.company_name, self.company_name.as_ref());
        set_text(&mut service.default_domain, self.default_domain.as_ref());
        set(&mut service.license_type, self.license_type.as_ref());
        set(&mut service.licensed_users, self.licensed_users.as_ref());
        set(&mut service.channel, self.channel.as_ref());
        set(&mut service.consented_on, self.consented_on.as_ref());
        set(&mut service.tenant_calling_profile_id, self.tenant_calling_profile_id.as_ref());
        set_text(&mut service.sip_connection_name, self.sip_connection_name.as_ref());
        set_text(&mut service.sip_connection_description, self.sip_connection_description.as_ref());
        set(&mut service.sites, self.sites.as_ref());
        service
    }

    /// Facts after the edit.
    #[must_use]
    pub fn of_facts(&self, facts: &ServiceFacts) -> ServiceFacts {
        let mut facts = facts.clone();
        set_text(&mut facts.ump_customer_full_name, self.full_name.as_ref());
        set_text(&mut facts.ms_company_name, self.company_name.as_ref());
        set(&mut facts.ovoc_channel_id, self.channel.as_ref());
        set(&mut facts.consented_on, self.consented_on.as_ref());
        set(&mut facts.tenant_calling_profile_id, self.tenant_calling_profile_id.as_ref());
        set_text(&mut facts.oc_sip_connection_name, self.sip_connection_name.as_ref());
        set_text(&mut facts.oc_sip_connection_description, self.sip_connection_description.as_ref());
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_does_the_same_to_a_service_and_to_its_facts() {
        let service = CustomerService {
            full_name: Some("old".to_owned()),
            company_name: Some("company".to_owned()),
            ..CustomerService::bare(Guid::from_u128(1), Guid::from_u128(2))
        };
        let edit = ServiceEdit {
            full_name: Some(Label::parse("new").ok()),
            company_name: Some(None),
            channel: Some(7),
            ..ServiceEdit::default()
        };
        let after = edit.of_service(&service);
        assert_eq!((after.full_name.as_deref(), after.company_name.as_deref(), after.channel), (Some("new"), None, 7));
        assert_eq!(edit.of_facts(&service.facts()), after.facts());
        assert_eq!(edit.of_facts(&after.facts()), after.facts());
        assert_eq!(CustomerService::seen(&after.facts()), Some(after));
    }
}
