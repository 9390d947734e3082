//! The change log: what every commit changed. It is the history, and what the inventories follow.

mod kind;

pub use kind::{ChangeKind, Passage};

use crate::row::{Row, Value};
use crate::{Author, Error, Seq, Tx};
use numberline_domain::{Guid, IdSet, IdSetBuilder, NumberId, TaskId, Ticks, TokenId};

/// Something that a commit changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Id of the tenant whose rows changed; `None` where no tenant owns them.
    pub tenant: Option<u32>,
    /// What happened to them.
    pub kind: ChangeKind,
    /// Which rows.
    pub subject: Subject,
    /// What they were, for people.
    pub before: Option<String>,
    /// What they are, for people.
    pub after: Option<String>,
    /// The task by which it happened.
    pub task: Option<TaskId>,
}

/// Which rows a change touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Rows of `number`, all of one tenant.
    Numbers {
        /// The smallest id.
        first: NumberId,
        /// The largest id.
        last: NumberId,
        /// How many they are.
        count: u64,
        /// Their ids.
        ids: IdSet,
    },
    /// A token.
    Token(TokenId),
}

impl Subject {
    /// These numbers, ascending; `None` when there are none.
    ///
    /// # Panics
    /// When they are not ascending.
    #[must_use]
    pub fn numbers(ids: impl IntoIterator<Item = NumberId>) -> Option<Self> {
        let mut builder = IdSetBuilder::default();
        let mut ends = None;
        for id in ids {
            builder.push(id.as_i64());
            ends = Some((ends.map_or(id, |(first, _)| first), id));
        }
        let (first, last) = ends?;
        Some(Self::Numbers { first, last, count: builder.count(), ids: builder.finish() })
    }
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedChange {
    /// The commit.
    pub seq: Seq,
    /// Its place among the rows of the commit, from 0.
    pub part: u32,
    /// 64 random bits, the same in all rows of the commit: they tell a commit from one that took its number after
    /// a restore.
    pub mark: i64,
    /// When.
    pub at: Ticks,
    /// Who.
    pub actor: String,
    /// What.
    pub change: Change,
}

const NUMBERS: &str = "numbers";
const TOKEN: &str = "token";

statements! {
    APPEND = "INSERT INTO change (seq, part, mark, at, actor, tenant, kind, subject, first_id, last_id, ids, count, before, after, task)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    SINCE = "SELECT seq, part, mark, at, actor, tenant, kind, subject, first_id, last_id, ids, count, before, after, task
             FROM change WHERE seq > $1 ORDER BY seq, part";
    MARK_OF = "SELECT mark FROM change WHERE seq = $1 ORDER BY part LIMIT 1";
    OLDEST = "SELECT seq FROM change ORDER BY seq LIMIT 1";
    LAST_BY_TENANT = "SELECT tenant, max(seq) FROM change WHERE tenant IS NOT NULL GROUP BY tenant ORDER BY tenant";
}

/// Writes the rows of a commit.
pub(crate) fn append(tx: &Tx<'_>, seq: Seq, mark: i64, author: &Author, changes: &[Change]) -> Result<(), Error> {
    let mut insert = tx.batch(APPEND)?;
    for (part, change) in (0_i64..).zip(changes) {
        let (subject, first, last, count, ids) = match &change.subject {
            Subject::Numbers { first, last, count, ids } => {
                let count = i64::try_from(*count).unwrap_or(i64::MAX);
                (NUMBERS, first.as_i64(), last.as_i64(), count, Value::Bytes(ids.as_bytes()))
            }
            Subject::Token(id) => (TOKEN, id.0, id.0, 1, Value::Null),
        };
        insert.execute(&[
            seq.stored().into(),
            part.into(),
            mark.into(),
            author.at.into(),
            (&author.actor).into(),
            change.tenant.into(),
            change.kind.as_str().into(),
            subject.into(),
            first.into(),
            last.into(),
            ids,
            count.into(),
            change.before.as_deref().into(),
            change.after.as_deref().into(),
            change.task.map(Guid::from).into(),
        ])?;
    }
    Ok(())
}

/// Every row after that commit, in order.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn since(tx: &Tx<'_>, after: Seq, mut each: impl FnMut(&LoggedChange)) -> Result<(), Error> {
    tx.query(SINCE, &[after.stored().into()], |row| {
        each(&read(row)?);
        Ok(())
    })
}

/// The mark of that commit; `None` when its rows are not kept.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn mark_of(tx: &Tx<'_>, seq: Seq) -> Result<Option<i64>, Error> {
    tx.find(MARK_OF, &[seq.stored().into()], |row| row.integer(0))
}

/// The oldest commit whose rows are kept.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn oldest(tx: &Tx<'_>) -> Result<Option<Seq>, Error> {
    tx.find(OLDEST, &[], |row| Ok(Seq(row.narrow(0, "change.seq")?)))
}

/// For each tenant's id, the last commit that touched its rows.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn last_by_tenant(tx: &Tx<'_>, mut each: impl FnMut(u32, Seq)) -> Result<(), Error> {
    tx.query(LAST_BY_TENANT, &[], |row| {
        each(row.narrow(0, "change.tenant")?, Seq(row.narrow(1, "change.seq")?));
        Ok(())
    })
}

fn read(row: &Row<'_>) -> Result<LoggedChange, Error> {
    Ok(LoggedChange {
        seq: Seq(row.narrow(0, "change.seq")?),
        part: row.narrow(1, "change.part")?,
        mark: row.integer(2)?,
        at: row.ticks(3, "change.at")?,
        actor: row.text(4)?.to_owned(),
        change: Change {
            tenant: row
                .optional_integer(5)?
                .map(u32::try_from)
                .transpose()
                .map_err(|_| Error::corrupt("change.tenant"))?,
            kind: ChangeKind::parse(row.text(6)?).ok_or_else(|| Error::corrupt("change.kind"))?,
            subject: read_subject(row)?,
            before: row.optional_string(12)?,
            after: row.optional_string(13)?,
            task: row.optional_guid(14, "change.task")?.map(TaskId::from),
        },
    })
}

fn read_subject(row: &Row<'_>) -> Result<Subject, Error> {
    match row.text(7)? {
        NUMBERS => {
            let id = |column, place| NumberId::from_i64(row.integer(column)?).ok_or_else(|| Error::corrupt(place));
            Ok(Subject::Numbers {
                first: id(8, "change.first_id")?,
                last: id(9, "change.last_id")?,
                count: row.narrow(11, "change.count")?,
                ids: IdSet::from_bytes(row.bytes(10)?.to_vec()),
            })
        }
        TOKEN => Ok(Subject::Token(TokenId(row.integer(8)?))),
        _ => Err(Error::corrupt("change.subject")),
    }
}
