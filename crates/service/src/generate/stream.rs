//! The generated records as a source: job after job, made when they are asked for.

use super::country::{Pools, Taken};
use super::customer::{Customer, customer, sizes};
use super::job::Job;
use super::random::Random;
use super::{Plan, Profile};
use crate::Error;
use crate::import::{Batch, Source, Unreadable};
use std::io;
use std::sync::Arc;

/// Numbers in a job at most, as operators upload them.
const JOB: u64 = 500;

pub(super) struct Stream {
    customers: Arc<[Customer]>,
    /// For each job, its customer and how many numbers it has; the oldest first.
    jobs: Vec<(u32, u16)>,
    pools: Pools,
    profile: Profile,
    seed: u64,
    next_job: usize,
    next_id: i64,
    before: u64,
}

impl Stream {
    pub(super) fn new(plan: &Plan, first_id: i64, taken: Taken) -> Result<Self, Error> {
        let sizes = sizes(plan);
        let customers: Arc<[Customer]> = (0..u64::from(plan.tenants)).map(|index| customer(plan, index)).collect();
        let mut jobs = Vec::new();
        for (index, size) in (0..).zip(&sizes) {
            let mut left = *size;
            while left > 0 {
                let count = left.min(JOB);
                jobs.push((index, u16::try_from(count).expect("a job has at most 500 numbers")));
                left -= count;
            }
        }
        // Customers upload in turns, so that a customer's numbers lie in runs all over the ids.
        let mut random = Random::new(plan.seed, 0);
        for last in (1..jobs.len()).rev() {
            let other = usize::try_from(random.below(last as u64 + 1)).expect("an index of the jobs");
            jobs.swap(last, other);
        }
        let Plan { profile, seed, .. } = *plan;
        Ok(Self { customers, jobs, pools: Pools::new(taken), profile, seed, next_job: 0, next_id: first_id, before: 0 })
    }

    fn next_job(&mut self) -> Result<Option<Job>, Error> {
        let Some((customer, count)) = self.jobs.get(self.next_job).copied() else { return Ok(None) };
        let customer = customer as usize;
        let phones = self.pools.take(self.customers[customer].country, usize::from(count))?;
        let place = self.next_job as u64;
        let job = Job {
            customers: Arc::clone(&self.customers),
            customer,
            place,
            jobs: self.jobs.len() as u64,
            before: self.before,
            first_id: self.next_id,
            phones,
            profile: self.profile,
            random: Random::new(self.seed, 1 << 40 | place),
        };
        self.next_job += 1;
        self.before += u64::from(count);
        self.next_id += i64::from(count);
        Ok(Some(job))
    }
}

impl Source for Stream {
    type Piece = Job;

    fn next_piece(&mut self) -> Result<Option<Job>, Unreadable> {
        self.next_job().map_err(|error| Unreadable::Io(io::Error::other(error)))
    }

    fn read(job: Job, batch: &mut Batch) {
        job.read(batch);
    }
}
