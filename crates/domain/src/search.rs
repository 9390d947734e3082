//! What a person types to find numbers.

use crate::{Guid, PhoneNumber};

/// Fewer digits than these are a part of a number, not a number in a list.
const LEAST_LISTED: usize = 7;

/// What a search text means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Search {
    /// Numbers that begin with these digits, the country code first. They do not begin with 0.
    Prefix(String),
    /// Numbers that have these digits anywhere.
    Part(String),
    /// Exactly these numbers, in ascending order.
    Numbers(Vec<PhoneNumber>),
    /// Whatever bears this GUID: a tenant, a service, a calling profile.
    Guid(Guid),
    /// Names of services and companies that have this text in them, in lower case.
    Text(String),
}

impl Search {
    /// Reads a search text; `None` when there is nothing in it.
    ///
    /// Several whole numbers, parted by blanks, commas or semicolons, are a list. Digits after a `+` or `00` are the
    /// beginning of a number; other digits stand anywhere in it, without the 0 that national numbers are dialled with.
    /// What has letters in it is a GUID or a text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(guid) = Guid::parse(text) {
            return Some(Self::Guid(guid));
        }
        if !text.chars().all(|letter| letter.is_ascii_digit() || is_between_digits(letter)) {
            return Some(Self::Text(text.to_lowercase())).filter(|_| !text.is_empty());
        }
        listed(text).or_else(|| digits_of(text))
    }
}

fn is_between_digits(letter: char) -> bool {
    letter.is_whitespace() || "+-.()/,;".contains(letter)
}

/// A list of at least two whole numbers.
fn listed(text: &str) -> Option<Search> {
    let words = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    let mut numbers = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < LEAST_LISTED {
            return None;
        }
        numbers.push(PhoneNumber::parse(&format!("+{digits}")).ok()?);
    }
    numbers.sort_unstable();
    let several = numbers.len() > 1;
    numbers.dedup();
    several.then_some(Search::Numbers(numbers))
}

fn digits_of(text: &str) -> Option<Search> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = if text.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    match international.map(|rest| rest.trim_start_matches('0')) {
        Some(rest) if !rest.is_empty() => Some(Search::Prefix(rest.to_owned())),
        Some(_) => None,
        None => {
            let part = digits.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(&digits);
            (!part.is_empty()).then(|| Search::Part(part.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(texts: &[&str]) -> Option<Search> {
        Some(Search::Numbers(texts.iter().map(|text| PhoneNumber::parse(text).unwrap()).collect()))
    }

    #[test]
    fn digits_are_a_beginning_or_a_part() {
        for (text, meaning) in [
            ("+44 871 894", Search::Prefix("44871894".to_owned())),
            ("0044 (871) 894", Search::Prefix("44871894".to_owned())),
            ("08718/943-000", Search::Part("8718943000".to_owned())),
            ("943", Search::Part("943".to_owned())),
            ("0", Search::Part("0".to_owned())),
        ] {
            assert_eq!(Search::parse(text), Some(meaning), "{text}");
        }
    }

    #[test]
    fn several_whole_numbers_are_a_list() {
        let list = numbers(&["+448718943000", "+448718943001"]);
        for text in
            ["+448718943001, +448718943000", "448718943000\n448718943001 448718943000", "+448718943000;+448718943001"]
        {
            assert_eq!(Search::parse(text), list, "{text}");
        }
        assert_eq!(Search::parse("+448718943000 +448718943000"), numbers(&["+448718943000"]));
    }

    #[test]
    fn anything_else_is_a_guid_a_text_or_nothing() {
        let guid = Guid::parse("3bc57cac-5794-457f-ad36-2c88cade9dbb").unwrap();
        assert_eq!(Search::parse(" 3BC57CAC-5794-457f-ad36-2c88cade9dbb"), Some(Search::Guid(guid)));
        assert_eq!(Search::parse("Harbour 24/7"), Some(Search::Text("harbour 24/7".to_owned())));
        for nothing in ["", "  ", "+", "00", ", ;"] {
            assert_eq!(Search::parse(nothing), None, "{nothing}");
        }
    }
}
