//! Numbers as the other side shows them, and what our own fields are made of.

use crate::{AccountName, CapabilityPlan, PageLink, Provisioning};
use numberline_domain::{PhoneNumber, Place};

/// A page of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPage {
    /// The rows, in the order received.
    pub numbers: Vec<UpstreamNumber>,
    /// Where the list goes on; `None` on the last page.
    pub next: Option<PageLink>,
    /// How many rows the whole list has, when told. Compare with the distinct rows of all pages.
    pub record_count: Option<u64>,
    /// Rows that are well-formed there but cannot be ours: numbers of two digits. They are in the record count.
    pub set_aside: u64,
}

/// A number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamNumber {
    /// The number.
    pub phone: PhoneNumber,
    /// Its account.
    pub account: AccountName,
    /// How far its last write has got.
    pub state: Provisioning,
    /// Its Operator Connect side; `None` for a number of other services only, which is not ours to keep.
    pub operator_connect: Option<OperatorConnect>,
}

/// The Operator Connect side of a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperatorConnect {
    /// Whether the service is switched on for the number.
    pub enabled: bool,
    /// `assigned` or `unassigned`, other words as received. A hint only: we may have written it ourselves.
    pub assignment: Option<String>,
    /// The main use.
    pub usage: Option<String>,
    /// Further uses.
    pub additional_usages: Vec<String>,
    /// The capabilities asked for.
    pub chosen: Vec<String>,
    /// The capabilities it has, when told.
    pub acquired: Option<Vec<String>>,
    /// The capabilities it could have, when told; [`Upstream`](crate::Upstream) can be asked otherwise.
    pub available: Option<Vec<String>>,
    /// `locationId` and `civicAddressId`.
    pub place: Place,
    /// Whether the customer may change the address.
    pub allow_tenant_address_update: bool,
    /// The country shown with the number, as received.
    pub displayed_country_code: Option<String>,
}

impl UpstreamNumber {
    /// `acquiredCapabilities`: what it has; while it is not synced, what was asked for; when it is and nothing is told,
    /// what was chosen and what its plan always gives. `None` when all that is unknown.
    #[must_use]
    pub fn acquired_capabilities(&self, plans: &[CapabilityPlan]) -> Option<Vec<String>> {
        let side = self.operator_connect.as_ref()?;
        match &self.state {
            Provisioning::Pending | Provisioning::Failed(_) => Some(side.chosen.clone()),
            Provisioning::Synced | Provisioning::Untold | Provisioning::Other(_) => {
                if let Some(acquired) = &side.acquired {
                    return Some(acquired.clone());
                }
                let usage = side.usage.as_deref()?;
                let mut capabilities = side.chosen.clone();
                for word in CapabilityPlan::of(plans, usage, &side.chosen).into_iter().flat_map(|plan| &plan.mandatory)
                {
                    if !capabilities.contains(word) {
                        capabilities.push(word.clone());
                    }
                }
                Some(capabilities)
            }
        }
    }

    /// Whether [`acquired_capabilities`](Self::acquired_capabilities) needs the account's plans.
    #[must_use]
    pub fn needs_plans(&self) -> bool {
        self.state == Provisioning::Synced && self.operator_connect.as_ref().is_some_and(|side| side.acquired.is_none())
    }

    /// `isoCountryCode`, when the number bears one: two letters, upper case. Otherwise only the number itself can tell.
    #[must_use]
    pub fn country(&self) -> Option<String> {
        let code = self.operator_connect.as_ref()?.displayed_country_code.as_deref()?;
        let is_alpha_2 = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_alpha_2.then(|| code.to_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(state: Provisioning, acquired: Option<&[&str]>) -> UpstreamNumber {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        UpstreamNumber {
            phone: PhoneNumber::parse("+441632960000").unwrap(),
            account: AccountName::parse("harbour-ltd").unwrap(),
            state,
            operator_connect: Some(OperatorConnect {
                enabled: true,
                usage: Some("CallingUserAssignment".to_owned()),
                chosen: words(&["InboundCalling"]),
                acquired: acquired.map(words),
                displayed_country_code: Some("gb".to_owned()),
                ..OperatorConnect::default()
            }),
        }
    }

    fn plan(usage: &str, mandatory: &str) -> CapabilityPlan {
        CapabilityPlan {
            name: usage.to_owned(),
            usage: usage.to_owned(),
            mandatory: vec![mandatory.to_owned()],
            choosable: vec!["InboundCalling".to_owned()],
            offer_types: Vec::new(),
            supports_toll_free: false,
        }
    }

    #[test]
    fn acquired_capabilities_fall_back_to_what_was_asked_for_and_what_the_plan_gives() {
        let plans = [plan("ConferenceAssignment", "No"), plan("CallingUserAssignment", "Geographic")];
        let of = |state, acquired| number(state, acquired).acquired_capabilities(&plans).unwrap();
        assert_eq!(of(Provisioning::Pending, Some(&["X"])), ["InboundCalling"]);
        assert_eq!(of(Provisioning::Synced, Some(&["X"])), ["X"]);
        assert_eq!(of(Provisioning::Synced, None), ["InboundCalling", "Geographic"]);
        assert!(number(Provisioning::Synced, None).needs_plans());
    }

    #[test]
    fn a_country_is_two_letters_or_unknown() {
        assert_eq!(number(Provisioning::Synced, None).country().as_deref(), Some("GB"));
        let mut odd = number(Provisioning::Synced, None);
        odd.operator_connect.as_mut().unwrap().displayed_country_code = Some("+44".to_owned());
        assert_eq!(odd.country(), None);
    }
}
