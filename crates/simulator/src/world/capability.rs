//! Capability plans: what a number gets, and what may be asked for it.

use serde_json::{Value, json};

/// What numbers of one usage can do.
#[derive(Debug)]
pub(crate) struct Plan {
    name: &'static str,
    pub(crate) usage: &'static str,
    mandatory: &'static [&'static str],
    choosable: &'static [&'static str],
    supports_toll_free: bool,
    /// The same usage in the words of Graph.
    pub(crate) graph: &'static str,
}

/// The plans that every account may use.
pub(crate) const PLANS: [Plan; 3] = [
    Plan {
        name: "Users",
        usage: "CallingUserAssignment",
        mandatory: &["UserAssignment"],
        choosable: &["InboundCalling", "OutboundCalling", "Mobile"],
        supports_toll_free: false,
        graph: "userAssignment",
    },
    Plan {
        name: "Applications",
        usage: "FirstPartyAppAssignment",
        mandatory: &["FirstPartyAppAssignment"],
        choosable: &["InboundCalling", "OutboundCalling"],
        supports_toll_free: true,
        graph: "voiceApplicationAssignment",
    },
    Plan {
        name: "Conferences",
        usage: "ConferenceAssignment",
        mandatory: &["ConferenceAssignment"],
        choosable: &["InboundCalling", "OutboundCalling"],
        supports_toll_free: true,
        graph: "conferenceAssignment",
    },
];

/// What a number has, and what it could have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Capabilities {
    /// What it has.
    pub acquired: Vec<String>,
    /// What it could have.
    pub available: Vec<String>,
}

/// The plan of a usage.
pub(crate) fn plan(usage: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| plan.usage == usage)
}

impl Plan {
    /// Whether this may be asked for.
    pub(crate) fn offers(&self, capability: &str) -> bool {
        self.choosable.contains(&capability)
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "usage": self.usage,
            "offerTypes": ["OperatorConnect"],
            "mandatoryCapabilities": self.mandatory,
            "choosableCapabilities": self.choosable,
            "supportsTollFree": self.supports_toll_free,
        })
    }
}

/// What a number gets by its sync: what its plans give, and what was chosen.
pub(crate) fn acquired(usages: &[&str], chosen: &[&str], is_toll_free: bool) -> Capabilities {
    let plans = usages.iter().filter_map(|usage| plan(usage));
    let mut acquired = vec![if is_toll_free { "TollFree" } else { "Geographic" }];
    acquired.extend(plans.clone().flat_map(|plan| plan.mandatory));
    acquired.extend(chosen);
    acquired.sort_unstable();
    acquired.dedup();
    let mut available = acquired.clone();
    for capability in plans.flat_map(|plan| plan.choosable).chain(&["SharedCalling"]) {
        if !available.contains(capability) {
            available.push(capability);
        }
    }
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    Capabilities { acquired: owned(acquired), available: owned(available) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_what_its_plans_give_and_what_was_chosen() {
        let got = acquired(&["CallingUserAssignment"], &["OutboundCalling", "InboundCalling"], false);
        assert_eq!(got.acquired, ["Geographic", "InboundCalling", "OutboundCalling", "UserAssignment"]);
        assert_eq!(got.available[4..], ["Mobile", "SharedCalling"]);
        assert_eq!(acquired(&["ConferenceAssignment"], &[], true).acquired, ["ConferenceAssignment", "TollFree"]);
    }
}
