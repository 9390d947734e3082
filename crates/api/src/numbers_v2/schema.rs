//! The published shape of a number as V2 shows it. The inventory renders the bytes; a test holds them against this.

use crate::numbers::AttachedSbc;
use utoipa::ToSchema;

/// A tenant's numbers.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used; the inventory renders the list")]
pub(crate) struct NumberList(Vec<NumberRecordV2>);

/// A telephone number as V2 shows it: without what V3 tells of its service. Every field is always present.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used; the inventory renders records")]
pub(crate) struct NumberRecordV2 {
    /// The upload entry that the number came in by.
    #[schema(required)]
    upload_telephone_number_entry_id: Option<i64>,
    /// `webapi` (REST), `webui` (portal) or `ocsync` (found upstream, not uploaded here).
    source: String,
    /// SBCs attached to the service.
    #[schema(required)]
    sbc_list: Option<Vec<AttachedSbc>>,
    /// The number's row id.
    id: i64,
    /// Our upload job.
    #[schema(required)]
    upload_to_account_job_id: Option<i64>,
    /// When the row was made; may be later than `acquiredOn`.
    #[schema(format = DateTime)]
    when_created: String,
    /// 0 Active, 1 Release Requested, 2 Marked For Removal, 3 Ready For Removal, 4 Pending First Sync.
    #[schema(minimum = 0, maximum = 4)]
    acquired_number_status: i64,
    /// In E.164 form, with `+`.
    #[schema(pattern = r"^\+[1-9][0-9]{2,14}$")]
    telephone_number: String,
    /// The calling profile at Microsoft.
    #[schema(required, format = "uuid")]
    calling_profile_id: Option<String>,
    /// Capabilities; while pending: what was asked for.
    #[schema(required)]
    acquired_capabilities: Option<Vec<String>>,
    /// Capabilities that can be had; null while pending.
    #[schema(required)]
    available_capabilities: Option<Vec<String>>,
    /// When the tenant acquired it; null while pending.
    #[schema(required, format = DateTime)]
    acquired_on: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[schema(required)]
    iso_country_code: Option<String>,
    /// The upload job at Microsoft.
    #[schema(required, format = "uuid")]
    tn_upload_job_id: Option<String>,
    /// Where the number is used.
    #[schema(required)]
    location_id: Option<String>,
    /// Its civic address.
    #[schema(required)]
    civic_address_id: Option<String>,
    /// `Unassigned`, `UserAssigned`, `ConferenceAssigned`, `VoiceApp`, `ThirdPartyAppAssigned`; other words are kept.
    #[schema(required)]
    assignment_status: Option<String>,
    /// The customer's Azure tenant.
    #[schema(format = "uuid")]
    tenant_id: String,
    /// The last successful assignment check.
    #[schema(required, format = DateTime)]
    aslcht: Option<String>,
    /// The last change of the assignment status; null if unknown.
    #[schema(required, format = DateTime)]
    aslsct: Option<String>,
    /// The code of the last check; null if there was none.
    #[schema(required)]
    aslv_code: Option<i64>,
    /// .NET ticks that name the check sweep. Exceeds 2^53: read it as a 64-bit integer.
    #[schema(required)]
    asticks: Option<i64>,
}
