//! Consents: what the gateway calls requests for information. A customer agrees to take numbers from the operator.

use crate::Provisioning;
use numberline_domain::{Guid, Ticks};

/// A customer's consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The customer's directory.
    pub tenant: Guid,
    /// Its id at the gateway.
    pub id: Option<String>,
    /// The account made for it.
    pub account: Option<String>,
    /// `teams`.
    pub product_context: Option<String>,
    /// The operator, as Microsoft names it.
    pub operator_id: Option<String>,
    /// `active`, `suspended` or `removed`; other words as received.
    pub status: Option<String>,
    /// When it was given.
    pub consented_on: Option<Ticks>,
    /// When it last changed.
    pub last_modified_on: Option<Ticks>,
    /// Codes of countries; not always ISO 3166.
    pub countries: Vec<String>,
    /// People to talk to.
    pub contacts: Vec<Contact>,
    /// What the operator said of the relationship, such as `ConsentAcknowledged`.
    pub relationship: Option<String>,
    /// How far the operator's last word has got.
    pub state: Provisioning,
}

/// A person to talk to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The person's name.
    pub full_name: String,
    /// Where to write to.
    pub email: String,
    /// Where to call.
    pub telephone_number: Option<String>,
    /// The company's name.
    pub company_name: Option<String>,
    /// A bracket such as `L1_U1`.
    pub company_size: Option<String>,
}

impl Consent {
    /// `msCompanyName`: the company of the first contact that names one.
    #[must_use]
    pub fn company_name(&self) -> Option<&str> {
        self.contacts.iter().find_map(|contact| contact.company_name.as_deref())
    }

    /// Whether the customer's consent stands.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status.as_deref() == Some("active")
    }
}
