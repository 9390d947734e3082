//! What a scenario shows: a line for each observation, and a louder one where it is not as it must be.

use std::fmt::Display;

/// The observations of a scenario.
pub(super) struct Report {
    name: String,
    violations: u32,
}

impl Report {
    pub(super) const fn new(name: String) -> Self {
        Self { name, violations: 0 }
    }

    /// Something worth knowing.
    pub(super) fn observed(&self, text: impl Display) {
        eprintln!("{}: {text}", self.name);
    }

    /// Something that must hold, as `text` describes it.
    pub(super) fn must(&mut self, holds: bool, text: impl Display) {
        if holds { self.observed(text) } else { self.violated(text) }
    }

    /// Something that must not be.
    pub(super) fn violated(&mut self, text: impl Display) {
        self.violations += 1;
        eprintln!("{}: VIOLATION: {text}", self.name);
    }

    /// How often something was not as it must be.
    pub(super) const fn violations(&self) -> u32 {
        self.violations
    }
}
