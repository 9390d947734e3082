//! What the server answers, beside the records.

use crate::NumberRecord;
use serde::Deserialize;
use std::time::Duration;

/// A value, and of which state of the server's data it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// The value.
    pub value: T,
    /// The entity tag, to ask again with only if something has changed.
    pub etag: Option<String>,
    /// The last change that the value may know of (`Numberline-Seq`).
    pub seq: Option<u64>,
    /// For how long the server has not reached its database (`Numberline-Stale`); `None` while it does.
    pub stale: Option<Duration>,
}

/// A page of a list, of numbers mostly. The totals are exact and of the same state as the records.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T = NumberRecord> {
    /// The page asked for, from 1.
    pub current_page: u64,
    /// Records on a full page.
    pub page_size: u64,
    /// How many pages there are; 0 when there is nothing.
    pub total_pages: u64,
    /// How many records there are on all pages.
    pub total_records: u64,
    /// The records; none on a page past the end.
    pub data: Vec<T>,
}

/// Whether the server answers questions about numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It does.
    Ready {
        /// Its database is away: answers are as old as [`Answer::stale`] says.
        stale: bool,
    },
    /// It is still reading its database.
    Loading,
}
