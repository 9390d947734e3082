//! Gathers observations and writes them in batches. While nothing is new, nothing is written: batches are only read beside
//! the rows, and the first one that says something new is written, with those after it.

use super::Pass;
use crate::job::Interrupted;
use crate::observation::Observation;
use crate::observation::write::{self, Batch, Counts};

/// Observations in a batch: few enough that other writers do not wait long.
const TOGETHER: usize = 4_000;

pub(super) struct Writer<'p, 'a> {
    pass: &'p Pass<'a>,
    waiting: Vec<Observation>,
    /// Whether the last batch changed something: then the next one probably does too.
    is_busy: bool,
    counts: Counts,
}

impl<'p, 'a> Writer<'p, 'a> {
    pub(super) fn new(pass: &'p Pass<'a>) -> Self {
        Self { pass, waiting: Vec::with_capacity(TOGETHER), is_busy: false, counts: Counts::default() }
    }

    pub(super) fn push(&mut self, observation: Observation) -> Result<(), Interrupted> {
        self.waiting.push(observation);
        if self.waiting.len() >= TOGETHER { self.flush() } else { Ok(()) }
    }

    /// Writes what waits.
    pub(super) fn flush(&mut self) -> Result<(), Interrupted> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let Pass { jobs, held, tenant, at, .. } = self.pass;
        let batch = Batch {
            tenant: *tenant,
            observations: &self.waiting,
            at: *at,
            actor: held.actor(),
            deadline: jobs.settings.deadline,
            profile: jobs.settings.calling_profile,
        };
        held.touch()?;
        if self.is_busy || jobs.service.database.read(|tx| write::is_news(tx, &batch))? {
            let counts = held.write(|tx| Ok(write::write(tx, &batch)?))?;
            self.is_busy = !counts.is_nothing();
            self.counts.add(&counts);
        }
        self.waiting.clear();
        Ok(())
    }

    /// What was changed.
    pub(super) fn finish(mut self) -> Result<Counts, Interrupted> {
        self.flush()?;
        Ok(self.counts)
    }
}
