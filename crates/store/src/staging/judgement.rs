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
    NAMELESS = "SELECT phone FROM staged_number WHERE state = 0 AND id IS NULL ORDER BY line";
    LARGEST_ID = "SELECT max(id) FROM staged_number WHERE state IN (0, 3)";
    USED_SHAPES = "SELECT DISTINCT shape FROM staged_number WHERE state IN (0, 3) AND shape > 0 ORDER BY shape";
    USED_FACTS = "SELECT place FROM staged_number WHERE state IN (0, 3) AND place > 0 \
        UNION SELECT sweep FROM staged_number WHERE state IN (0, 3) AND sweep > 0 \
        UNION SELECT assignment FROM staged_number WHERE state IN (0, 3) AND assignment > 0 ORDER BY 1";
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
        LEFT JOIN staged_shape h ON h.id = s.shape WHERE s.state IN (0, 3) ORDER BY s.id";
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

/// Numbers of the file that claim the same id. Call once all records are staged: it makes the index it needs.
///
/// # Errors
/// When the tables cannot be read (so for all of these).
pub fn clashes_within(tx: &Tx<'_>) -> Result<Vec<Clash>, Error> {
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

/// The largest id that the numbers to be written bring along.
///
/// # Errors
/// When the tables cannot be read.
pub fn largest_id(tx: &Tx<'_>) -> Result<Option<i64>, Error> {
    Ok(tx.find(LARGEST_ID, &[], |row| row.optional_integer(0))?.flatten())
}

fn ids(tx: &Tx<'_>, sql: &str) -> Result<Vec<StagedId>, Error> {
    let mut ids = Vec::new();
    tx.query(sql, &[], |row| {
        ids.push(row.integer(0)?);
        Ok::<_, Error>(())
    })?;
    Ok(ids)
}

/// The staged shapes of the numbers to be written.
///
/// # Errors
/// When the tables cannot be read.
pub fn used_shapes(tx: &Tx<'_>) -> Result<Vec<StagedId>, Error> {
    ids(tx, USED_SHAPES)
}

/// The staged places, sweeps and assignment words of the numbers to be written.
///
/// # Errors
/// When the tables cannot be read.
pub fn used_facts(tx: &Tx<'_>) -> Result<Vec<StagedId>, Error> {
    ids(tx, USED_FACTS)
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

/// What [`apply`] has written, by ascending id.
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
