//! Reads what has left.

use crate::row::Row;
use crate::{ChangeKind, Error, Tx, number};
use numberline_domain::{ChannelId, NumberId, PhoneNumber, TaskId, Ticks};

/// A number that has left, as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub number: NumberId,
    /// Its telephone number.
    pub phone: PhoneNumber,
    /// The id of the tenant that had it.
    pub tenant: u32,
    /// The channel in which it was.
    pub channel: ChannelId,
    /// How it left: the kind of the change.
    pub kind: ChangeKind,
    /// When.
    pub left_at: Ticks,
    /// By whom.
    pub actor: String,
    /// The task by which it left.
    pub task: Option<TaskId>,
    /// Its last V3 record.
    pub record: String,
}

/// Which ones are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Those of the tenants with these ids; `None` for all.
    pub tenants: Option<Vec<u32>>,
    /// Those that were in these channels; `None` for all.
    pub channels: Option<Vec<ChannelId>>,
}

/// The lists go in as JSON: each dialect has its own words for reading one. PostgreSQL has to be told that a placeholder
/// is a text.
macro_rules! wanted {
    (sqlite $select:expr, $end:literal) => {
        concat!(
            $select,
            " FROM released WHERE ($1 IS NULL OR tenant IN (SELECT value FROM json_each($1)))
              AND ($2 IS NULL OR channel IN (SELECT value FROM json_each($2)))",
            $end
        )
    };
    (postgres $select:expr, $end:literal) => {
        concat!(
            $select,
            " FROM released WHERE (CAST($1 AS TEXT) IS NULL OR tenant IN
                  (SELECT CAST(one AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS JSON)) one))
              AND (CAST($2 AS TEXT) IS NULL OR channel IN
                  (SELECT CAST(one AS BIGINT) FROM json_array_elements_text(CAST(CAST($2 AS TEXT) AS JSON)) one))",
            $end
        )
    };
}

/// The columns in the order in which [`read`] takes them.
macro_rules! kept {
    () => {
        "SELECT number, phone, tenant, channel, kind, left_at, actor, task, record"
    };
}

const COUNT_SQLITE: &str = wanted!(sqlite "SELECT count(*)", "");
const COUNT_POSTGRES: &str = wanted!(postgres "SELECT count(*)", "");
const NEWEST_SQLITE: &str = wanted!(sqlite kept!(), " ORDER BY id DESC LIMIT $3 OFFSET $4");
const NEWEST_POSTGRES: &str = wanted!(postgres kept!(), " ORDER BY id DESC LIMIT $3 OFFSET $4");
const OF_PHONE_SQLITE: &str = wanted!(sqlite kept!(), " AND phone = $3 ORDER BY id");
const OF_PHONE_POSTGRES: &str = wanted!(postgres kept!(), " AND phone = $3 ORDER BY id");

impl Wanted {
    fn lists(&self) -> [Option<String>; 2] {
        let tenants = self.tenants.as_ref().map(|tenants| format!("{tenants:?}"));
        [tenants, self.channels.as_ref().map(|channels| format!("{channels:?}"))]
    }
}

/// How many there are.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count(tx: &Tx<'_>, wanted: &Wanted) -> Result<u64, Error> {
    let [tenants, channels] = wanted.lists();
    let values = [tenants.as_ref().into(), channels.as_ref().into()];
    let count = tx.find(tx.dialect(COUNT_SQLITE, COUNT_POSTGRES), &values, |row| row.narrow(0, "released.id"))?;
    Ok(count.unwrap_or_default())
}

/// At most `most` of them after the first `skip`, those that left last first.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn newest(tx: &Tx<'_>, wanted: &Wanted, skip: u64, most: u64) -> Result<Vec<Kept>, Error> {
    let [tenants, channels] = wanted.lists();
    let bound = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let values = [tenants.as_ref().into(), channels.as_ref().into(), bound(most).into(), bound(skip).into()];
    let mut kept = Vec::new();
    tx.query(tx.dialect(NEWEST_SQLITE, NEWEST_POSTGRES), &values, |row| {
        kept.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(kept)
}

/// Those that had this telephone number, oldest first.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_phone(tx: &Tx<'_>, wanted: &Wanted, phone: PhoneNumber) -> Result<Vec<Kept>, Error> {
    let [tenants, channels] = wanted.lists();
    let values = [tenants.as_ref().into(), channels.as_ref().into(), number::phone_value(phone)];
    let mut kept = Vec::new();
    tx.query(tx.dialect(OF_PHONE_SQLITE, OF_PHONE_POSTGRES), &values, |row| {
        kept.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(kept)
}

fn read(row: &Row<'_>) -> Result<Kept, Error> {
    Ok(Kept {
        number: NumberId::from_i64(row.integer(0)?).ok_or_else(|| Error::corrupt("released.number"))?,
        phone: PhoneNumber::from_digits(row.narrow(1, "released.phone")?)
            .map_err(|_| Error::corrupt("released.phone"))?,
        tenant: row.narrow(2, "released.tenant")?,
        channel: row.integer(3)?,
        kind: ChangeKind::parse(row.text(4)?).ok_or_else(|| Error::corrupt("released.kind"))?,
        left_at: row.ticks(5, "released.left_at")?,
        actor: row.text(6)?.to_owned(),
        task: row.optional_guid(7, "released.task")?.map(TaskId::from),
        record: row.text(8)?.to_owned(),
    })
}
