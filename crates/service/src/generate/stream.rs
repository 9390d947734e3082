//! The generated records as a file to be read: job after job, made when they are asked for.

use super::country::{Pools, Taken};
use super::customer::{Customer, customer, sizes};
use super::job::Job;
use super::random::Random;
use super::{Plan, Profile};
use crate::Error;
use std::io::{self, Read};

/// Numbers in a job at most, as operators upload them.
const JOB: u64 = 500;

pub(super) struct Stream {
    customers: Vec<Customer>,
    /// For each job, its customer and how many numbers it has; the oldest first.
    jobs: Vec<(u32, u16)>,
    pools: Pools,
    profile: Profile,
    seed: u64,
    next_job: usize,
    next_id: i64,
    text: Vec<u8>,
    given: usize,
}

impl Stream {
    pub(super) fn new(plan: &Plan, first_id: i64, taken: Taken) -> Result<Self, Error> {
        let sizes = sizes(plan);
        let customers: Vec<Customer> = (0..u64::from(plan.tenants)).map(|index| customer(plan, index)).collect();
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
        Ok(Self {
            customers,
            jobs,
            pools: Pools::new(taken),
            profile,
            seed,
            next_job: 0,
            next_id: first_id,
            text: Vec::new(),
            given: 0,
        })
    }

    fn make_next_job(&mut self) -> Result<bool, Error> {
        let Some((customer, count)) = self.jobs.get(self.next_job).copied() else { return Ok(false) };
        let customer = &self.customers[customer as usize];
        let phones = self.pools.take(customer.country, usize::from(count))?;
        let place = self.next_job as u64;
        let job = Job {
            customer,
            place,
            jobs: self.jobs.len() as u64,
            first_id: self.next_id,
            phones,
            profile: self.profile,
            random: Random::new(self.seed, 1 << 40 | place),
        };
        self.text.clear();
        self.given = 0;
        job.write(&mut self.text);
        self.next_job += 1;
        self.next_id += i64::from(count);
        Ok(true)
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            if !self.make_next_job().map_err(io::Error::other)? {
                return Ok(0);
            }
        }
        let count = buffer.len().min(self.text.len() - self.given);
        buffer[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
