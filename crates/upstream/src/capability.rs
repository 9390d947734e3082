//! Capability plans: what a number of a usage always has, and what may be chosen.

/// A plan of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapabilityPlan {
    /// Its name.
    pub name: String,
    /// The usage it is for, such as `CallingUserAssignment`.
    pub usage: String,
    /// Always given.
    pub mandatory: Vec<String>,
    /// May be asked for.
    pub choosable: Vec<String>,
    /// The kinds of offer it belongs to.
    pub offer_types: Vec<String>,
    /// Whether toll-free numbers can be on it.
    pub supports_toll_free: bool,
}

impl CapabilityPlan {
    /// The plan that numbers of this usage with these chosen capabilities are on: the first of the usage that offers
    /// them all.
    pub(crate) fn of<'a>(plans: &'a [Self], usage: &str, chosen: &[String]) -> Option<&'a Self> {
        plans.iter().find(|plan| {
            let offers = |word: &String| plan.choosable.contains(word) || plan.mandatory.contains(word);
            plan.usage == usage && chosen.iter().all(offers)
        })
    }
}
