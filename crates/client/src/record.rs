//! A number, as the API gives it.

use crate::wire;
use numberline_domain::{Guid, PhoneNumber, Status, Ticks};
use serde::Deserialize;
use serde_json::Value;

/// A number with all that is known of it: the fields of the V3 record, in its order. `None` is JSON's null.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberRecord {
    /// The upload entry the number came in by.
    pub upload_telephone_number_entry_id: Option<i64>,
    /// `webapi` (REST), `webui` (portal) or `ocsync` (found upstream); others may come.
    pub source: String,
    /// SBCs attached to the service.
    pub sbc_list: Option<Vec<Sbc>>,
    /// For services with IP-group SIP connections only.
    pub tenant_calling_profile_id: Option<i64>,
    /// For services with IP-group SIP connections only.
    pub oc_sip_connection_name: Option<String>,
    /// For services with IP-group SIP connections only.
    pub oc_sip_connection_description: Option<String>,
    /// The customer service; one tenant may have several.
    #[serde(deserialize_with = "wire::nullable_guid")]
    pub ump_customer_guid: Option<Guid>,
    /// A list kept as stored.
    pub sbc_list_json: Option<Value>,
    /// Channel (reseller) of the service, 0 for none.
    pub ovoc_channel_id: i64,
    /// When the operator's consent was given.
    #[serde(deserialize_with = "wire::nullable_ticks")]
    pub consented_on: Option<Ticks>,
    /// The service's full name.
    pub ump_customer_full_name: Option<String>,
    /// The company's name at Microsoft.
    pub ms_company_name: Option<String>,
    /// `fqdn [ip]` of each SBC.
    pub sbc_list_array: Option<Vec<String>>,
    /// The number's row id.
    pub id: i64,
    /// Our upload job.
    pub upload_to_account_job_id: Option<i64>,
    /// When the row was made; may be later than `acquired_on`.
    #[serde(deserialize_with = "wire::ticks")]
    pub when_created: Ticks,
    /// Where the number stands in its life.
    #[serde(deserialize_with = "wire::status")]
    pub acquired_number_status: Status,
    /// The number, in E.164 form.
    #[serde(deserialize_with = "wire::phone")]
    pub telephone_number: PhoneNumber,
    /// The calling profile at Microsoft.
    #[serde(deserialize_with = "wire::nullable_guid")]
    pub calling_profile_id: Option<Guid>,
    /// What the number may be used for; while pending, what was asked for.
    pub acquired_capabilities: Option<Vec<String>>,
    /// What Microsoft offers for it; `None` while pending.
    pub available_capabilities: Option<Vec<String>>,
    /// When the tenant acquired it; `None` while pending.
    #[serde(deserialize_with = "wire::nullable_ticks")]
    pub acquired_on: Option<Ticks>,
    /// ISO 3166-1 alpha-2.
    pub iso_country_code: Option<String>,
    /// The upload job at Microsoft.
    #[serde(deserialize_with = "wire::nullable_guid")]
    pub tn_upload_job_id: Option<Guid>,
    /// Where the number is used.
    pub location_id: Option<String>,
    /// The civic address of that place.
    pub civic_address_id: Option<String>,
    /// `Unassigned`, `UserAssigned`, `ConferenceAssigned`, `VoiceApp`, `ThirdPartyAppAssigned`; others may come.
    pub assignment_status: Option<String>,
    /// The customer's Azure tenant.
    #[serde(deserialize_with = "wire::guid")]
    pub tenant_id: Guid,
    /// The last successful assignment check.
    #[serde(deserialize_with = "wire::nullable_ticks")]
    pub aslcht: Option<Ticks>,
    /// The last change of the assignment status.
    #[serde(deserialize_with = "wire::nullable_ticks")]
    pub aslsct: Option<Ticks>,
    /// The code of the last check; `None` if there was none.
    pub aslv_code: Option<i64>,
    /// .NET ticks that name the check sweep.
    pub asticks: Option<i64>,
}

/// A number as V2 shows it: without what V3 tells of its service. `None` is JSON's null.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberRecordV2 {
    /// The upload entry the number came in by.
    pub upload_telephone_number_entry_id: Option<i64>,
    /// `webapi` (REST), `webui` (portal) or `ocsync` (found upstream); others may come.
    pub source: String,
    /// SBCs attached to the service.
    pub sbc_list: Option<Vec<Sbc>>,
    /// The number's row id.
    pub id: i64,
    /// Our upload job.
    pub upload_to_account_job_id: Option<i64>,
    /// When the row was made; may be later than `acquired_on`.
    #[serde(deserialize_with = "wire::ticks")]
    pub when_created: Ticks,
    /// Where the number stands in its life.
    #[serde(deserialize_with = "wire::status")]
    pub acquired_number_status: Status,
    /// The number, in E.164 form.
    #[serde(deserialize_with = "wire::phone")]
    pub telephone_number: PhoneNumber,
    /// The calling profile at Microsoft.
    #[serde(deserialize_with = "wire::nullable_guid")]
    pub calling_profile_id: Option<Guid>,
    /// What the number may be used for; while pending, what was asked for.
    pub acquired_capabilities: Option<Vec<String>>,
    /// What Microsoft offers for it; `None` while pending.
    pub available_capabilities: Option<Vec<String>>,
    /// When the tenant acquired it; `None` while pending.
    #[serde(deserialize_with = "wire::nullable_ticks")]
    pub acquired_on: Option<Ticks>,
    /// ISO 3166-1 alpha-2.
    pub iso_country_code: Option<String>,
    /// The upload job at Microsoft.
    #[serde(deserialize_with = "wire::nullable_guid")]
    pub tn_upload_job_id: Option<Guid>,
    /// Where the number is used.
    pub location_id: Option<String>,
    /// The civic address of that place.
    pub civic_address_id: Option<String>,
    /// `Unassigned`, `UserAssigned`, `ConferenceAssigned`, `VoiceApp`, `ThirdPartyAppAssigned`; others may come.
    pub assignment_status: Option<String>,
    /// The customer's Azure tenant.
    #[serde(deserialize_with = "wire::guid")]
    pub tenant_id: Guid,
    /// The last successful assignment check.
    #[serde(deserialize_with = "wire::nullable_ticks")]
    pub aslcht: Option<Ticks>,
    /// The last change of the assignment status.
    #[serde(deserialize_with = "wire::nullable_ticks")]
    pub aslsct: Option<Ticks>,
    /// The code of the last check; `None` if there was none.
    pub aslv_code: Option<i64>,
    /// .NET ticks that name the check sweep.
    pub asticks: Option<i64>,
}

/// An SBC attached to a service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sbc {
    /// Its name.
    pub sbc_name: Option<String>,
    /// Its id.
    pub sbc_id: Option<i64>,
}
