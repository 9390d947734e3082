//! What an order names, what it comes to, and why a number cannot be in it.

mod refusal;

pub use refusal::{Item, Reason, ReasonClass, Refused};

use crate::PhoneNumber;

/// Telephone numbers from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneRange {
    /// The first.
    pub start: PhoneNumber,
    /// The last.
    pub end: PhoneNumber,
}

/// Where a telephone number is used: the letters of its country where there are some, and its calling code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country {
    /// ISO 3166-1 alpha-2; `None` for numbers of no country, such as +800.
    pub iso: Option<[u8; 2]>,
    /// The calling code.
    pub calling_code: u16,
}

impl Country {
    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.iso.as_ref().and_then(|letters| std::str::from_utf8(letters).ok())
    }
}

/// The numbers that an order names: one by one, and in ranges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// One by one.
    pub numbers: Vec<PhoneNumber>,
    /// In ranges.
    pub ranges: Vec<PhoneRange>,
}

/// What an order comes to: its numbers, ascending and without repetition, each with its country; and what is wrong with
/// the items it names. Only an order without refusals may be carried out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expanded {
    /// The numbers.
    pub numbers: Vec<(PhoneNumber, Country)>,
    /// What is wrong.
    pub refused: Vec<Refused>,
}

impl Wanted {
    /// Expands the ranges and judges each item by the rules of the field. `country` knows the numbering plans: `None`
    /// means that no plan has such a number. At most `limit` numbers are made.
    pub fn expand(&self, limit: usize, mut country: impl FnMut(PhoneNumber) -> Option<Country>) -> Expanded {
        let mut refused = Vec::new();
        let mut numbers = Vec::new();
        for phone in &self.numbers {
            match country(*phone) {
                _ if numbers.len() >= limit => {
                    refused.push(Refused::new(Item::Number(*phone), Reason::PastLimit { limit }));
                    break;
                }
                Some(country) => numbers.push((*phone, country)),
                None => refused.push(Refused::new(Item::Number(*phone), Reason::Impossible)),
            }
        }
        for range in &self.ranges {
            match expand_range(*range, limit.saturating_sub(numbers.len()), limit, &mut country) {
                Ok(more) => numbers.extend(more),
                Err(reason) => refused.push(Refused::new(Item::Range(*range), reason)),
            }
        }
        if numbers.is_empty() && refused.is_empty() {
            refused.push(Refused::new(Item::Order, Reason::Nothing));
        }
        numbers.sort_unstable();
        refused.extend(without_doubles(&mut numbers));
        Expanded { numbers, refused }
    }
}

fn expand_range(
    range: PhoneRange,
    room: usize,
    limit: usize,
    country: &mut impl FnMut(PhoneNumber) -> Option<Country>,
) -> Result<Vec<(PhoneNumber, Country)>, Reason> {
    let (start, end) = (range.start.digits(), range.end.digits());
    if start.ilog10() != end.ilog10() {
        return Err(Reason::LengthsDiffer);
    }
    if start > end {
        return Err(Reason::Reversed);
    }
    let (first, last) = (country(range.start), country(range.end));
    let (Some(first), Some(last)) = (first, last) else { return Err(Reason::Impossible) };
    if first != last {
        return Err(Reason::CountriesDiffer);
    }
    if end - start >= room as u64 {
        return Err(Reason::PastLimit { limit });
    }
    let numbers = (start..=end).map(|digits| PhoneNumber::from_digits(digits).expect("it lies between two numbers"));
    Ok(numbers.map(|phone| (phone, first)).collect())
}

/// Takes the repetitions out of sorted numbers, and names each number that was repeated once.
fn without_doubles(numbers: &mut Vec<(PhoneNumber, Country)>) -> Vec<Refused> {
    let mut doubled: Vec<Refused> = Vec::new();
    numbers.dedup_by(|(later, _), (earlier, _)| {
        let is_double = later == earlier;
        let item = Item::Number(*later);
        if is_double && doubled.last().is_none_or(|last| last.item != item) {
            doubled.push(Refused::new(item, Reason::Doubled));
        }
        is_double
    });
    doubled
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
