//! The facts of upload jobs.

use crate::row::Row;
use crate::{Digest, Error, Tx, dictionary};
use numberline_domain::JobFacts;

statements! {
    INSERT = "INSERT INTO job_fact (id, upload_to_account_job_id, when_created, tn_upload_job_id, digest)
              VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING";
    FIND_ID = "SELECT id FROM job_fact WHERE digest = $1";
    GET = "SELECT id, upload_to_account_job_id, when_created, tn_upload_job_id FROM job_fact WHERE id = $1";
    SCAN = "SELECT id, upload_to_account_job_id, when_created, tn_upload_job_id FROM job_fact ORDER BY id";
}

/// Keeps facts under this id; `false` when the same facts are kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, facts: &JobFacts) -> Result<bool, Error> {
    let job = facts.tn_upload_job_id.map(|guid| guid.to_string());
    let digest = Digest::of_job(facts);
    let values = [
        id.into(),
        facts.upload_to_account_job_id.into(),
        facts.when_created.into(),
        job.as_deref().into(),
        digest.as_bytes().into(),
    ];
    dictionary::insert(tx, INSERT, &values)
}

/// The id of facts.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, facts: &JobFacts) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, FIND_ID, &[Digest::of_job(facts).as_bytes().into()], "job_fact.id")
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
