//! Looks for disagreements inside the database: between tables, with the log, with the counters. One line for each.

use crate::dictionary::{self, Interned};
use crate::{Digest, Error, Tx, fact, place};
use numberline_domain::{JobFacts, Offer, Place, SbcFacts, ServiceFacts};

statements! {
    NUMBERS_WITHOUT_SHAPE = "SELECT 'number ' || number.id || ' names shape ' || number.shape || ', which does not exist'
        FROM number LEFT JOIN shape ON shape.id = number.shape WHERE shape.id IS NULL ORDER BY number.id";
    NUMBERS_WITHOUT_PLACE = "SELECT 'number ' || number.id || ' names place ' || number.place || ', which does not exist'
        FROM number LEFT JOIN place ON place.id = number.place
        WHERE number.place <> 0 AND place.id IS NULL ORDER BY number.id";
    NUMBERS_WITHOUT_SWEEP = "SELECT 'number ' || number.id || ' names sweep ' || number.sweep || ', which does not exist'
        FROM number LEFT JOIN sweep ON sweep.id = number.sweep
        WHERE number.sweep <> 0 AND sweep.id IS NULL ORDER BY number.id";
    NUMBERS_WITHOUT_ASSIGNMENT = "SELECT 'number ' || number.id || ' names assignment ' || number.assignment || ', which does not exist'
        FROM number LEFT JOIN assignment ON assignment.id = number.assignment
        WHERE number.assignment <> 0 AND assignment.id IS NULL ORDER BY number.id";
    NUMBERS_OUT_OF_RANGE = "SELECT 'number ' || id || ' has status ' || status || ' and telephone number ' || phone || ', one of which cannot be'
        FROM number WHERE status NOT BETWEEN 0 AND 4 OR phone NOT BETWEEN 100 AND 999999999999999 ORDER BY id";
    SHAPES_WITHOUT_FACTS = "SELECT 'shape ' || shape.id || ' names a job, service, sbc or offer that does not exist'
        FROM shape
        LEFT JOIN job_fact ON job_fact.id = shape.job
        LEFT JOIN service_fact ON service_fact.id = shape.service
        LEFT JOIN sbc_fact ON sbc_fact.id = shape.sbc
        LEFT JOIN offer_fact ON offer_fact.id = shape.offer
        WHERE job_fact.id IS NULL OR service_fact.id IS NULL OR sbc_fact.id IS NULL OR offer_fact.id IS NULL
        ORDER BY shape.id";
    SERVICES_WITHOUT_TENANT = "SELECT 'service ' || service_fact.id || ' names tenant ' || service_fact.tenant || ', which does not exist'
        FROM service_fact LEFT JOIN tenant ON tenant.id = service_fact.tenant WHERE tenant.id IS NULL
        ORDER BY service_fact.id";
    CHANGES_WITHOUT_TENANT = "SELECT 'change ' || change.seq || ' names tenant ' || change.tenant || ', which does not exist'
        FROM change LEFT JOIN tenant ON tenant.id = change.tenant
        WHERE change.tenant IS NOT NULL AND tenant.id IS NULL ORDER BY change.seq, change.part";
    HEAD_AGAINST_LOG = "SELECT 'head is at ' || head.seq || ', the last change at ' || last.seq
        FROM head JOIN (SELECT coalesce(max(seq), 0) AS seq FROM change) last ON last.seq <> head.seq";
    GAPS_IN_LOG = "SELECT 'no changes between ' || before_it || ' and ' || seq
        FROM (SELECT seq, lag(seq) OVER (ORDER BY seq) AS before_it FROM (SELECT DISTINCT seq FROM change) numbers) steps
        WHERE seq - before_it > 1 ORDER BY seq";
    BROKEN_COMMITS = "SELECT 'change ' || seq || ' lacks a part or has several marks'
        FROM change GROUP BY seq HAVING count(*) <> max(part) + 1 OR min(part) <> 0 OR min(mark) <> max(mark)
        ORDER BY seq";
    // From 2^52 on no number gets an id here, but may have brought one along.
    COUNTERS_TOO_LOW = "SELECT 'the next ' || counter.name || ' would get id ' || counter.next || ', but ' || used.id || ' is in use'
        FROM counter JOIN (
            SELECT 'number' AS name, max(id) AS id FROM number WHERE id < 4503599627370496
            UNION ALL SELECT 'tenant', max(id) FROM tenant
            UNION ALL SELECT 'job', max(id) FROM job_fact
            UNION ALL SELECT 'service', max(id) FROM service_fact
            UNION ALL SELECT 'sbc', max(id) FROM sbc_fact
            UNION ALL SELECT 'offer', max(id) FROM offer_fact
            UNION ALL SELECT 'shape', max(id) FROM shape
            UNION ALL SELECT 'place', max(id) FROM place
            UNION ALL SELECT 'sweep', max(id) FROM sweep
            UNION ALL SELECT 'token', max(id) FROM token
            UNION ALL SELECT 'entry', max(id) FROM entry
            UNION ALL SELECT 'released', max(id) FROM released
        ) used ON used.name = counter.name AND used.id >= counter.next ORDER BY counter.name";
    TOKENS_WITHOUT_TENANT = "SELECT 'token ' || token.id || ' is limited to tenants but names none'
        FROM token LEFT JOIN token_tenant ON token_tenant.token = token.id
        WHERE token.all_tenants = 0 AND token_tenant.tenant IS NULL ORDER BY token.id";
    TOKENS_WITHOUT_CHANNEL = "SELECT 'token ' || token.id || ' is limited to channels but names none'
        FROM token LEFT JOIN token_channel ON token_channel.token = token.id
        WHERE token.all_channels = 0 AND token_channel.channel IS NULL ORDER BY token.id";
}

