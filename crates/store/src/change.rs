//! The change log: what every commit changed. It is the history, and what the inventories follow.

mod kind;
mod subject;

pub use kind::{ChangeKind, Passage};
pub use subject::{FactKind, RecordKind};

use crate::row::{Row, Value};
use crate::{Author, Error, Seq, Tx};
use numberline_domain::{ChannelId, Guid, IdSet, IdSetBuilder, NumberId, TaskId, Ticks, TokenId};
use std::collections::BTreeSet;

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
        /// The channels that they are in or were in, ascending; `None` where they may be in any of the tenant's.
        channels: Option<Vec<ChannelId>>,
    },
    /// A token.
    Token(TokenId),
    /// Facts that were rewritten under their ids, and with them every number that has them.
    Facts {
        /// Which table's.
        kind: FactKind,
        /// How many they are.
        count: u64,
        /// Their ids.
        ids: IdSet,
    },
    /// A record beside the numbers. Which one stands in `after`: it is for people, inventories do not hold records.
    Record(RecordKind),
}

impl Subject {
    /// These facts; `None` when there are none.
    #[must_use]
    pub fn facts(kind: FactKind, ids: impl IntoIterator<Item = u32>) -> Option<Self> {
        let ids: BTreeSet<u32> = ids.into_iter().collect();
        let mut builder = IdSetBuilder::default();
        ids.iter().for_each(|id| builder.push(i64::from(*id)));
        let count = builder.count();
        (count > 0).then(|| Self::Facts { kind, count, ids: builder.finish() })
    }

    /// These numbers, ascending, whatever their channels; `None` when there are none.
    ///
    /// # Panics
    /// When they are not ascending.
    #[must_use]
    pub fn numbers(ids: impl IntoIterator<Item = NumberId>) -> Option<Self> {
        Self::of(ids, None)
    }

    /// These numbers, ascending, which are in these channels or were until now; `None` when there are none. Who sees
    /// other channels alone hears nothing of such a change.
    ///
    /// # Panics
    /// When they are not ascending.
    #[must_use]
    pub fn numbers_in(
        ids: impl IntoIterator<Item = NumberId>,
        channels: impl IntoIterator<Item = ChannelId>,
    ) -> Option<Self> {
        let channels: BTreeSet<ChannelId> = channels.into_iter().collect();
        Self::of(ids, Some(channels).filter(|channels| (1..=MOST_CHANNELS).contains(&channels.len())))
    }

    fn of(ids: impl IntoIterator<Item = NumberId>, channels: Option<BTreeSet<ChannelId>>) -> Option<Self> {
        let mut builder = IdSetBuilder::default();
        let mut ends = None;
        for id in ids {
            builder.push(id.as_i64());
            ends = Some((ends.map_or(id, |(first, _)| first), id));
        }
        let (first, last) = ends?;
        let channels = channels.map(Vec::from_iter);
        Some(Self::Numbers { first, last, count: builder.count(), ids: builder.finish(), channels })
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

type Words<'c> = (&'static str, Option<i64>, Option<i64>, i64, Value<'c>);
/// A change that touches more channels counts as one that may be in any.
const MOST_CHANNELS: usize = 64;

const NUMBERS: &str = "numbers";
const TOKEN: &str = "token";

statements! {
    APPEND = "INSERT INTO change (seq, part, mark, at, actor, tenant, kind, subject, first_id, last_id, ids, count, before, after, task, channels)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    SINCE = "SELECT seq, part, mark, at, actor, tenant, kind, subject, first_id, last_id, ids, count, before, after, task, channels
             FROM change WHERE seq > $1 ORDER BY seq, part";
    OF_NUMBER = "SELECT seq, part, mark, at, actor, tenant, kind, subject, first_id, last_id, ids, count, before, after, task, channels
             FROM change WHERE tenant = $1 AND first_id <= $2 AND last_id >= $2 AND subject = 'numbers' ORDER BY seq, part";
    MARK_OF = "SELECT mark FROM change WHERE seq = $1 ORDER BY part LIMIT 1";
    OLDEST = "SELECT seq FROM change ORDER BY seq LIMIT 1";
    LAST_TOUCHED = "SELECT tenant, nullif(channels, ''), seq, mark FROM touched
             UNION ALL SELECT last.tenant, last.channels, last.seq, change.mark
             FROM (SELECT tenant, channels, max(seq) AS seq FROM change
                   WHERE tenant IS NOT NULL GROUP BY tenant, channels) AS last
             JOIN change ON change.seq = last.seq AND change.part = 0";
}

/// Writes the rows of a commit.
pub(crate) fn append(tx: &Tx<'_>, seq: Seq, mark: i64, author: &Author, changes: &[Change]) -> Result<(), Error> {
    let mut insert = tx.batch(APPEND)?;
    for (part, change) in (0_i64..).zip(changes) {
        let channels = match &change.subject {
            Subject::Numbers { channels, .. } => channels.as_deref().map(channels_to_text),
            Subject::Token(_) | Subject::Facts { .. } | Subject::Record(_) => None,
        };
        let (subject, first, last, count, ids) = words(&change.subject);
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
            channels.as_deref().into(),
        ])?;
    }
    Ok(())
}

