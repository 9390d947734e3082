//! Emergency addresses, which the customer keeps and the operator reads.

use serde::Deserialize;

/// A civic address. Members are named as the gateway names them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are what they are called")]
pub struct CivicAddress {
    pub id: String,
    pub default_location_id: String,
    pub country: Option<String>,
    pub house_number: Option<String>,
    pub house_number_suffix: Option<String>,
    pub pre_directional: Option<String>,
    pub street_name: Option<String>,
    pub street_suffix: Option<String>,
    pub post_directional: Option<String>,
    pub state_or_province: Option<String>,
    pub county_or_district: Option<String>,
    pub city_or_town: Option<String>,
    pub city_or_town_alias: Option<String>,
    pub postal_or_zip_code: Option<String>,
    pub description: Option<String>,
    pub company_name: Option<String>,
    pub company_id: Option<String>,
    pub validation_status: Option<String>,
    pub tenant_id: Option<String>,
    pub partner_id: Option<String>,
    pub latitude: Option<String>,
    pub longitude: Option<String>,
    /// The places within it; none when absent.
    pub locations: Option<Vec<Location>>,
}

/// A place within a civic address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are what they are called")]
pub struct Location {
    pub id: String,
    pub civic_address_id: String,
    pub description: Option<String>,
    pub additional_info: Option<String>,
    pub is_default: Option<bool>,
    /// Emergency location identification number.
    pub elin: Option<String>,
}
