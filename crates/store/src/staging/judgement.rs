//! The set-wise steps of an import: what clashes, what the database has already, and the one statement that applies.

use super::StagedId;
use super::rows::{digits, phone};
use crate::row::Value;
use crate::{Error, Tx};
use numberline_domain::{NumberId, PhoneNumber};

statements! {
    INDEX_IDS = "CREATE INDEX IF NOT EXISTS staged_number_id ON staged_number (id)";
    MATCH_STORED = "UPDATE staged_number SET state = 1 \
        WHERE state = 0 AND phone IN (SELECT n.phone FROM number n WHERE n.phone = staged_number.phone)";
    CLASHES_WITHIN = "SELECT s.line, s.phone, s.id, o.phone FROM staged_number s \
        JOIN staged_number o ON o.id = s.id AND o.phone <> s.phone AND o.state <> 2 \
        WHERE s.state <> 2 AND s.id IN \
            (SELECT d.id FROM staged_number d WHERE d.id IS NOT NULL AND d.state <> 2 GROUP BY d.id HAVING count(*) > 1) \
        ORDER BY s.line";
    CLASHES_WITH_STORED = "SELECT s.line, s.phone, s.id, n.phone FROM staged_number s \
        JOIN number n ON n.id = s.id AND n.phone <> s.phone \
        LEFT JOIN staged_number o ON o.phone = n.phone AND o.state <> 2 \
        WHERE s.state <> 2 AND (o.phone IS NULL OR o.id IS NULL OR o.id = s.id) ORDER BY s.line";
    WITHOUT_TENANT = "SELECT line, phone FROM staged_number WHERE state = 0 AND present & $1 = 0 ORDER BY line";
    HELD_IDS = "SELECT id FROM staged_number WHERE id IS NOT NULL AND state <> 2";
    NAMELESS = "SELECT phone FROM staged_number WHERE state = 0 AND id IS NULL ORDER BY line";
    USED = "SELECT shape, place, sweep, assignment FROM staged_number WHERE state IN (0, 3)";
    /// One pass instead of one for each figure: a large file is scanned often enough.
    SUMMARY = "SELECT coalesce(sum(state = 0), 0), coalesce(sum(state = 3), 0), coalesce(sum(state = 4), 0), \
        coalesce(sum(state = 0 AND id IS NULL), 0), coalesce(sum(state = 0 AND present & $1 = 0), 0), \
        max(CASE WHEN state IN (0, 3) THEN id END) FROM staged_number";
    GIVE_ID = "UPDATE staged_number SET id = $2 WHERE phone = $1";
    DELETE_REPLACED = "DELETE FROM number WHERE id IN \
        (SELECT s.old_id FROM staged_number s WHERE s.state = 3 AND s.old_id IS NOT NULL)";
    /// A staged id that is not positive names a row of the database, negated, or nothing.
    APPLY = "INSERT INTO number (id, phone, entry, acquired_on, aslcht, aslsct, shape, place, sweep, aslv_code, \
        assignment, status) \
        SELECT s.id, s.phone, s.entry, s.acquired_on, s.aslcht, s.aslsct, \
            CASE WHEN s.shape > 0 THEN (SELECT h.main FROM staged_shape h WHERE h.id = s.shape) ELSE -s.shape END, \
            CASE WHEN s.place > 0 THEN (SELECT f.main FROM staged_fact f WHERE f.id = s.place) ELSE -s.place END, \
            CASE WHEN s.sweep > 0 THEN (SELECT f.main FROM staged_fact f WHERE f.id = s.sweep) ELSE -s.sweep END, \
            s.aslv_code, \
            CASE WHEN s.assignment > 0 THEN (SELECT f.main FROM staged_fact f WHERE f.id = s.assignment) \
                ELSE -s.assignment END, \
            s.status \
        FROM staged_number s WHERE s.state IN (0, 3) \
        ON CONFLICT (id) DO UPDATE SET phone = excluded.phone, entry = excluded.entry, \
            acquired_on = excluded.acquired_on, aslcht = excluded.aslcht, aslsct = excluded.aslsct, \
            shape = excluded.shape, place = excluded.place, sweep = excluded.sweep, aslv_code = excluded.aslv_code, \
            assignment = excluded.assignment, status = excluded.status";
    LOGGED = "SELECT s.state, s.id, s.old_id, s.old_tenant, h.tenant FROM staged_number s \
        LEFT JOIN staged_shape h ON h.id = s.shape WHERE s.state IN (0, 3)";
}

/// Two numbers that claim one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The line of the claim.
    pub line: u64,
    /// The number that claims it.
    pub phone: PhoneNumber,
    /// The id.
    pub id: i64,
    /// The number that has it or claims it too.
    pub holder: PhoneNumber,
}

fn clashes(tx: &Tx<'_>, sql: &str) -> Result<Vec<Clash>, Error> {
    let mut clashes = Vec::new();
    tx.query(sql, &[], |row| {
        let line = row.narrow(0, "staged_number.line")?;
        clashes.push(Clash { line, phone: phone(row, 1)?, id: row.integer(2)?, holder: phone(row, 3)? });
        Ok::<_, Error>(())
    })?;
    Ok(clashes)
}