fn words(subject: &Subject) -> Words<'_> {
    let stored = |count: &u64| i64::try_from(*count).unwrap_or(i64::MAX);
    match subject {
        Subject::Numbers { first, last, count, ids, .. } => {
            let ends = (Some(first.as_i64()), Some(last.as_i64()));
            (NUMBERS, ends.0, ends.1, stored(count), Value::Bytes(ids.as_bytes()))
        }
        Subject::Token(id) => (TOKEN, Some(id.0), Some(id.0), 1, Value::Null),
        Subject::Facts { kind, count, ids } => (kind.as_str(), None, None, stored(count), Value::Bytes(ids.as_bytes())),
        Subject::Record(kind) => (kind.as_str(), None, None, 1, Value::Null),
    }
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

/// Every row of a tenant that touched the number with this id, in order.
///
/// # Errors
/// Any [`Error`] of the database; [`Error::Corrupt`] where packed ids are damaged.
pub fn of_number(tx: &Tx<'_>, tenant: u32, id: NumberId, mut each: impl FnMut(LoggedChange)) -> Result<(), Error> {
    tx.query(OF_NUMBER, &[tenant.into(), id.as_i64().into()], |row| {
        let logged = read(row)?;
        if let Subject::Numbers { ids, .. } = &logged.change.subject
            && ids.contains(id.as_i64()).map_err(|_| Error::corrupt("change.ids"))?
        {
            each(logged);
        }
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

/// For each tenant's id, the last commits that touched its rows, in these channels or in any, each with its mark; in no
/// order.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn last_touched(tx: &Tx<'_>, mut each: impl FnMut(u32, Option<&[ChannelId]>, Seq, i64)) -> Result<(), Error> {
    tx.query(LAST_TOUCHED, &[], |row| {
        let channels = read_channels(row, 1)?;
        let seq = Seq(row.narrow(2, "change.seq")?);
        each(row.narrow(0, "change.tenant")?, channels.as_deref(), seq, row.integer(3)?);
        Ok(())
    })
}

fn channels_to_text(channels: &[ChannelId]) -> String {
    let texts: Vec<_> = channels.iter().map(ChannelId::to_string).collect();
    texts.join(",")
}

fn read_channels(row: &Row<'_>, column: usize) -> Result<Option<Vec<ChannelId>>, Error> {
    let Some(text) = row.optional_text(column)? else { return Ok(None) };
    let channels: Result<_, _> = text.split(',').map(str::parse).collect();
    channels.map(Some).map_err(|_| Error::corrupt("change.channels"))
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
                channels: read_channels(row, 15)?,
            })
        }
        TOKEN => Ok(Subject::Token(TokenId(row.integer(8)?))),
        word => {
            let facts = FactKind::parse(word).map(|kind| {
                let ids = IdSet::from_bytes(row.bytes(10)?.to_vec());
                Ok(Subject::Facts { kind, count: row.narrow(11, "change.count")?, ids })
            });
            facts
                .or_else(|| RecordKind::parse(word).map(|kind| Ok(Subject::Record(kind))))
                .unwrap_or_else(|| Err(Error::corrupt("change.subject")))
        }
    }
}