const AGREEMENTS: &[&str] = &[
    NUMBERS_WITHOUT_SHAPE,
    NUMBERS_WITHOUT_PLACE,
    NUMBERS_WITHOUT_SWEEP,
    NUMBERS_WITHOUT_ASSIGNMENT,
    NUMBERS_OUT_OF_RANGE,
    SHAPES_WITHOUT_FACTS,
    SERVICES_WITHOUT_TENANT,
    CHANGES_WITHOUT_TENANT,
    HEAD_AGAINST_LOG,
    GAPS_IN_LOG,
    BROKEN_COMMITS,
    COUNTERS_TOO_LOW,
    TOKENS_WITHOUT_TENANT,
    TOKENS_WITHOUT_CHANNEL,
];

/// Hands out a line for each disagreement between the tables, the log and the counters.
///
/// # Errors
/// Any [`Error`] of the database; [`Error::Corrupt`] where a value cannot even be read.
pub fn tables(tx: &Tx<'_>, mut each: impl FnMut(String)) -> Result<(), Error> {
    for sql in AGREEMENTS {
        tx.query(sql, &[], |row| {
            each(row.text(0)?.to_owned());
            Ok::<_, Error>(())
        })?;
    }
    Ok(())
}

/// Hands out a line for each interned value that is not found under its own digest.
///
/// # Errors
/// As [`tables`].
pub fn digests(tx: &Tx<'_>, mut each: impl FnMut(String)) -> Result<(), Error> {
    let mut judge = |kind: &str, kept: Vec<(u32, Digest)>, find_id: &str| {
        for misplaced in dictionary::misplaced(tx, &kept, find_id)? {
            each(format!("{kind} {misplaced} is kept under the digest of other values"));
        }
        Ok::<_, Error>(())
    };
    let mut kept = Vec::new();
    fact::job::scan(tx, |id, facts| kept.push((id, facts.digest())))?;
    judge("job", std::mem::take(&mut kept), JobFacts::FIND_ID)?;
    fact::service::scan(tx, |id, facts| kept.push((id, facts.digest())))?;
    judge("service", std::mem::take(&mut kept), ServiceFacts::FIND_ID)?;
    fact::sbc::scan(tx, |id, facts| kept.push((id, facts.digest())))?;
    judge("sbc", std::mem::take(&mut kept), SbcFacts::FIND_ID)?;
    fact::offer::scan(tx, |id, facts| kept.push((id, facts.digest())))?;
    judge("offer", std::mem::take(&mut kept), Offer::FIND_ID)?;
    place::scan(tx, |id, value| kept.push((id, value.digest())))?;
    judge("place", kept, Place::FIND_ID)
}

/// Hands out a line for each fault that the database's own inspection finds in its files. Reads all of them.
///
/// # Errors
/// As [`tables`].
pub fn files(tx: &Tx<'_>, each: impl FnMut(String)) -> Result<(), Error> {
    tx.inspect(each)
}
