//! Customers' directories: what a customer consented to, and its addresses.

use numberline_domain::{Guid, Ticks};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A customer's directory.
#[derive(Debug, Default)]
pub(crate) struct Tenant {
    /// Whether it lets the operator's application read its number assignments.
    pub(crate) trusts_us: bool,
    pub(crate) consent: Option<Consent>,
    pub(crate) addresses: Vec<Address>,
}

/// A customer's consent to the operator: a request for information.
#[derive(Debug)]
pub(crate) struct Consent {
    pub(crate) id: Guid,
    pub(crate) status: ConsentStatus,
    pub(crate) consented_on: Ticks,
    pub(crate) modified_on: Ticks,
    pub(crate) countries: Vec<String>,
    pub(crate) company: String,
    /// What the operator wrote last.
    pub(crate) relationship: Map<String, Value>,
}

/// Where a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConsentStatus {
    /// Given.
    Active,
    /// Taken back for now.
    Suspended,
    /// Taken back.
    Removed,
}

impl ConsentStatus {
    /// The contract's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Removed => "removed",
        }
    }
}

impl Consent {
    /// It as the gateway shows it.
    pub(crate) fn to_json(&self, tenant: Guid, operator: Guid, account: Option<&str>) -> Value {
        let host = self.company.to_ascii_lowercase().replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
        let mut consent = json!({
            "id": self.id.to_string(),
            "tenantId": tenant.to_string(),
            "productContext": "teams",
            "operatorId": operator.to_string(),
            "status": self.status.as_str(),
            "consentedOn": self.consented_on.to_string(),
            "lastModifiedOn": self.modified_on.to_string(),
            "consentedCountries": self.countries,
            "contacts": [{
                "fullName": format!("{} Telephony", self.company),
                "email": format!("telephony@{host}.example"),
                "companyName": self.company,
            }],
            "serviceProvisioningStatus": "synced",
            "serviceProvisioningErrors": [],
        });
        if let Some(account) = account {
            consent["accountName"] = account.into();
        }
        if !self.relationship.is_empty() {
            consent["customerRelationship"] = self.relationship.clone().into();
        }
        consent
    }
}

/// An emergency address that a customer keeps, with one place in it.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) id: Guid,
    pub(crate) location: Guid,
    pub(crate) written: NewAddress,
}

/// An address, as its customer writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAddress {
    /// The number of the house.
    #[serde(default = "NewAddress::house")]
    pub house_number: String,
    /// The street.
    pub street_name: String,
    /// The town.
    pub city_or_town: String,
    /// The postal code.
    #[serde(default)]
    pub postal_or_zip_code: String,
    /// The country, in ISO 3166-1 alpha-2.
    pub country: String,
}

impl NewAddress {
    fn house() -> String {
        "1".to_owned()
    }
}

impl Address {
    /// It as the gateway shows it.
    pub(crate) fn to_json(&self, tenant: Guid, company: &str) -> Value {
        let NewAddress { house_number, street_name, city_or_town, postal_or_zip_code, country } = &self.written;
        json!({
            "id": self.id.to_string(),
            "defaultLocationId": self.location.to_string(),
            "companyName": company,
            "houseNumber": house_number,
            "streetName": street_name,
            "cityOrTown": city_or_town,
            "postalOrZipCode": postal_or_zip_code,
            "country": country,
            "validationStatus": "validated",
            "tenantId": tenant.to_string(),
            "locations": [{
                "id": self.location.to_string(),
                "civicAddressId": self.id.to_string(),
                "description": "Whole building",
                "isDefault": true,
            }],
        })
    }

    /// Whether a number may name this address and place.
    pub(crate) fn is_named(&self, civic_address: &str, location: Option<&str>) -> bool {
        Guid::parse(civic_address) == Ok(self.id)
            && location.is_none_or(|location| Guid::parse(location) == Ok(self.location))
    }
}
