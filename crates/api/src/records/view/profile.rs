//! Calling profiles.

use super::Sbc;
use super::text;
use numberline_service::profile::Resolved;
use serde::Serialize;
use std::collections::BTreeMap;

/// A calling profile, in the vendor's shape.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CallingProfile)]
pub struct Profile {
    /// SBCs beside those that match its trunks.
    additional_sbc_list: Vec<Sbc>,
    /// Its id: `callingProfileId` of numbers.
    #[schema(format = "uuid")]
    calling_profile_id: String,
    /// Its name; uploads name it so.
    name: String,
    /// The environment. The vendor's spelling.
    #[schema(required)]
    enviroment: Option<String>,
    /// The region.
    #[schema(required)]
    region: Option<String>,
    /// The carrier.
    #[schema(required)]
    carrier: Option<String>,
    /// What numbers under it can be used for.
    offer_types: Vec<OfferType>,
    /// The emergency numbers that it takes.
    emergency_dial_strings: Vec<String>,
    /// Whether it is for emergency calls.
    is_emergency_profile: bool,
    /// The profile for emergency calls that goes with it.
    #[schema(required, format = "uuid")]
    emergency_profile_id: Option<String>,
    /// Its trunks.
    trunks_enrolled: Vec<Trunk>,
    /// For each offer type, what Microsoft says of its validity.
    #[schema(required)]
    validation: Option<BTreeMap<String, String>>,
}

/// What numbers can be used for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct OfferType {
    /// `Calling` or `AudioConferencing`.
    offer_type_name: String,
    /// Numbers to try it with.
    test_numbers: Vec<String>,
}

/// A trunk of a profile.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct Trunk {
    /// Its FQDN.
    trunk_fqdn: String,
    /// Its id at Microsoft.
    #[schema(format = "uuid")]
    trunk_id: String,
    /// The SBCs with its FQDN.
    matching_sbc_list: Vec<Sbc>,
}

impl Profile {
    /// A calling profile.
    #[must_use]
    pub fn of(resolved: Resolved) -> Self {
        let Resolved { profile, matching, additional } = resolved;
        let trunks = profile.trunks.into_iter().zip(matching).map(|(trunk, sbcs)| Trunk {
            trunk_fqdn: trunk.trunk_fqdn,
            trunk_id: text(trunk.trunk_id),
            matching_sbc_list: sbcs.iter().map(Sbc::of).collect(),
        });
        let offers = profile
            .offer_types
            .into_iter()
            .map(|offer| OfferType { offer_type_name: offer.offer_type_name, test_numbers: offer.test_numbers });
        Self {
            additional_sbc_list: additional.iter().map(Sbc::of).collect(),
            calling_profile_id: text(profile.id),
            name: profile.name,
            enviroment: profile.environment,
            region: profile.region,
            carrier: profile.carrier,
            offer_types: offers.collect(),
            emergency_dial_strings: profile.emergency_dial_strings,
            is_emergency_profile: profile.is_emergency_profile,
            emergency_profile_id: profile.emergency_profile_id.map(text),
            trunks_enrolled: trunks.collect(),
            validation: profile.validation,
        }
    }
}
