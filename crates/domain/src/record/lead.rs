//! Leads: customers that asked for the operator at Microsoft.

use crate::{ChannelId, Guid, Ticks};
use serde::{Deserialize, Serialize};

/// A lead, with the customer's consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Its id.
    pub id: Guid,
    /// The customer's Azure tenant.
    pub tenant_id: Guid,
    /// The service that was made from it.
    pub service: Option<Guid>,
    /// The channel that looks after it.
    pub channel: Option<ChannelId>,
    /// Whether it was made here, without the customer's consent at Microsoft.
    pub is_direct: bool,
    /// Microsoft's word: `Active`, `Suspended`, `Removed`.
    pub status: String,
    /// Where the tenant comes from, such as `Office365`.
    pub tenant_origin: Option<String>,
    /// The operator's id at Microsoft.
    pub operator_id: Option<Guid>,
    /// When consent was given.
    pub consented_on: Option<Ticks>,
    /// When Microsoft last changed it.
    pub last_modified_on: Option<Ticks>,
    /// The countries that the consent covers, alpha-2.
    pub consented_countries: Vec<String>,
    /// Whom to talk to.
    pub contact_details: Option<Contact>,
    /// Others.
    pub contacts: Vec<Contact>,
    /// What was noted.
    pub comments: Option<String>,
}

/// Somebody to talk to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    /// The person's name.
    pub full_name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number, as given.
    pub phone_number: Option<String>,
    /// The company.
    pub company_name: Option<String>,
    /// Its size, such as `L250_U999`.
    pub company_size: Option<String>,
}

impl Lead {
    /// The status of a lead that can be served.
    pub const ACTIVE: &str = "Active";
}
