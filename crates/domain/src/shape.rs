//! What numbers share. Facts are kept *as seen*: records that disagree about a job or a service simply have other
//! facts, so what is imported comes back equal.

use crate::{Guid, JsonText, Ticks};

/// A channel (reseller) of a service; 0 is "none".
pub type ChannelId = i64;

/// The facts of an upload job.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct JobFacts {
    /// `uploadToAccountJobId`: our upload job.
    pub upload_to_account_job_id: Option<i64>,
    /// `whenCreated`: when the row was made.
    pub when_created: Ticks,
    /// `tnUploadJobId`: the upload job at Microsoft.
    pub tn_upload_job_id: Option<Guid>,
}

/// The facts of a customer's service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServiceFacts {
    /// `tenantId`: the customer's Azure tenant.
    pub tenant_id: Guid,
    /// `umpCustomerGuid`: the service; one tenant may have several.
    pub ump_customer_guid: Option<Guid>,
    /// `umpCustomerFullName`.
    pub ump_customer_full_name: Option<String>,
    /// `msCompanyName`.
    pub ms_company_name: Option<String>,
    /// `ovocChannelId`.
    pub ovoc_channel_id: ChannelId,
    /// `consentedOn`: when the operator's consent was given.
    pub consented_on: Option<Ticks>,
    /// `tenantCallingProfileId`: services with IP-group SIP connections only.
    pub tenant_calling_profile_id: Option<i64>,
    /// `ocSipConnectionName`, likewise.
    pub oc_sip_connection_name: Option<String>,
    /// `ocSipConnectionDescription`, likewise.
    pub oc_sip_connection_description: Option<String>,
}

/// The SBC texts of a service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SbcFacts {
    /// `sbcList`: a list of `{"sbcName","sbcId"}`.
    pub sbc_list: Option<JsonText>,
    /// `sbcListJson`: any list, kept as stored.
    pub sbc_list_json: Option<JsonText>,
    /// `sbcListArray`: a list of `fqdn [ip]` texts.
    pub sbc_list_array: Option<JsonText>,
}

/// What was ordered for a number and what Microsoft offers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Offer {
    /// `source`: `webapi`, `webui`, `ocsync`; other words are kept.
    pub source: String,
    /// `callingProfileId`.
    pub calling_profile_id: Option<Guid>,
    /// `isoCountryCode`.
    pub iso_country_code: Option<String>,
    /// `acquiredCapabilities`: a list of texts, order as received.
    pub acquired_capabilities: Option<JsonText>,
    /// `availableCapabilities`, likewise; null while pending.
    pub available_capabilities: Option<JsonText>,
}

/// The distinct tuple of all that numbers share, as ids of interned facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Id of its [`JobFacts`].
    pub job: u32,
    /// Id of its [`ServiceFacts`].
    pub service: u32,
    /// Id of its [`SbcFacts`].
    pub sbc: u32,
    /// Id of its [`Offer`].
    pub offer: u32,
}

/// Where a number is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Place {
    /// `locationId`.
    pub location_id: Option<String>,
    /// `civicAddressId`.
    pub civic_address_id: Option<String>,
}
