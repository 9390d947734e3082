//! Calling profiles at Microsoft.

use super::{Sbc, SbcId};
use crate::Guid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A calling profile. A number has exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallingProfile {
    /// `callingProfileId`.
    pub id: Guid,
    /// Its name; uploads name it so.
    pub name: String,
    /// The environment, such as `Production`.
    pub environment: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The carrier.
    pub carrier: Option<String>,
    /// What numbers under it can be used for.
    pub offer_types: Vec<OfferType>,
    /// The emergency numbers that it takes.
    pub emergency_dial_strings: Vec<String>,
    /// Whether it is for emergency calls.
    pub is_emergency_profile: bool,
    /// The profile for emergency calls that goes with it.
    pub emergency_profile_id: Option<Guid>,
    /// Its trunks.
    pub trunks: Vec<Trunk>,
    /// SBCs beside those that match its trunks.
    pub additional_sbcs: Vec<SbcId>,
    /// For each offer type, what Microsoft says of its validity.
    pub validation: Option<BTreeMap<String, String>>,
}

/// What numbers can be used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferType {
    /// `Calling` or `AudioConferencing`.
    pub offer_type_name: String,
    /// Numbers to try it with.
    pub test_numbers: Vec<String>,
}

/// A trunk of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trunk {
    /// Its name in the domain name system.
    pub trunk_fqdn: String,
    /// Its id at Microsoft.
    pub trunk_id: Guid,
}

impl Trunk {
    /// Whether an SBC is what stands behind the trunk: it has the same FQDN.
    #[must_use]
    pub fn matches(&self, sbc: &Sbc) -> bool {
        sbc.fqdn.as_ref().is_some_and(|fqdn| fqdn.eq_ignore_ascii_case(&self.trunk_fqdn))
    }
}
