//! Records as the API gives them: the vendor's shapes for its own calls, ours for ours.

mod customer;
mod lead;
mod profile;
mod sbc;
mod service;

pub use customer::{CustomerBrief, CustomerDetails};
pub use lead::Lead;
pub use profile::Profile;
pub use sbc::{Channel, Sbc};
pub use service::Service;

use numberline_domain::Guid;
use serde::Serialize;

fn text(guid: Guid) -> String {
    guid.to_string()
}

/// A page of records, and totals of the same state.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The page asked for.
    current_page: u64,
    /// The records asked for on a page.
    page_size: u64,
    /// Pages of that size; 0 when there is nothing.
    total_pages: u64,
    /// Records there are.
    total_records: u64,
    /// Those on this page.
    data: Vec<T>,
}

impl<T> Page<T> {
    /// The page of these records; pages count from 1.
    pub fn of<R>(records: Vec<R>, page: u64, size: u64, view: impl Fn(R) -> T) -> Self {
        let total = records.len() as u64;
        let skip = usize::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(usize::MAX);
        let most = usize::try_from(size).unwrap_or(usize::MAX);
        Self {
            current_page: page,
            page_size: size,
            total_pages: total.div_ceil(size.max(1)),
            total_records: total,
            data: records.into_iter().skip(skip).take(most).map(view).collect(),
        }
    }
}
