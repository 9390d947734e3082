//! Faults on demand: what goes wrong, in which calls, how often.
//!
//! Each is drawn where it would strike, so that one that is to happen once happens when it can. Chance comes from the
//! simulator's seed.

mod body;
mod strike;
mod what;

pub(crate) use strike::Instead;
pub use what::{AnswerFault, CallFault, ListFault, Malformed, OrderFault, ReleaseFailure, RetryAfter, What};

use crate::random::Random;
use crate::route::Operation;
use serde::{Deserialize, Serialize};

/// A fault, and where it strikes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub what: What,
    /// The operations, by their names in the contract, or whole services: `gateway`, `graph`, `tokens`. None for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<String>,
    /// The account, by its name or its directory; `None` for all, and for calls that are about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// How often; `None` for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// How many calls it lets pass before the first.
    #[serde(default)]
    pub after: u32,
    /// How likely it strikes a call, 0 to 1.
    #[serde(default = "Fault::always")]
    pub probability: f64,
}

impl Fault {
    /// A fault that strikes every call.
    #[must_use]
    pub fn new(what: What) -> Self {
        let (operations, account, times, after) = (Vec::new(), None, None, 0);
        Self { what, operations, account, times, after, probability: Self::always() }
    }

    /// It, in this operation or service alone.
    #[must_use]
    pub fn in_operation(mut self, operation: &str) -> Self {
        self.operations.push(operation.to_owned());
        self
    }

    /// It, for this account alone.
    #[must_use]
    pub fn for_account(mut self, name_or_tenant: &str) -> Self {
        self.account = Some(name_or_tenant.to_owned());
        self
    }

    /// It, so often.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// It, after so many calls that it could have struck.
    #[must_use]
    pub fn after(mut self, calls: u32) -> Self {
        self.after = calls;
        self
    }

    /// It, so likely in each call.
    #[must_use]
    pub fn with_probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    fn always() -> f64 {
        1.0
    }

    /// Why no call can ever match it; `None` when one can.
    pub(crate) fn fault(&self) -> Option<String> {
        let is_known = |name: &String| {
            let names = Operation::ALL.iter().flat_map(|operation| [operation.name(), operation.service()]);
            names.into_iter().any(|known| known == name)
        };
        let unknown = self.operations.iter().find(|name| !is_known(name));
        unknown.map(|name| format!("there is no operation or service `{name}`"))
    }
}

/// A call that faults may strike.
#[derive(Debug)]
pub(crate) struct Aim {
    pub(crate) operation: Operation,
    /// The account's name and its directory, as far as the call tells them.
    pub(crate) names: Vec<String>,
}

/// The faults that are set.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<Rule>,
    set: u64,
}

/// A fault that is set.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: u64,
    pub(crate) fault: Fault,
    /// Calls that it could have struck.
    met: u32,
    pub(crate) struck: u32,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.set += 1;
        self.rules.push(Rule { id: self.set, fault, met: 0, struck: 0 });
        self.set
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Takes a fault back; says whether there was one.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.rules.len();
        self.rules.retain(|rule| rule.id != id);
        self.rules.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The first fault that strikes a call, of those that it could.
    pub(crate) fn draw<T>(&mut self, random: &mut Random, aim: &Aim, could: impl Fn(&What) -> Option<T>) -> Option<T> {
        for rule in self.rules.iter_mut().filter(|rule| rule.is_aimed_at(aim)) {
            let Some(found) = could(&rule.fault.what) else { continue };
            rule.met += 1;
            if rule.met > rule.fault.after && random.happens(rule.fault.probability) {
                rule.struck += 1;
                return Some(found);
            }
        }
        None
    }
}

impl Rule {
    fn is_aimed_at(&self, aim: &Aim) -> bool {
        let Fault { operations, account, times, .. } = &self.fault;
        let is_called = |name: &String| *name == aim.operation.name() || *name == aim.operation.service();
        (operations.is_empty() || operations.iter().any(is_called))
            && account.as_ref().is_none_or(|account| aim.names.contains(account))
            && times.is_none_or(|times| self.struck < times)
    }
}
