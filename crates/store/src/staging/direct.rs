//! The short way: records kept aside go straight into `number` while it is empty, and into the table where they can be
//! joined once it is not.

use super::rows::{NUMBERS, digits, staged_row};
use super::{Spool, StagedId, StagedNumber};
use crate::row::Value;
use crate::{Error, Tx, number};
use numberline_domain::NumberId;
use std::iter::from_fn;

statements! {
    FACT_IDS = "SELECT id, main FROM staged_fact WHERE main IS NOT NULL";
    SHAPE_IDS = "SELECT id, main, tenant FROM staged_shape WHERE main IS NOT NULL";
}

/// Puts records that were kept aside into the staging table after all.
///
/// # Errors
/// When the temporary files cannot be read, or the tables cannot be written.
pub fn fill(tx: &Tx<'_>, spool: Spool) -> Result<(), Error> {
    let mut ordered = spool.into_ordered()?;
    let mut failed = None;
    let rows = from_fn(|| match ordered.next().and_then(|row| row.map(|row| row.unpack()).transpose()) {
        Ok(number) => number.map(|number| staged_row(&number)),
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    tx.load(&NUMBERS, rows)?;
    failed.map_or(Ok(()), Err)
}

/// Writes every record that was kept aside, and tells the tenant and the id of each, by id. Those without an id get the
/// next ones from `fresh` on, in the order of the file. All staged facts and shapes must have their ids, and `number`
/// must be empty.
///
/// # Errors
/// As [`fill`], and when the database refuses a row.
pub fn apply_spooled(tx: &Tx<'_>, spool: Spool, fresh: i64, mut each: impl FnMut(u32, NumberId)) -> Result<(), Error> {
    let known = Known::read(tx)?;
    let mut ordered = spool.into_ordered()?;
    let mut fresh = fresh..;
    let mut failed = None;
    let mut next = || {
        let Some(row) = ordered.next()? else { return Ok(None) };
        let number = row.unpack()?;
        let id = number.id.or_else(|| fresh.next().and_then(NumberId::from_i64));
        let id = id.ok_or_else(|| Error::corrupt("counter.next"))?;
        let (shape, tenant) = known.shape(number.shape)?;
        each(tenant, id);
        known.row(&number, id, shape).map(Some)
    };
    let rows = from_fn(|| {
        next().unwrap_or_else(|error| {
            failed = Some(error);
            None
        })
    });
    tx.load(&number::TABLE, rows)?;
    failed.map_or(Ok(()), Err)
}

/// The ids that staged facts and shapes have in the database, by staged id.
struct Known {
    facts: Vec<u32>,
    shapes: Vec<(u32, u32)>,
}

impl Known {
    fn read(tx: &Tx<'_>) -> Result<Self, Error> {
        let mut known = Self { facts: vec![0], shapes: Vec::new() };
        tx.query(FACT_IDS, &[], |row| {
            put(&mut known.facts, row.narrow(0, "staged_fact.id")?, row.narrow(1, "staged_fact.main")?);
            Ok::<_, Error>(())
        })?;
        tx.query(SHAPE_IDS, &[], |row| {
            let ids = (row.narrow(1, "staged_shape.main")?, row.narrow(2, "staged_shape.tenant")?);
            put(&mut known.shapes, row.narrow(0, "staged_shape.id")?, ids);
            Ok::<_, Error>(())
        })?;
        Ok(known)
    }

    /// A shape and its tenant.
    fn shape(&self, staged: StagedId) -> Result<(u32, u32), Error> {
        let found = usize::try_from(staged).ok().and_then(|index| self.shapes.get(index));
        // No row of the database has the id 0.
        found.copied().filter(|(main, _)| *main > 0).ok_or_else(|| Error::corrupt("staged_shape.main"))
    }

    fn fact(&self, staged: StagedId) -> Result<Value<'static>, Error> {
        let found = usize::try_from(staged).ok().and_then(|index| self.facts.get(index));
        let found = found.copied().filter(|main| (*main == 0) == (staged == 0));
        found.map(Value::from).ok_or_else(|| Error::corrupt("staged_fact.main"))
    }

    fn row(&self, number: &StagedNumber, id: NumberId, shape: u32) -> Result<[Value<'static>; 12], Error> {
        Ok([
            id.as_i64().into(),
            digits(number.phone).into(),
            number.entry.into(),
            number.acquired_on.into(),
            number.aslcht.into(),
            number.aslsct.into(),
            shape.into(),
            self.fact(number.place)?,
            self.fact(number.sweep)?,
            number.aslv_code.map(i64::from).into(),
            self.fact(number.assignment)?,
            i64::from(number.status.code()).into(),
        ])
    }
}

fn put<T: Copy + Default>(values: &mut Vec<T>, index: usize, value: T) {
    if index >= values.len() {
        values.resize(index + 1, T::default());
    }
    values[index] = value;
}