/// Numbers of the file that claim the same id.
///
/// Whether there are any is told by sorting the ids here, eight bytes each; the index is made only where there are.
///
/// # Errors
/// When the tables cannot be read (so for all of these).
pub fn clashes_within(tx: &Tx<'_>) -> Result<Vec<Clash>, Error> {
    let mut ids = Vec::new();
    tx.query(HELD_IDS, &[], |row| {
        ids.push(row.integer(0)?);
        Ok::<_, Error>(())
    })?;
    ids.sort_unstable();
    if ids.windows(2).all(|pair| pair[0] != pair[1]) {
        return Ok(Vec::new());
    }
    tx.script(INDEX_IDS)?;
    clashes(tx, CLASHES_WITHIN)
}

/// Numbers of the file that claim the id of another live number which does not leave it in this same file.
///
/// # Errors
/// When the tables cannot be read.
pub fn clashes_with_stored(tx: &Tx<'_>) -> Result<Vec<Clash>, Error> {
    clashes(tx, CLASHES_WITH_STORED)
}

/// Tells the numbers that the database has from the new ones.
///
/// # Errors
/// When the tables cannot be read.
pub fn match_stored(tx: &Tx<'_>) -> Result<u64, Error> {
    tx.execute(MATCH_STORED, &[])
}

/// New numbers whose records lack the field with this bit: line and number.
///
/// # Errors
/// When the tables cannot be read.
pub fn without_tenant(tx: &Tx<'_>, tenant_field: u32) -> Result<Vec<(u64, PhoneNumber)>, Error> {
    let mut found = Vec::new();
    tx.query(WITHOUT_TENANT, &[Value::from(tenant_field)], |row| {
        found.push((row.narrow(0, "staged_number.line")?, phone(row, 1)?));
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

/// New numbers that need an id, in the order of the file.
///
/// # Errors
/// When the tables cannot be read.
pub fn nameless(tx: &Tx<'_>) -> Result<Vec<PhoneNumber>, Error> {
    let mut found = Vec::new();
    tx.query(NAMELESS, &[], |row| {
        found.push(phone(row, 0)?);
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

/// What the judgement came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// New numbers.
    pub new: u64,
    /// Numbers with other values than the stored ones.
    pub changed: u64,
    /// Numbers with the stored values.
    pub unchanged: u64,
    /// New numbers that need an id.
    pub nameless: u64,
    /// New numbers whose records lack the fields asked about.
    pub without: u64,
    /// The largest id that the numbers to be written bring along.
    pub largest_id: Option<i64>,
}

/// Counts, and asks how many new numbers lack all of these fields.
///
/// # Errors
/// When the tables cannot be read.
pub fn summary(tx: &Tx<'_>, fields: u32) -> Result<Summary, Error> {
    let summary = tx.find(SUMMARY, &[Value::from(fields)], |row| {
        let count = |column| row.narrow(column, "staged_number.state");
        Ok(Summary {
            new: count(0)?,
            changed: count(1)?,
            unchanged: count(2)?,
            nameless: count(3)?,
            without: count(4)?,
            largest_id: row.optional_integer(5)?,
        })
    })?;
    summary.ok_or_else(|| Error::corrupt("staged_number"))
}

/// For each number to be written, its staged shape, place, sweep and assignment word.
///
/// # Errors
/// When the tables cannot be read.
pub fn used(tx: &Tx<'_>, mut each: impl FnMut(StagedId, [StagedId; 3])) -> Result<(), Error> {
    tx.query(USED, &[], |row| {
        each(row.integer(0)?, [row.integer(1)?, row.integer(2)?, row.integer(3)?]);
        Ok::<_, Error>(())
    })
}

/// Gives ids to those numbers, ascending from the first.
///
/// # Errors
/// When one of them is not staged.
pub fn give_ids(tx: &Tx<'_>, numbers: &[PhoneNumber], first: i64) -> Result<(), Error> {
    for (id, number) in (first..).zip(numbers) {
        tx.execute_exactly(GIVE_ID, &[Value::from(digits(*number)), Value::from(id)], 1)?;
    }
    Ok(())
}

/// Writes every new and every changed number. All staged facts and shapes must have got their ids.
///
/// # Errors
/// When the database refuses a row.
pub fn apply(tx: &Tx<'_>) -> Result<(), Error> {
    tx.execute(DELETE_REPLACED, &[])?;
    tx.execute(APPLY, &[])?;
    Ok(())
}

/// A row that [`apply`] has written, as the log needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// Whether the number is new.
    pub is_new: bool,
    /// Its id.
    pub id: NumberId,
    /// The id that it left.
    pub old_id: Option<NumberId>,
    /// The tenant that it had.
    pub old_tenant: Option<u32>,
    /// The tenant that it has.
    pub tenant: u32,
}

/// What [`apply`] has written, in no order.
///
/// # Errors
/// When the tables cannot be read.
pub fn logged(tx: &Tx<'_>, mut each: impl FnMut(Applied)) -> Result<(), Error> {
    tx.query(LOGGED, &[], |row| {
        let old_tenant = row.optional_integer(3)?.and_then(|tenant| u32::try_from(tenant).ok());
        let tenant = row.optional_integer(4)?.and_then(|tenant| u32::try_from(tenant).ok());
        each(Applied {
            is_new: row.integer(0)? == 0,
            id: NumberId::from_i64(row.integer(1)?).ok_or_else(|| Error::corrupt("staged_number.id"))?,
            old_id: row.optional_integer(2)?.and_then(NumberId::from_i64),
            old_tenant,
            tenant: tenant.or(old_tenant).ok_or_else(|| Error::corrupt("staged_shape.tenant"))?,
        });
        Ok::<_, Error>(())
    })
}
