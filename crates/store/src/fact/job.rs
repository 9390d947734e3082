//! The facts of upload jobs.

use crate::dictionary::{self, Interned};
use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::JobFacts;

statements! {
    INSERT = "INSERT INTO job_fact (id, upload_to_account_job_id, when_created, tn_upload_job_id, digest)
              VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING";
    FIND_ID = "SELECT id FROM job_fact WHERE digest = $1";
    GET = "SELECT id, upload_to_account_job_id, when_created, tn_upload_job_id FROM job_fact WHERE id = $1";
    SCAN = "SELECT id, upload_to_account_job_id, when_created, tn_upload_job_id FROM job_fact ORDER BY id";
}

impl Interned for JobFacts {
    const COUNTER: Counter = Counter::Job;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND_ID;
    const PLACE: &'static str = "job_fact.id";

    fn digest(&self) -> Digest {
        Digest::of_job(self)
    }

    fn row<'v>(&'v self, id: u32, digest: &'v Digest) -> Vec<Value<'v>> {
        vec![
            id.into(),
            self.upload_to_account_job_id.into(),
            self.when_created.into(),
            self.tn_upload_job_id.into(),
            digest.as_bytes().into(),
        ]
    }
}

/// Keeps facts under this id; `false` when the same facts are kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, facts: &JobFacts) -> Result<bool, Error> {
    dictionary::insert(tx, id, facts)
}

/// The id of facts.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, facts: &JobFacts) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, facts)
}

/// The ids of facts, which from now on are kept; fresh ones come from the counter.
///
/// # Errors
/// As [`insert`], and [`Error::Exhausted`] when there are no more ids.
pub fn intern_each(tx: &mut Tx<'_>, facts: &[JobFacts]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, facts)
}

/// The facts with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<JobFacts>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// All facts, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, JobFacts)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "job_fact.id", read, each)
}

fn read(row: &Row<'_>) -> Result<JobFacts, Error> {
    Ok(JobFacts {
        upload_to_account_job_id: row.optional_integer(1)?,
        when_created: row.ticks(2, "job_fact.when_created")?,
        tn_upload_job_id: row.optional_guid(3, "job_fact.tn_upload_job_id")?,
    })
}
