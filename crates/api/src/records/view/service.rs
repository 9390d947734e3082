//! Services in our shape.

use super::customer::{Site, sites};
use super::text;
use numberline_domain::CustomerService;
use serde::Serialize;

/// A service, in our shape: what its numbers show, under the names that they have there.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The service.
    #[schema(format = "uuid")]
    ump_customer_guid: String,
    /// The customer's Azure tenant.
    #[schema(format = "uuid")]
    ms_tenant_id: String,
    /// Its short name.
    #[schema(required)]
    customer_short_name: Option<String>,
    /// Its full name: `umpCustomerFullName` of its numbers.
    #[schema(required)]
    customer_full_name: Option<String>,
    /// The company's name at Microsoft.
    #[schema(required)]
    ms_company_name: Option<String>,
    /// The customer's default domain at Microsoft.
    #[schema(required)]
    ms_default_domain: Option<String>,
    /// The license, by the vendor's number.
    #[schema(required)]
    license_type: Option<i64>,
    /// Users that it is licensed for.
    #[schema(required)]
    licensed_users_count: Option<i64>,
    /// The channel; 0 is none.
    ovoc_channel_id: i64,
    /// When the operator's consent was given.
    #[schema(required, format = DateTime)]
    consented_on: Option<String>,
    /// Services with IP-group SIP connections only.
    #[schema(required)]
    tenant_calling_profile_id: Option<i64>,
    /// Services with IP-group SIP connections only.
    #[schema(required)]
    oc_sip_connection_name: Option<String>,
    /// Services with IP-group SIP connections only.
    #[schema(required)]
    oc_sip_connection_description: Option<String>,
    /// Its SIP connections. Their SBCs, each once, are the `sbcList` of its numbers.
    site_location: Vec<Site>,
}

impl Service {
    /// A service.
    #[must_use]
    pub fn of(service: &CustomerService) -> Self {
        Self {
            ump_customer_guid: text(service.guid),
            ms_tenant_id: text(service.tenant_id),
            customer_short_name: service.short_name.clone(),
            customer_full_name: service.full_name.clone(),
            ms_company_name: service.company_name.clone(),
            ms_default_domain: service.default_domain.clone(),
            license_type: service.license_type,
            licensed_users_count: service.licensed_users,
            ovoc_channel_id: service.channel,
            consented_on: service.consented_on.map(|time| time.to_string()),
            tenant_calling_profile_id: service.tenant_calling_profile_id,
            oc_sip_connection_name: service.sip_connection_name.clone(),
            oc_sip_connection_description: service.sip_connection_description.clone(),
            site_location: sites(service),
        }
    }
}
