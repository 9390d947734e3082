//! The ids of a batch, packed as ranges: a run of neighbours costs a few bytes, a lone id two to four.
//!
//! Each range is one varint `gap × 2 + run`, where `gap` counts from the end of the range before it and `run` says
//! that a second varint follows: the range's length less two.

use std::ops::RangeInclusive;

/// An ascending set of ids, packed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IdSet {
    bytes: Vec<u8>,
}

/// The stored bytes are no packed set: the row they stand in is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packed ids are damaged")]
pub struct CorruptIdSet;

impl IdSet {
    /// A set kept as bytes by [`IdSet::as_bytes`].
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// The packed form.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it has this id.
    ///
    /// # Errors
    /// [`CorruptIdSet`] where the bytes before it are damaged.
    pub fn contains(&self, id: i64) -> Result<bool, CorruptIdSet> {
        for range in self.ranges() {
            let range = range?;
            if *range.end() >= id {
                return Ok(*range.start() <= id);
            }
        }
        Ok(false)
    }

    /// The ranges, ascending.
    ///
    /// # Errors
    /// Yields [`CorruptIdSet`] once, and ends, where the bytes are damaged.
    pub fn ranges(&self) -> impl Iterator<Item = Result<RangeInclusive<i64>, CorruptIdSet>> + '_ {
        let mut rest = self.bytes.as_slice();
        let mut next = 0_i64;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let range = read_range(&mut rest, next);
            match &range {
                Some(range) => next = range.end().saturating_add(1),
                None => rest = &[],
            }
            Some(range.ok_or(CorruptIdSet))
        })
    }
}

/// Packs ids given in ascending order.
#[derive(Debug, Default)]
pub struct IdSetBuilder {
    bytes: Vec<u8>,
    count: u64,
    /// First id after the last range written.
    next: i64,
    open: Option<(i64, i64)>,
}

impl IdSetBuilder {
    /// Adds an id, which must be larger than every one before it.
    ///
    /// # Panics
    /// When it is not: the caller forgot to sort.
    pub fn push(&mut self, id: i64) {
        self.count += 1;
        match &mut self.open {
            Some((_, last)) if *last + 1 == id => *last = id,
            Some((_, last)) => {
                assert!(id > *last, "ids are pushed in ascending order");
                self.close();
                self.open = Some((id, id));
            }
            None => self.open = Some((id, id)),
        }
    }

    /// How many ids it has.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The packed set.
    #[must_use]
    pub fn finish(mut self) -> IdSet {
        self.close();
        IdSet { bytes: self.bytes }
    }

    fn close(&mut self) {
        let Some((first, last)) = self.open.take() else { return };
        let gap = (first - self.next).unsigned_abs();
        let further = (last - first).unsigned_abs();
        write_varint(&mut self.bytes, u128::from(gap) << 1 | u128::from(further > 0));
        if further > 0 {
            write_varint(&mut self.bytes, u128::from(further - 1));
        }
        self.next = last.saturating_add(1);
    }
}

fn read_range(rest: &mut &[u8], next: i64) -> Option<RangeInclusive<i64>> {
    let head = read_varint(rest)?;
    let first = next.checked_add(i64::try_from(head >> 1).ok()?)?;
    let further = if head & 1 == 1 { i64::try_from(read_varint(rest)?).ok()?.checked_add(1)? } else { 0 };
    Some(first..=first.checked_add(further)?)
}

fn write_varint(bytes: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        bytes.push(0x80 | u8::try_from(value & 0x7f).expect("seven bits fit a byte"));
        value >>= 7;
    }
    bytes.push(u8::try_from(value).expect("less than 0x80"));
}

fn read_varint(rest: &mut &[u8]) -> Option<u128> {
    let mut value = 0_u128;
    for shift in (0..70).step_by(7) {
        let (byte, tail) = rest.split_first()?;
        *rest = tail;
        value |= u128::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(ids: &[i64]) -> IdSet {
        let mut builder = IdSetBuilder::default();
        for id in ids {
            builder.push(*id);
        }
        builder.finish()
    }

    fn unpack(set: &IdSet) -> Vec<i64> {
        set.ranges().flat_map(|range| range.unwrap()).collect()
    }

    #[test]
    fn ids_come_back() {
        for ids in
            [&[][..], &[0], &[5], &[0, 1, 2], &[1, 2, 3, 9, 11, 12, 5_000_000_000, i64::MAX], &[i64::MAX - 1, i64::MAX]]
        {
            let set = pack(ids);
            assert_eq!(unpack(&set), ids);
            assert!([0, 4, 5, 10, 12, i64::MAX].iter().all(|id| set.contains(*id) == Ok(ids.contains(id))));
        }
    }

    #[test]
    fn a_job_of_500_costs_a_few_bytes_and_scattered_ids_at_most_four() {
        let job: Vec<i64> = (121_452..121_952).collect();
        assert!(pack(&job).as_bytes().len() <= 6);
        let scattered: Vec<i64> = (0..1000).map(|index| index * 9_999).collect();
        assert!(pack(&scattered).as_bytes().len() <= 4 * 1000);
    }

    #[test]
    fn damage_is_said() {
        assert!(IdSet::from_bytes(vec![0xff; 12]).ranges().any(|range| range.is_err()));
        assert!(IdSet::from_bytes(vec![0x03]).ranges().any(|range| range.is_err()));
    }
}
