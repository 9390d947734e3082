//! Pages of the gateway's lists.

use crate::Failure;
use crate::http::Answer;
use serde::Deserialize;

/// A page, read.
pub(in crate::microsoft) struct Page<T> {
    pub(in crate::microsoft) rows: Vec<T>,
    pub(in crate::microsoft) next: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageRow<R> {
    value: Vec<R>,
    next_link: Option<String>,
}

/// Reads a page whose rows are read so.
pub(in crate::microsoft) fn read<'a, R: Deserialize<'a>, T>(
    answer: &'a Answer,
    read: impl Fn(R) -> Result<T, Failure>,
) -> Result<Page<T>, Failure> {
    let PageRow { value, next_link } = answer.json::<PageRow<R>>()?;
    let rows = value.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(Page { rows, next: next_link })
}
