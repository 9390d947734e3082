//! The facts of upload jobs in 32 bytes each. They are rendered when needed: with a creation time per number there are as
//! many jobs as numbers, and their text would be five times as long.

use numberline_domain::{Guid, JobFacts, Ticks};

/// One job. `created` also holds what is present: ticks need 62 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Job {
    upload: i64,
    created: u64,
    upstream: [u64; 2],
}

const _: () = assert!(size_of::<Job>() == 32);

const HAS_UPLOAD: u64 = 1 << 62;
const HAS_UPSTREAM: u64 = 1 << 63;

impl Job {
    /// Stands for "not defined": its ticks are no instant.
    const NONE: Self = Self { upload: 0, created: u64::MAX, upstream: [0; 2] };

    fn pack(facts: &JobFacts) -> Self {
        let flag = |present: bool, flag: u64| if present { flag } else { 0 };
        let upstream = facts.tn_upload_job_id.map_or(0, Guid::as_u128).to_be_bytes();
        let half = |from: usize| std::array::from_fn(|byte| upstream[from + byte]);
        Self {
            upload: facts.upload_to_account_job_id.unwrap_or(0),
            created: facts.when_created.as_i64().unsigned_abs()
                | flag(facts.upload_to_account_job_id.is_some(), HAS_UPLOAD)
                | flag(facts.tn_upload_job_id.is_some(), HAS_UPSTREAM),
            upstream: [u64::from_be_bytes(half(0)), u64::from_be_bytes(half(8))],
        }
    }

    /// `uploadToAccountJobId`.
    #[inline]
    pub(crate) fn upload(&self) -> Option<i64> {
        (self.created & HAS_UPLOAD != 0).then_some(self.upload)
    }

    /// `whenCreated`, in ticks.
    #[inline]
    pub(crate) const fn when_created(&self) -> i64 {
        (self.created & !(HAS_UPLOAD | HAS_UPSTREAM)).cast_signed()
    }

    /// `tnUploadJobId`.
    #[inline]
    pub(crate) fn upstream(&self) -> Option<Guid> {
        let [high, low] = self.upstream;
        (self.created & HAS_UPSTREAM != 0).then(|| Guid::from_u128(u128::from(high) << 64 | u128::from(low)))
    }
}

/// Jobs by id.
pub(crate) struct Jobs {
    jobs: Vec<Job>,
}

impl Jobs {
    pub(crate) const fn new() -> Self {
        Self { jobs: Vec::new() }
    }

    pub(crate) fn define(&mut self, id: usize, facts: &JobFacts) {
        debug_assert!(Ticks::from_i64(facts.when_created.as_i64()).is_ok());
        if id >= self.jobs.len() {
            self.jobs.resize(id + 1, Job::NONE);
        }
        self.jobs[id] = Job::pack(facts);
    }

    pub(crate) fn knows(&self, id: usize) -> bool {
        self.jobs.get(id).is_some_and(|job| *job != Job::NONE)
    }

    /// A job that is defined.
    #[inline]
    pub(crate) fn get(&self, id: usize) -> &Job {
        &self.jobs[id]
    }
}
