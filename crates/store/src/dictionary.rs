//! What the tables of interned values have in common: an id from 1, and a key that makes the value unique.

use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx, counter};

/// A value that is kept once, under an id.
pub(crate) trait Interned {
    /// Where its ids come from.
    const COUNTER: Counter;
    /// Keeps a [row](Self::row), unless one with its key is there.
    const INSERT: &'static str;
    /// The id that belongs to a [key](Self::key).
    const FIND_ID: &'static str;
    /// The id's column, for the one who must repair it.
    const PLACE: &'static str;

    /// Stands for a tuple of many members; nothing where the members are the key themselves.
    fn digest(&self) -> Digest;

    fn key<'v>(&'v self, digest: &'v Digest) -> Vec<Value<'v>> {
        let _ = self;
        vec![digest.as_bytes().into()]
    }

    fn row<'v>(&'v self, id: u32, digest: &'v Digest) -> Vec<Value<'v>>;
}

/// Whether the insert made a row; one with the same key stays as it is.
pub(crate) fn insert<T: Interned>(tx: &Tx<'_>, id: u32, value: &T) -> Result<bool, Error> {
    Ok(tx.execute(T::INSERT, &value.row(id, &value.digest()))? == 1)
}

/// The id of a value.
pub(crate) fn find_id<T: Interned>(tx: &Tx<'_>, value: &T) -> Result<Option<u32>, Error> {
    tx.find(T::FIND_ID, &value.key(&value.digest()), |row| row.narrow(0, T::PLACE))
}

/// The ids of values, which from now on are kept. Like every counter, that of the ids is locked before the head.
pub(crate) fn intern_each<T: Interned>(tx: &Tx<'_>, values: &[T]) -> Result<Vec<u32>, Error> {
    let digests: Vec<Digest> = values.iter().map(T::digest).collect();
    let find = |which: &[usize]| -> Result<Vec<Option<u32>>, Error> {
        let keys: Vec<_> = which.iter().map(|index| values[*index].key(&digests[*index])).collect();
        tx.batch(T::FIND_ID)?.find_each(&keys, |row| row.narrow(0, T::PLACE))
    };
    let all: Vec<usize> = (0..values.len()).collect();
    let mut ids = find(&all)?;
    let missing: Vec<usize> = all.into_iter().filter(|index| ids[*index].is_none()).collect();
    if !missing.is_empty() {
        let fresh = counter::advance(tx, T::COUNTER, u64::try_from(missing.len()).expect("a length fits 64 bits"))?;
        let fresh = fresh.map(|id| u32::try_from(id).expect("these counters end below 32 bits"));
        let rows: Vec<_> =
            missing.iter().zip(fresh).map(|(index, id)| values[*index].row(id, &digests[*index])).collect();
        tx.batch(T::INSERT)?.execute_each(&rows)?;
        // Another writer may have been faster, or a value stands here twice.
        for (index, id) in missing.iter().zip(find(&missing)?) {
            ids[*index] = id;
        }
    }
    ids.into_iter().map(|id| id.ok_or_else(|| Error::corrupt(T::PLACE))).collect()
}

/// Those of the ids that are not found under the digests of their values.
pub(crate) fn misplaced(tx: &Tx<'_>, kept: &[(u32, Digest)], find_id: &str) -> Result<Vec<u32>, Error> {
    let keys: Vec<_> = kept.iter().map(|(_, digest)| vec![Value::from(digest.as_bytes())]).collect();
    let found = tx.batch(find_id)?.find_each(&keys, |row| row.narrow(0, "a dictionary id"))?;
    let wrong = kept.iter().zip(found).filter(|((id, _), found)| *found != Some(*id));
    Ok(wrong.map(|((id, _), _)| *id).collect())
}

/// Every value with the id in the first column.
pub(crate) fn scan<T>(
    tx: &Tx<'_>,
    sql: &str,
    place: &'static str,
    read: impl Fn(&Row<'_>) -> Result<T, Error>,
    mut each: impl FnMut(u32, T),
) -> Result<(), Error> {
    tx.query(sql, &[], |row| {
        each(row.narrow(0, place)?, read(row)?);
        Ok(())
    })
}
