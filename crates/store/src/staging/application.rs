//! The set-wise steps that apply an import: staged facts and shapes get their ids, then the numbers go in.

use super::{STEP, StagedFact, StagedId};
use crate::row::Value;
use crate::{Error, Tx};
use numberline_domain::{ChannelId, NumberId, Shape};

/// A staged id that is not positive names a row of the database, negated, or nothing. Rows go in by id, as they lie.
macro_rules! apply {
    ($end:literal) => {
        concat!(
            "INSERT INTO number (id, phone, entry, acquired_on, aslcht, aslsct, shape, place, sweep, aslv_code,
                assignment, status)
            SELECT s.id, s.phone, s.entry, s.acquired_on, s.aslcht, s.aslsct,
                CASE WHEN s.shape > 0 THEN h.main ELSE -s.shape END,
                CASE WHEN s.place > 0 THEN p.main ELSE -s.place END,
                CASE WHEN s.sweep > 0 THEN w.main ELSE -s.sweep END,
                s.aslv_code,
                CASE WHEN s.assignment > 0 THEN a.main ELSE -s.assignment END,
                s.status
            FROM staged_number s
            LEFT JOIN staged_shape h ON h.id = s.shape
            LEFT JOIN staged_fact p ON p.id = s.place
            LEFT JOIN staged_fact w ON w.id = s.sweep
            LEFT JOIN staged_fact a ON a.id = s.assignment
            WHERE s.state IN (0, 3)",
            $end
        )
    };
}

statements! {
    USED = "SELECT shape, place, sweep, assignment FROM staged_number WHERE state IN (0, 3)";
    GIVE_IDS = "UPDATE staged_number SET id = $1 + counted.place
        FROM (SELECT ordinal, row_number() OVER (ORDER BY ordinal) - 1 AS place
              FROM staged_number WHERE state = 0 AND id IS NULL) counted
        WHERE counted.ordinal = staged_number.ordinal";
    FACTS_AFTER = "SELECT id, kind, body FROM staged_fact WHERE id > $1 ORDER BY id LIMIT $2";
    SET_FACT_ID = "UPDATE staged_fact SET main = $2 WHERE id = $1";
    SHAPES_AFTER = "SELECT h.id,
            CASE WHEN h.job > 0 THEN j.main ELSE -h.job END,
            CASE WHEN h.service > 0 THEN v.main ELSE -h.service END,
            CASE WHEN h.sbc > 0 THEN b.main ELSE -h.sbc END,
            CASE WHEN h.offer > 0 THEN f.main ELSE -h.offer END
        FROM staged_shape h
        LEFT JOIN staged_fact j ON j.id = h.job
        LEFT JOIN staged_fact v ON v.id = h.service
        LEFT JOIN staged_fact b ON b.id = h.sbc
        LEFT JOIN staged_fact f ON f.id = h.offer
        WHERE h.id > $1 ORDER BY h.id LIMIT $2";
    SET_SHAPE_ID = "UPDATE staged_shape SET main = $2 WHERE id = $1";
    SET_HOMES = "UPDATE staged_shape SET (tenant, channel) = (SELECT f.tenant, f.ovoc_channel_id
        FROM shape p JOIN service_fact f ON f.id = p.service WHERE p.id = staged_shape.main)";
    DELETE_REPLACED = "DELETE FROM number WHERE id IN
        (SELECT s.old_id FROM staged_number s WHERE s.state = 3 AND s.old_id IS NOT NULL)";
    APPLY_NEW = apply!(" ORDER BY s.id");
    APPLY = apply!(
        " ORDER BY s.id
        ON CONFLICT (id) DO UPDATE SET phone = excluded.phone, entry = excluded.entry,
            acquired_on = excluded.acquired_on, aslcht = excluded.aslcht, aslsct = excluded.aslsct,
            shape = excluded.shape, place = excluded.place, sweep = excluded.sweep, aslv_code = excluded.aslv_code,
            assignment = excluded.assignment, status = excluded.status"
    );
    LOGGED = "SELECT s.state, s.id, s.old_id, s.old_tenant, s.old_channel, h.tenant, h.channel FROM staged_number s
        LEFT JOIN staged_shape h ON h.id = s.shape WHERE s.state IN (0, 3)";
}

/// For each number to be written, its staged shape, place, sweep and assignment word.
///
/// # Errors
/// When the tables cannot be read (so for all of these).
pub fn used(tx: &Tx<'_>, mut each: impl FnMut(StagedId, [StagedId; 3])) -> Result<(), Error> {
    tx.query(USED, &[], |row| {
        each(row.integer(0)?, [row.integer(1)?, row.integer(2)?, row.integer(3)?]);
        Ok::<_, Error>(())
    })
}

/// Gives ids to the new numbers that have none, ascending from the first in the order of the file.
///
/// # Errors
/// When the tables cannot be written (so for all of these).
pub fn give_ids(tx: &Tx<'_>, first: i64) -> Result<u64, Error> {
    tx.execute(GIVE_IDS, &[first.into()])
}

