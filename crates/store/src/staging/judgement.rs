//! The set-wise judgement of an import: what clashes, what the database has already, and what it comes to.

use super::STEP;
use super::rows::phone;
use crate::row::Value;
use crate::{Counter, Error, Tx};
use numberline_domain::PhoneNumber;

statements! {
    INDEX_IDS = "CREATE INDEX IF NOT EXISTS staged_number_id ON staged_number (id)";
    MATCH_STORED = "UPDATE staged_number SET state = 1
        WHERE state = 0 AND EXISTS (SELECT 1 FROM number n WHERE n.phone = staged_number.phone)";
    CLASHES_WITHIN = "SELECT s.ordinal, s.line, s.phone, s.id, o.phone FROM staged_number s
        JOIN staged_number o ON o.id = s.id AND o.phone <> s.phone AND o.state <> 2
        WHERE s.state <> 2 AND s.id IN
            (SELECT d.id FROM staged_number d WHERE d.id IS NOT NULL AND d.state <> 2 GROUP BY d.id HAVING count(*) > 1)
        ORDER BY s.line, s.ordinal, o.ordinal";
    CLASHES_WITH_STORED = "SELECT s.ordinal, s.line, s.phone, s.id, n.phone FROM staged_number s
        JOIN number n ON n.id = s.id AND n.phone <> s.phone
        LEFT JOIN staged_number o ON o.phone = n.phone AND o.state <> 2
        WHERE s.state <> 2 AND (o.phone IS NULL OR o.id IS NULL OR o.id = s.id) ORDER BY s.line, s.ordinal";
    WITHOUT_TENANT = "SELECT ordinal, line, phone FROM staged_number WHERE state = 0 AND present & $1 = 0
        ORDER BY line, ordinal";
    WORDED = "SELECT s.ordinal, s.line, s.phone, f.body FROM staged_number s JOIN staged_fact f ON f.id = s.assignment
        WHERE s.state <> 2 AND s.ordinal > $1 ORDER BY s.ordinal LIMIT $2";
    /// One pass instead of one for each figure: a large file is scanned often enough.
    SUMMARY = "SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 3),
            count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE state = 0 AND id IS NULL),
            count(*) FILTER (WHERE state = 0 AND present & $1 = 0),
            max(CASE WHEN state IN (0, 3) AND id < $2 THEN id END),
            count(*), max(CASE WHEN state IN (0, 3) AND entry < $3 THEN entry END)
        FROM staged_number";
}

/// Two numbers that claim one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Which staged record claims it.
    pub ordinal: i64,
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
        clashes.push(Clash {
            ordinal: row.integer(0)?,
            line: row.narrow(1, "staged_number.line")?,
            phone: phone(row, 2)?,
            id: row.integer(3)?,
            holder: phone(row, 4)?,
        });
        Ok::<_, Error>(())
    })?;
    Ok(clashes)
}

/// Numbers of the file that claim the same id. Asked only where [`Repeats`](super::Repeats) tells of some.
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

/// Tells the numbers that the database has from the new ones, and how many they are.
///
/// # Errors
/// When the tables cannot be read.
pub fn match_stored(tx: &Tx<'_>) -> Result<u64, Error> {
    tx.execute(MATCH_STORED, &[])
}

/// New numbers whose records lack the field with this bit: ordinal, line and number.
///
/// # Errors
/// When the tables cannot be read.
pub fn without_tenant(tx: &Tx<'_>, tenant_field: u32) -> Result<Vec<(i64, u64, PhoneNumber)>, Error> {
    let mut found = Vec::new();
    tx.query(WITHOUT_TENANT, &[Value::from(tenant_field)], |row| {
        found.push((row.integer(0)?, row.narrow(1, "staged_number.line")?, phone(row, 2)?));
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

/// A record whose word of `assignmentStatus` is staged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// Which staged record it is.
    pub ordinal: i64,
    /// Its line.
    pub line: u64,
    /// Its number.
    pub phone: PhoneNumber,
    /// The staged fact's text.
    pub body: String,
}

/// The next records whose words of `assignmentStatus` are staged, in the order of the file: at most [`STEP`].
///
/// # Errors
/// When the tables cannot be read.
pub fn worded_after(tx: &Tx<'_>, ordinal: i64) -> Result<Vec<Worded>, Error> {
    let mut found = Vec::new();
    tx.query(WORDED, &[ordinal.into(), STEP.into()], |row| {
        found.push(Worded {
            ordinal: row.integer(0)?,
            line: row.narrow(1, "staged_number.line")?,
            phone: phone(row, 2)?,
            body: row.text(3)?.to_owned(),
        });
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
    /// The largest id that the numbers to be written bring along, of those that are handed out here too.
    pub largest_id: Option<i64>,
    /// All staged records, the refused ones too.
    pub staged: u64,
    /// The largest upload entry that the numbers to be written name, likewise.
    pub largest_entry: Option<i64>,
}

/// Counts, and asks how many new numbers lack all of these fields.
///
/// # Errors
/// When the tables cannot be read.
pub fn summary(tx: &Tx<'_>, fields: u32) -> Result<Summary, Error> {
    let summary =
        tx.find(SUMMARY, &[Value::from(fields), Counter::Number.end().into(), Counter::Entry.end().into()], |row| {
            let count = |column| row.narrow(column, "staged_number.state");
            Ok(Summary {
                new: count(0)?,
                changed: count(1)?,
                unchanged: count(2)?,
                nameless: count(3)?,
                without: count(4)?,
                largest_id: row.optional_integer(5)?,
                staged: count(6)?,
                largest_entry: row.optional_integer(7)?,
            })
        })?;
    summary.ok_or_else(|| Error::corrupt("staged_number"))
}
