//! Services in the vendor's shapes.

use super::text;
use numberline_domain::{CustomerService, SiteLocation};
use serde::Serialize;

/// A service in brief, in the vendor's shape.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CustomerBrief {
    /// The service.
    #[schema(format = "uuid")]
    ump_customer_guid: String,
    /// Its short name.
    #[schema(required)]
    customer_short_name: Option<String>,
    /// Its full name.
    #[schema(required)]
    customer_full_name: Option<String>,
    /// The license, by the vendor's number.
    #[schema(required)]
    license_type: Option<i64>,
    /// Users that it is licensed for.
    #[schema(required)]
    licensed_users_count: Option<i64>,
    /// The customer's Azure tenant.
    #[schema(required, format = "uuid")]
    ms_tenant_id: Option<String>,
    /// Not counted here.
    #[schema(required)]
    active_user_count: Option<i64>,
    /// Not counted here.
    #[schema(required)]
    live_hub_active_users_count: Option<i64>,
    /// Not counted here.
    #[schema(required)]
    live_hub_simple_users_count: Option<i64>,
    /// Its SIP connections, when all details are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    site_location: Option<Vec<Site>>,
}

/// A service, in the vendor's shape.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CustomerDetails {
    #[serde(flatten)]
    brief: CustomerBrief,
    /// The customer's default domain at Microsoft.
    #[schema(required)]
    ms_default_domain: Option<String>,
    /// Not kept here.
    #[schema(required)]
    application_client_id: Option<String>,
    /// Not kept here.
    #[schema(required)]
    application_client_secret: Option<String>,
    /// Not kept here.
    #[schema(required)]
    client_secret_expiration_date: Option<String>,
}

/// A SIP connection of a service.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SiteLocation)]
pub(super) struct Site {
    /// Its id; null where the service was only seen on numbers.
    #[schema(required, format = "uuid")]
    id: Option<String>,
    /// Its name.
    #[schema(required)]
    name: Option<String>,
    /// The SBC that it goes through.
    sbc_id: i64,
    /// Whether the SBC has it, such as `Deployed`.
    #[schema(required)]
    sbc_deployment_state: Option<String>,
    /// Its kind, such as `SipTrunk` or `Byoc`.
    #[schema(required)]
    sbc_configuration_type: Option<String>,
}

pub(super) fn sites(service: &CustomerService) -> Vec<Site> {
    let site = |site: &SiteLocation| Site {
        id: site.id.map(text),
        name: site.name.clone(),
        sbc_id: site.sbc,
        sbc_deployment_state: site.deployment_state.clone(),
        sbc_configuration_type: site.configuration_type.clone(),
    };
    service.sites.iter().map(site).collect()
}

impl CustomerBrief {
    /// A service in brief, or with its SIP connections.
    #[must_use]
    pub fn of(service: &CustomerService, all_details: bool) -> Self {
        Self {
            ump_customer_guid: text(service.guid),
            customer_short_name: service.short_name.clone(),
            customer_full_name: service.full_name.clone(),
            license_type: service.license_type,
            licensed_users_count: service.licensed_users,
            ms_tenant_id: Some(text(service.tenant_id)),
            active_user_count: None,
            live_hub_active_users_count: None,
            live_hub_simple_users_count: None,
            site_location: all_details.then(|| sites(service)),
        }
    }
}

impl CustomerDetails {
    /// A service with all that is known of it.
    #[must_use]
    pub fn of(service: &CustomerService) -> Self {
        Self {
            brief: CustomerBrief::of(service, true),
            ms_default_domain: service.default_domain.clone(),
            application_client_id: None,
            application_client_secret: None,
            client_secret_expiration_date: None,
        }
    }
}
