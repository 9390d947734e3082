//! Customers that live: every now and then one deletes a number or assigns one, by chance, as the seed has it.

use super::World;
use super::number::Slot;
use super::shape::{Assignment, Standing};
use numberline_domain::PhoneNumber;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How lively customers are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Life {
    /// How many seconds pass from one round to the next.
    pub every_seconds: f64,
    /// Numbers that customers delete in a round.
    #[serde(default = "Life::few")]
    pub deletes: usize,
    /// Numbers that customers assign, or free, in a round.
    #[serde(default = "Life::some")]
    pub assignments: usize,
    /// Names or directories of accounts in which nothing happens.
    #[serde(default)]
    pub spared: Vec<String>,
}

impl Life {
    /// A life with a round every so often, in which one number is deleted and some are assigned or freed.
    #[must_use]
    pub fn every(pause: Duration) -> Self {
        let (deletes, assignments) = (Self::few(), Self::some());
        Self { every_seconds: pause.as_secs_f64(), deletes, assignments, spared: Vec::new() }
    }

    /// How long a round waits for the next. Never so short that nothing else gets its turn.
    pub(crate) fn pause(&self) -> Duration {
        const SHORTEST: Duration = Duration::from_millis(10);
        Duration::try_from_secs_f64(self.every_seconds).unwrap_or(SHORTEST).max(SHORTEST)
    }

    fn few() -> usize {
        1
    }

    fn some() -> usize {
        5
    }
}

/// Which numbers to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Among {
    /// All that are through.
    #[default]
    Any,
    /// Those that are assigned.
    Assigned,
    /// Those that are not.
    Unassigned,
}

impl World {
    /// One round of it.
    pub(crate) fn live(&mut self, life: &Life) {
        for _ in 0..life.deletes {
            if let Some(slot) = self.any_number(&life.spared, Among::Unassigned) {
                self.remove(&[slot]);
            }
        }
        for _ in 0..life.assignments {
            let Some(slot) = self.any_number(&life.spared, Among::Any) else { continue };
            let is_assigned = self.numbers.row(slot).shape.key.assignment.is_assigned();
            let chosen = [
                Assignment::UserAssigned,
                Assignment::UserAssigned,
                Assignment::UserAssigned,
                Assignment::VoiceApplicationAssigned,
                Assignment::ConferenceAssigned,
            ][self.random.below(5)];
            let assignment = if is_assigned { Assignment::Unassigned } else { chosen };
            self.numbers.change(slot, |key| key.assignment = assignment);
        }
    }

    /// So many numbers of an account, by chance; fewer when there are not so many.
    pub(crate) fn choose(&mut self, account: &str, count: usize, among: Among) -> Vec<PhoneNumber> {
        let Some(account) = self.accounts.get(account) else { return Vec::new() };
        let mut slots: Vec<_> = account.numbers.iter().filter(|slot| self.is_among(**slot, among)).copied().collect();
        self.random.shuffle(&mut slots);
        slots.truncate(count);
        slots.iter().map(|slot| self.numbers.row(*slot).phone).collect()
    }

    fn any_number(&mut self, spared: &[String], among: Among) -> Option<Slot> {
        // When nearly everything is spared, a round may pass without an event.
        const TRIES: usize = 100;
        for _ in 0..TRIES {
            let at = self.random.below(self.numbers.order().len());
            let slot = *self.numbers.order().get(at)?;
            let account = &self.accounts[&self.numbers.row(slot).shape.key.account];
            let tenant = account.tenant().map(|tenant| tenant.to_string());
            let is_spared = spared.iter().any(|name| **name == *account.name || Some(name) == tenant.as_ref());
            if !is_spared && self.is_among(slot, among) {
                return Some(slot);
            }
        }
        None
    }

    fn is_among(&self, slot: Slot, among: Among) -> bool {
        let key = &self.numbers.row(slot).shape.key;
        key.standing == Standing::Synced
            && match among {
                Among::Any => true,
                Among::Assigned => key.assignment.is_assigned(),
                Among::Unassigned => !key.assignment.is_assigned(),
            }
    }
}
