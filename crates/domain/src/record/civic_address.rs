//! Civic addresses with their locations, as Microsoft has them.

use crate::Guid;
use serde::{Deserialize, Serialize};

/// A civic address of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CivicAddress {
    /// Its id.
    pub id: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The house number.
    pub house_number: Option<String>,
    /// What follows it.
    pub house_number_suffix: Option<String>,
    /// What precedes the street's name, such as `North`.
    pub pre_directional: Option<String>,
    /// The street.
    pub street_name: Option<String>,
    /// Its kind, such as `Ave`.
    pub street_suffix: Option<String>,
    /// What follows the street's name, such as `NW`.
    pub post_directional: Option<String>,
    /// The state or province.
    pub state_or_province: Option<String>,
    /// The county or district.
    pub county_or_district: Option<String>,
    /// The city or town.
    pub city_or_town: Option<String>,
    /// Another name of it.
    pub city_or_town_alias: Option<String>,
    /// The postal code.
    pub postal_or_zip_code: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The company there.
    pub company_name: Option<String>,
    /// The company's tax number.
    pub company_id: Option<String>,
    /// The location that stands for the whole address.
    pub default_location_id: Option<String>,
    /// `notValidated` or `validated`.
    pub validation_status: Option<String>,
    /// The customer's Azure tenant.
    pub tenant_id: Guid,
    /// The operator that looks after it.
    pub partner_id: Option<String>,
    /// Places at the address.
    #[serde(default)]
    pub locations: Vec<Location>,
}

/// A place at a civic address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Its id.
    pub id: String,
    /// Its civic address.
    pub civic_address_id: String,
    /// What it is for.
    pub description: Option<String>,
    /// Such as a floor.
    pub additional_info: Option<String>,
    /// Whether it stands for the whole address.
    pub is_default: bool,
    /// The number that emergency services call back.
    pub elin: Option<String>,
}
