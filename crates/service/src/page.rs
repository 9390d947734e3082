//! A page of a list that is read from the database.

/// A page, with totals of the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The page asked for, from 1.
    pub number: u64,
    /// How many are on a page.
    pub size: u64,
    /// How many there are in all.
    pub total: u64,
    /// Those of this page.
    pub data: Vec<T>,
    /// The last change that the page is sure to know of, among those that the caller may know of.
    pub seq: u64,
}

/// Which page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The page, from 1.
    pub number: u64,
    /// How many on a page.
    pub size: u64,
}

impl Wanted {
    /// How many come before the page.
    pub(crate) const fn skip(self) -> u64 {
        self.number.saturating_sub(1).saturating_mul(self.size)
    }

    /// The page of these totals.
    pub(crate) const fn page<T>(self, total: u64, data: Vec<T>, seq: u64) -> Page<T> {
        Page { number: self.number, size: self.size, total, data, seq }
    }
}
