//! The pages of our own lists: asked for and enveloped as those of the contract's list.

use crate::numbers::input::{self, MAX_PAGE_NUMBER};
use crate::problem::Faults;
use crate::query::{self, Parameter};
use numberline_service::page::{Page, Wanted};
use serde::Serialize;

/// The page.
pub(crate) const PAGE_NUMBER: Parameter = Parameter { name: "pageNumber", aliases: &["page number", "page_number"] };
/// How many on a page.
pub(crate) const PAGE_SIZE: Parameter = Parameter { name: "pageSize", aliases: &["page size", "page_size"] };

/// Reads which page is wanted.
pub(crate) fn wanted(number: Option<&str>, size: Option<&str>, max_page_size: u64, faults: &mut Faults) -> Wanted {
    let default_size = input::default_page_size(max_page_size);
    Wanted {
        number: query::integer(PAGE_NUMBER.name, number, 1..=MAX_PAGE_NUMBER, 1, faults),
        size: query::integer(PAGE_SIZE.name, size, 1..=max_page_size, default_size, faults),
    }
}

/// A page in its envelope.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Envelope<T> {
    current_page: u64,
    page_size: u64,
    total_pages: u64,
    total_records: u64,
    data: Vec<T>,
}

impl<T> Envelope<T> {
    /// The envelope of a page whose entries are shown so.
    pub(crate) fn of<P>(page: Page<P>, show: impl FnMut(P) -> T) -> Self {
        Self {
            current_page: page.number,
            page_size: page.size,
            total_pages: page.total.div_ceil(page.size.max(1)),
            total_records: page.total,
            data: page.data.into_iter().map(show).collect(),
        }
    }
}
