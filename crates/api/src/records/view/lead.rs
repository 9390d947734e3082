//! Leads.

use super::text;
use numberline_domain as domain;
use numberline_service::lead::Addressed;
use serde::Serialize;
use serde_json::Value;

/// A lead, in the vendor's shape.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Lead {
    /// The civic addresses of its tenant, with their locations, as Microsoft has them.
    #[schema(value_type = Vec<Object>)]
    civic_addresses: Value,
    /// What was noted.
    #[schema(required)]
    comments: Option<String>,
    /// The service that was made from it.
    #[schema(required, format = "uuid")]
    ump_customer_guid: Option<String>,
    /// Whether its status is another one than `Active`.
    is_not_active: bool,
    /// The channel that looks after it; null is none.
    #[schema(required)]
    channel_id: Option<i64>,
    /// The same again.
    #[schema(required)]
    ovoc_channel_id: Option<i64>,
    /// Whether it was made here, without consent at Microsoft.
    is_direct_lead: bool,
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// The customer's Azure tenant.
    #[schema(format = "uuid")]
    tenant_id: String,
    /// Where the tenant comes from, such as `Office365`.
    #[schema(required)]
    tenant_origin: Option<String>,
    /// The operator at Microsoft.
    #[schema(required, format = "uuid")]
    operator_id: Option<String>,
    /// Microsoft's word, such as `Active` or `Removed`.
    status: String,
    /// When consent was given.
    #[schema(required, format = DateTime)]
    consented_on: Option<String>,
    /// When Microsoft last changed it.
    #[schema(required, format = DateTime)]
    last_modified_on: Option<String>,
    /// The countries that the consent covers, ISO 3166-1 alpha-2.
    consented_countries: Vec<String>,
    /// Whom to talk to.
    #[schema(value_type = Option<Object>, required)]
    contact_details: Value,
    /// Others.
    #[schema(value_type = Vec<Object>)]
    contacts: Value,
}

impl Lead {
    /// A lead.
    #[must_use]
    pub fn of(addressed: Addressed) -> Self {
        let Addressed { lead, addresses } = addressed;
        let json = |value: serde_json::Result<Value>| value.expect("texts are always JSON");
        // The vendor writes the times of leads with `Z`.
        let time = |ticks: domain::Ticks| ticks.to_string().replace("+00:00", "Z");
        Self {
            civic_addresses: json(serde_json::to_value(addresses)),
            comments: lead.comments,
            ump_customer_guid: lead.service.map(text),
            is_not_active: lead.status != domain::Lead::ACTIVE,
            channel_id: lead.channel,
            ovoc_channel_id: lead.channel,
            is_direct_lead: lead.is_direct,
            id: text(lead.id),
            tenant_id: text(lead.tenant_id),
            tenant_origin: lead.tenant_origin,
            operator_id: lead.operator_id.map(text),
            status: lead.status,
            consented_on: lead.consented_on.map(time),
            last_modified_on: lead.last_modified_on.map(time),
            consented_countries: lead.consented_countries,
            contact_details: json(serde_json::to_value(lead.contact_details)),
            contacts: json(serde_json::to_value(lead.contacts)),
        }
    }
}
