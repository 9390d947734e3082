//! What an import tells of itself.

use super::Options;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// How many refusals are listed; the rest is counted.
pub(super) const LISTED_REFUSALS: usize = 10_000;
/// How many warnings are listed; the rest is counted.
pub(super) const LISTED_WARNINGS: usize = 20;

/// Why a line was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The line of the file on which the record begins, from 1.
    pub line: u64,
    /// The number as far as it could be read.
    pub number: Option<String>,
    /// The field, or `record` for the record as a whole.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The file's name.
    pub name: String,
    /// What it was taken for.
    pub format: String,
    /// Whether nothing was to be written anyway.
    pub dry_run: bool,
    /// Whether the changes are in the database.
    pub applied: bool,
    /// Numbers that were not there.
    pub added: u64,
    /// Numbers that were there with other values.
    pub changed: u64,
    /// Numbers that were there with these very values.
    pub unchanged: u64,
    /// Lines that repeat an earlier line of the file word for word.
    pub repeated: u64,
    /// Lines that were refused.
    pub refused: u64,
    /// Why, line by line; the first 10,000.
    pub refusals: Vec<Refusal>,
    /// What deserves a look but stands in nobody's way.
    pub warnings: Vec<String>,
    /// Warnings beyond those listed.
    pub further_warnings: u64,
    /// Members that the API does not have, which were not stored, with how often they stood there.
    pub unknown_members: BTreeMap<String, u64>,
    /// New numbers that named no status: Active when `acquiredOn` is set, else PendingFirstSync.
    pub status_defaulted: u64,
    /// The change the import became; `None` when it changed nothing.
    pub seq: Option<u64>,
}

impl Report {
    /// Of a file of which nothing has been read.
    pub(crate) fn of(name: &str, options: &Options) -> Self {
        Self { name: name.to_owned(), dry_run: options.dry_run, ..Self::default() }
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        if self.refusals.len() < LISTED_REFUSALS {
            self.refusals.push(refusal);
        }
    }

    pub(super) fn warn(&mut self, warning: impl FnOnce() -> String) {
        if self.warnings.len() < LISTED_WARNINGS {
            self.warnings.push(warning());
        } else {
            self.further_warnings += 1;
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, format, added, changed, unchanged, refused, .. } = self;
        let end = match (self.applied, self.dry_run) {
            (true, _) => "",
            (false, true) => "; dry run, nothing was written",
            (false, false) if *refused > 0 => "; nothing was written",
            (false, false) => "",
        };
        writeln!(
            out,
            "{name} ({format}): {added} added, {changed} changed, {unchanged} unchanged, {refused} refused{end}"
        )?;
        for Refusal { line, number, field, reason } in &self.refusals {
            let number = number.as_deref().unwrap_or("-");
            writeln!(out, "  line {line}: {number}: {field}: {reason}")?;
        }
        let listed = u64::try_from(self.refusals.len()).unwrap_or(u64::MAX);
        if listed >= LISTED_REFUSALS as u64 {
            writeln!(out, "  further refusals are not listed")?;
        }
        if self.repeated > 0 {
            writeln!(out, "  {} lines repeat earlier ones and were taken once", self.repeated)?;
        }
        if self.status_defaulted > 0 {
            writeln!(
                out,
                "  {} new numbers named no status: Active where acquiredOn is set, else PendingFirstSync",
                self.status_defaulted
            )?;
        }
        for (member, count) in &self.unknown_members {
            writeln!(out, "  member `{member}` is not part of a record and was not stored ({count} times)")?;
        }
        for warning in &self.warnings {
            writeln!(out, "  warning: {warning}")?;
        }
        if self.further_warnings > 0 {
            writeln!(out, "  {} further warnings", self.further_warnings)?;
        }
        Ok(())
    }
}
