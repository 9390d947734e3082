//! Query strings, read strictly: every name known, every name once, every fault told.
//!
//! Names are matched without regard to case and in every spelling that the contract accepts.

use crate::problem::{Faults, Problem};
use axum::extract::FromRequestParts;
use http::request::Parts;
use std::borrow::Cow;

/// A parameter of a call.
pub(crate) struct Parameter {
    /// The name under which the contract and every fault mention it.
    pub(crate) name: &'static str,
    /// Other accepted spellings.
    pub(crate) aliases: &'static [&'static str],
}

/// The longest piece of a caller's text that is told back.
const ECHO_LIMIT: usize = 64;

/// Reads a query; the value of each parameter stands at the parameter's place. Faults are added to `faults`.
pub(crate) fn read<'q, const N: usize>(
    query: Option<&'q str>,
    parameters: &[Parameter; N],
    faults: &mut Faults,
) -> [Option<Cow<'q, str>>; N] {
    let mut values = [const { None }; N];
    let mut seen = [0_u8; N];
    for piece in query.unwrap_or_default().split('&').filter(|piece| !piece.is_empty()) {
        let (raw_name, raw_value) = piece.split_once('=').unwrap_or((piece, ""));
        let Some(name) = decode(raw_name, Plus::IsBlank) else {
            add(faults, echo(raw_name), format!("the name is not percent-encoded UTF-8; {}", takes(parameters)));
            continue;
        };
        let Some(place) = parameters.iter().position(|parameter| parameter.is_called(&name)) else {
            add(faults, echo(&name), format!("is not a parameter of this call; {}", takes(parameters)));
            continue;
        };
        let parameter = &parameters[place];
        seen[place] = seen[place].saturating_add(1);
        if seen[place] == 2 {
            add(faults, parameter.name.to_owned(), "is given more than once; give it once".to_owned());
        }
        match decode(raw_value, Plus::IsBlank) {
            Some(value) => values[place] = Some(value),
            None => {
                add(faults, parameter.name.to_owned(), format!("`{}` is not percent-encoded UTF-8", echo(raw_value)));
            }
        }
    }
    values
}

/// A query of a call that takes no parameters: each one is refused.
pub(crate) struct NoParameters;

impl<S: Sync> FromRequestParts<S> for NoParameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let [] = read(parts.uri.query(), &[], &mut faults);
        if faults.is_empty() { Ok(Self) } else { Err(Problem::of_faults(faults)) }
    }
}

/// Reads an integer of ASCII digits within a range; the default when it is absent or at fault.
pub(crate) fn integer(
    name: &str,
    value: Option<&str>,
    range: std::ops::RangeInclusive<u64>,
    default: u64,
    faults: &mut Faults,
) -> u64 {
    let Some(text) = value else { return default };
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if all_digits && range.contains(&number) => number,
        _ => {
            let (least, most) = (range.start(), range.end());
            add(faults, name.to_owned(), format!("`{}` is not an integer from {least} to {most}", echo(text)));
            default
        }
    }
}

/// Adds one fault.
pub(crate) fn add(faults: &mut Faults, name: String, fault: String) {
    faults.entry(name).or_default().push(fault);
}

/// A caller's text, short enough to be told back.
pub(crate) fn echo(text: &str) -> String {
    match text.char_indices().nth(ECHO_LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What a `+` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plus {
    /// A blank, as in queries.
    IsBlank,
    /// Itself, as in paths.
    IsPlus,
}

/// Decodes percent-encoding; `None` when it is broken or the bytes are no UTF-8.
pub(crate) fn decode(text: &str, plus: Plus) -> Option<Cow<'_, str>> {
    if !text.bytes().any(|byte| byte == b'%' || (byte == b'+' && plus == Plus::IsBlank)) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'+' if plus == Plus::IsBlank => bytes.push(b' '),
            b'%' => {
                let (high, low) = (hex(tail.first()?)?, hex(tail.get(1)?)?);
                bytes.push(high << 4 | low);
                rest = &tail[2..];
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hex(digit: &u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

fn takes<const N: usize>(parameters: &[Parameter; N]) -> String {
    if parameters.is_empty() {
        return "it takes none".to_owned();
    }
    let names: Vec<_> = parameters.iter().map(|parameter| parameter.name).collect();
    format!("it takes {}", names.join(", "))
}

impl Parameter {
    fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
#[path = "query/tests.rs"]
mod tests;
