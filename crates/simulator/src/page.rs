//! Pages of lists, and what faults make of them.

use crate::asked::Asked;
use crate::fault::{Aim, ListFault, What};
use crate::filter::{self, Filter};
use crate::refusal::Refusal;
use crate::world::World;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a query as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'$');

/// How far a list is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Walk {
    pub(crate) skip: usize,
    /// The most items over all pages.
    pub(crate) top: Option<usize>,
    /// The most items on a page.
    pub(crate) size: usize,
}

/// A page that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Positions in the list.
    pub(crate) items: Vec<usize>,
    /// What the list is told to have in all.
    pub(crate) total: usize,
    /// How the walk goes on.
    pub(crate) next: Option<Walk>,
}

/// What a list of the gateway is asked for.
#[derive(Debug)]
pub(crate) struct ListQuery {
    pub(crate) walk: Walk,
    pub(crate) filter: Option<Filter>,
    pub(crate) counts: bool,
}

impl ListQuery {
    /// Reads it.
    pub(crate) fn read(asked: &Asked<'_>, page_size: usize, max_page_size: usize) -> Result<Self, Refusal> {
        let size = count(asked, "maxpagesize")?;
        if size == Some(0) {
            return Err(bad("maxpagesize", "must be at least 1"));
        }
        let counts = match asked.parameter("countRecords") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(bad("countRecords", "must be true or false")),
        };
        let filter = asked.parameter("filter").map(filter::parse).transpose();
        Ok(Self {
            walk: Walk {
                skip: count(asked, "skip")?.unwrap_or_default(),
                top: count(asked, "top")?,
                size: size.unwrap_or(page_size).min(max_page_size),
            },
            filter: filter.map_err(|error| Refusal::new(400, "InvalidFilter", error.to_string()).at("filter"))?,
            counts,
        })
    }
}

/// A query parameter that counts something, as the contract's 32 bits have it.
fn count(asked: &Asked<'_>, name: &str) -> Result<Option<usize>, Refusal> {
    let Some(text) = asked.parameter(name) else { return Ok(None) };
    let number: Option<i32> = text.parse().ok();
    number.and_then(|number| usize::try_from(number).ok()).map(Some).ok_or_else(|| bad(name, "must be 0 or more"))
}

fn bad(name: &str, what: &str) -> Refusal {
    Refusal::new(400, "InvalidQueryParameterValue", format!("{name} {what}")).at(name)
}

/// The address of the next page: that of this one with the walk's place in it.
pub(crate) fn link(asked: &Asked<'_>, next: Walk, names: [&str; 2]) -> String {
    let [top, skip] = names;
    let mut link = format!("{}{}", asked.base, asked.path);
    let mut separator = '?';
    let mut add = |name: &str, value: &str| {
        link.push(separator);
        link.push_str(&format!("{}={}", utf8_percent_encode(name, PLAIN), utf8_percent_encode(value, PLAIN)));
        separator = '&';
    };
    for (name, value) in asked.query.iter().filter(|(name, _)| name != top && name != skip) {
        add(name, value);
    }
    if let Some(rest) = next.top {
        add(top, &rest.to_string());
    }
    add(skip, &next.skip.to_string());
    link
}

impl World {
    /// The page of a list of so many items, as faults have it.
    pub(crate) fn page(&mut self, aim: &Aim, walk: Walk, items: usize) -> Page {
        let limit = walk.top.map_or(items, |top| items.min(walk.skip.saturating_add(top)));
        let start = walk.skip.min(limit);
        let end = start.saturating_add(walk.size).min(limit);
        let mut page = Page { items: (start..end).collect(), total: items, next: None };
        let onward = |to: usize| Walk { skip: to, top: walk.top.map(|_| limit.saturating_sub(to)), size: walk.size };
        page.next = (end < limit).then(|| onward(end));
        let could = |what: &What| {
            let What::List(fault) = *what else { return None };
            let can = match fault {
                ListFault::RepeatedPage => start > 0,
                ListFault::ShortList => end > start,
                ListFault::LostPage => end < limit,
                ListFault::EndlessLink | ListFault::ChangingTotals => true,
                ListFault::Shuffled => end - start > 1,
            };
            can.then_some(fault)
        };
        match self.draw(aim, could) {
            None => {}
            Some(ListFault::RepeatedPage) => page.items = (start.saturating_sub(walk.size)..start).collect(),
            Some(ListFault::ShortList) => {
                page.items.truncate(page.items.len() / 2);
                page.next = None;
            }
            Some(ListFault::LostPage) => page.next = Some(onward(end.saturating_add(walk.size).min(limit))),
            Some(ListFault::EndlessLink) => page.next = Some(onward(start)),
            Some(ListFault::Shuffled) => {
                self.random.shuffle(&mut page.items);
                // Chance may leave them as they were, which would be no fault.
                if page.items.is_sorted() {
                    page.items.reverse();
                }
            }
            Some(ListFault::ChangingTotals) => {
                let by = 1 + self.random.below(9);
                page.total = if items >= by && self.random.happens(0.5) { items - by } else { items + by };
            }
        }
        page
    }
}