/// The next staged facts with their staged ids: at most [`STEP`].
///
/// # Errors
/// As [`used`].
pub fn facts_after(tx: &Tx<'_>, id: StagedId) -> Result<Vec<(StagedId, StagedFact)>, Error> {
    let mut facts = Vec::new();
    tx.query(FACTS_AFTER, &[id.into(), STEP.into()], |row| {
        let fact = StagedFact { kind: row.narrow(1, "staged_fact.kind")?, body: row.text(2)?.to_owned() };
        facts.push((row.integer(0)?, fact));
        Ok::<_, Error>(())
    })?;
    Ok(facts)
}

/// Notes the ids of facts in the database.
///
/// # Errors
/// As [`give_ids`].
pub fn set_fact_ids(tx: &Tx<'_>, ids: &[(StagedId, u32)]) -> Result<(), Error> {
    set_ids(tx, SET_FACT_ID, ids)
}

/// A staged shape, and the ids of its facts in the database as far as they have some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedShape {
    /// The staged id.
    pub id: StagedId,
    /// `None` when one of its facts has no id: no number that is written uses the shape.
    pub shape: Option<Shape>,
}

/// The next staged shapes: at most [`STEP`].
///
/// # Errors
/// As [`used`].
pub fn shapes_after(tx: &Tx<'_>, id: StagedId) -> Result<Vec<ResolvedShape>, Error> {
    let mut shapes = Vec::new();
    tx.query(SHAPES_AFTER, &[id.into(), STEP.into()], |row| {
        let part = |column| -> Result<Option<u32>, Error> {
            let main = row.optional_integer(column)?;
            main.map(u32::try_from).transpose().map_err(|_| Error::corrupt("staged_fact.main"))
        };
        let parts = (part(1)?, part(2)?, part(3)?, part(4)?);
        let shape = match parts {
            (Some(job), Some(service), Some(sbc), Some(offer)) => Some(Shape { job, service, sbc, offer }),
            _ => None,
        };
        shapes.push(ResolvedShape { id: row.integer(0)?, shape });
        Ok::<_, Error>(())
    })?;
    Ok(shapes)
}

/// Notes the ids of shapes in the database.
///
/// # Errors
/// As [`give_ids`].
pub fn set_shape_ids(tx: &Tx<'_>, ids: &[(StagedId, u32)]) -> Result<(), Error> {
    set_ids(tx, SET_SHAPE_ID, ids)
}

/// Notes which tenant and channel each shape belongs to, once all have their ids.
///
/// # Errors
/// As [`give_ids`].
pub fn set_homes(tx: &Tx<'_>) -> Result<(), Error> {
    tx.execute(SET_HOMES, &[]).map(drop)
}

fn set_ids(tx: &Tx<'_>, sql: &str, ids: &[(StagedId, u32)]) -> Result<(), Error> {
    let tuples: Vec<_> = ids.iter().map(|(staged, main)| vec![Value::from(*staged), Value::from(*main)]).collect();
    let touched = tx.batch(sql)?.execute_each(&tuples)?;
    match touched.into_iter().find(|touched| *touched != 1) {
        None => Ok(()),
        Some(touched) => Err(Error::RowCount { expected: 1, touched }),
    }
}

/// Writes every new and every changed number; `changed` says whether there are any of the latter. All staged facts and
/// shapes that they use must have their ids.
///
/// # Errors
/// When the database refuses a row.
pub fn apply(tx: &Tx<'_>, changed: bool) -> Result<(), Error> {
    if changed {
        tx.execute(DELETE_REPLACED, &[])?;
    }
    // Where no row can be there already, looking for it would only cost time.
    tx.execute(if changed { APPLY } else { APPLY_NEW }, &[])?;
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
    /// The tenant and channel that it had.
    pub old_home: Option<(u32, ChannelId)>,
    /// The tenant and channel that it has.
    pub home: (u32, ChannelId),
}

/// What [`apply`] has written, in no order.
///
/// # Errors
/// As [`used`].
pub fn logged(tx: &Tx<'_>, mut each: impl FnMut(Applied)) -> Result<(), Error> {
    tx.query(LOGGED, &[], |row| {
        let home = |column| -> Result<Option<(u32, ChannelId)>, Error> {
            let tenant = row.optional_integer(column)?.and_then(|tenant| u32::try_from(tenant).ok());
            Ok(tenant.zip(row.optional_integer(column + 1)?))
        };
        let old_home = home(3)?;
        each(Applied {
            is_new: row.integer(0)? == 0,
            id: NumberId::from_i64(row.integer(1)?).ok_or_else(|| Error::corrupt("staged_number.id"))?,
            old_id: row.optional_integer(2)?.and_then(NumberId::from_i64),
            old_home,
            home: home(5)?.or(old_home).ok_or_else(|| Error::corrupt("staged_shape.tenant"))?,
        });
        Ok::<_, Error>(())
    })
}
