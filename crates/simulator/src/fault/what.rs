//! What can go wrong, and how it is written: a word, and for some a value behind `=`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum What {
    /// The call is not done.
    Call(CallFault),
    /// The call is done, and its answer does not arrive as it is.
    Answer(AnswerFault),
    /// The call is a list, and its page is another.
    List(ListFault),
    /// The call is an order, and ends otherwise than its answer promises.
    Order(OrderFault),
}

/// What happens instead of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFault {
    /// `throttle=12`: 429, with or without a `Retry-After`.
    Throttle(RetryAfter),
    /// `status=503`: this status.
    Status(u16),
    /// `silence`: no answer ever comes.
    Silence,
    /// `hang-up`: the connection is closed.
    HangUp,
}

/// What happens to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// `lost-answer`: the order is done, then the connection is closed. Strikes orders alone.
    Lost,
    /// `drip=100`: it comes byte by byte, with so many milliseconds between.
    Drip(u64),
    /// `cut`: half of it comes, then the connection is closed.
    Cut,
    /// `malformed=html`: it is not what it should be.
    Malformed(Malformed),
    /// `content-type`: it says that it is HTML.
    ContentType,
    /// `new-words`: it has a member and words that are not known yet, as the contract allows.
    NewWords,
}

/// What happens to a page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFault {
    /// `repeated-page`: one that is not the first is the one before it again.
    RepeatedPage,
    /// `short-list`: it has half of its items, and no link to the next.
    ShortList,
    /// `lost-page`: its link leads past the next page.
    LostPage,
    /// `endless-link`: its link leads to itself.
    EndlessLink,
    /// `shuffled`: its items are in another order.
    Shuffled,
    /// `changing-totals`: the total is a few more or less.
    ChangingTotals,
}

/// What happens to an order that was accepted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OrderFault {
    /// `partial=0.5`: so many of its numbers end `failed`, but one at least.
    Partial(f64),
    /// `release-fails=failed`: its numbers stay.
    ReleaseFails(ReleaseFailure),
}

/// When to come back, as a 429 says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// In so many seconds; absurd ones and negative ones too.
    Seconds(i64),
    /// At the time so many seconds from now, as an HTTP date.
    Date(i64),
    /// It does not say.
    Absent,
}

/// How an answer is malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// A page of HTML.
    Html,
    /// Nothing.
    Empty,
    /// `null`.
    Null,
    /// `[]`.
    List,
    /// The first half of the JSON, with a length that says that this is all.
    Truncated,
    /// JSON with members of other types.
    Types,
    /// JSON in UTF-16.
    Utf16,
    /// A byte order mark before the JSON.
    ByteOrderMark,
    /// JSON with a number that is none.
    NotANumber,
    /// JSON with each member twice.
    Doubled,
    /// Ten thousand brackets within one another.
    Deep,
    /// The JSON, and 200 MB of blanks behind it.
    Huge,
}

/// How a number stays whose delete was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseFailure {
    /// As `failed`.
    Failed,
    /// As it was, without a word.
    Silent,
}

const MALFORMED: [(&str, Malformed); 12] = [
    ("html", Malformed::Html),
    ("empty", Malformed::Empty),
    ("null", Malformed::Null),
    ("list", Malformed::List),
    ("truncated", Malformed::Truncated),
    ("types", Malformed::Types),
    ("utf16", Malformed::Utf16),
    ("bom", Malformed::ByteOrderMark),
    ("nan", Malformed::NotANumber),
    ("doubled", Malformed::Doubled),
    ("deep", Malformed::Deep),
    ("huge", Malformed::Huge),
];

/// The kinds that have no value.
const PLAIN: [(&str, What); 13] = [
    ("silence", What::Call(CallFault::Silence)),
    ("hang-up", What::Call(CallFault::HangUp)),
    ("lost-answer", What::Answer(AnswerFault::Lost)),
    ("cut", What::Answer(AnswerFault::Cut)),
    ("content-type", What::Answer(AnswerFault::ContentType)),
    ("new-words", What::Answer(AnswerFault::NewWords)),
    ("repeated-page", What::List(ListFault::RepeatedPage)),
    ("short-list", What::List(ListFault::ShortList)),
    ("lost-page", What::List(ListFault::LostPage)),
    ("endless-link", What::List(ListFault::EndlessLink)),
    ("shuffled", What::List(ListFault::Shuffled)),
    ("changing-totals", What::List(ListFault::ChangingTotals)),
    // Without a value it is one number.
    ("partial", What::Order(OrderFault::Partial(0.0))),
];

impl FromStr for What {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some((_, what)) = PLAIN.iter().find(|(word, _)| *word == text) {
            return Ok(*what);
        }
        let unknown = || {
            let plain: Vec<_> = PLAIN.iter().map(|(word, _)| *word).collect();
            format!(
                "`{text}` is no fault; faults are throttle=SECONDS, throttle=date:SECONDS, throttle=none, status=CODE, \
                 drip=MILLISECONDS, malformed=FORM, partial=SHARE, release-fails=failed, release-fails=silent, {}",
                plain.join(", ")
            )
        };
        let (word, value) = text.split_once('=').ok_or_else(unknown)?;
        match word {
            "throttle" => value.parse().map(|wait| Self::Call(CallFault::Throttle(wait))),
            "status" => match value.parse() {
                Ok(status @ 400..=599) => Ok(Self::Call(CallFault::Status(status))),
                _ => Err(format!("`{value}` is no status of a failure: 400 to 599")),
            },
            "drip" => match value.parse() {
                Ok(pause) => Ok(Self::Answer(AnswerFault::Drip(pause))),
                Err(_) => Err(format!("`{value}` is no number of milliseconds")),
            },
            "partial" => match value.parse() {
                Ok(share) if (0.0..=1.0).contains(&share) => Ok(Self::Order(OrderFault::Partial(share))),
                _ => Err(format!("`{value}` is no share: 0 to 1")),
            },
            "release-fails" => match value {
                "failed" => Ok(Self::Order(OrderFault::ReleaseFails(ReleaseFailure::Failed))),
                "silent" => Ok(Self::Order(OrderFault::ReleaseFails(ReleaseFailure::Silent))),
                _ => Err(format!("a release cannot fail as `{value}`: write failed or silent")),
            },
            "malformed" => match MALFORMED.iter().find(|(word, _)| *word == value) {
                Some((_, form)) => Ok(Self::Answer(AnswerFault::Malformed(*form))),
                None => {
                    let forms: Vec<_> = MALFORMED.iter().map(|(word, _)| *word).collect();
                    Err(format!("an answer cannot be malformed as `{value}`: {}", forms.join(", ")))
                }
            },
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((word, _)) = PLAIN.iter().find(|(_, known)| known == self) {
            return formatter.write_str(word);
        }
        match self {
            Self::Call(CallFault::Throttle(wait)) => write!(formatter, "throttle={wait}"),
            Self::Call(CallFault::Status(status)) => write!(formatter, "status={status}"),
            Self::Answer(AnswerFault::Drip(pause)) => write!(formatter, "drip={pause}"),
            Self::Answer(AnswerFault::Malformed(form)) => {
                let word = MALFORMED.iter().find(|(_, known)| known == form).map_or("", |(word, _)| word);
                write!(formatter, "malformed={word}")
            }
            Self::Order(OrderFault::Partial(share)) => write!(formatter, "partial={share}"),
            Self::Order(OrderFault::ReleaseFails(ReleaseFailure::Failed)) => {
                formatter.write_str("release-fails=failed")
            }
            Self::Order(OrderFault::ReleaseFails(ReleaseFailure::Silent)) => {
                formatter.write_str("release-fails=silent")
            }
            Self::Call(_) | Self::Answer(_) | Self::List(_) => unreachable!("it has no value, so it is a plain one"),
        }
    }
}

impl FromStr for RetryAfter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds = |text: &str| text.parse().map_err(|_| format!("`{text}` is no number of seconds"));
        match text.strip_prefix("date:") {
            _ if text == "none" => Ok(Self::Absent),
            Some(ahead) => seconds(ahead).map(Self::Date),
            None => seconds(text).map(Self::Seconds),
        }
    }
}

impl fmt::Display for RetryAfter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(seconds) => seconds.fmt(formatter),
            Self::Date(ahead) => write!(formatter, "date:{ahead}"),
            Self::Absent => formatter.write_str("none"),
        }
    }
}

impl From<What> for String {
    fn from(what: What) -> Self {
        what.to_string()
    }
}

impl TryFrom<String> for What {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_as_it_is_written() {
        let values = [
            "throttle=12",
            "throttle=1000000000",
            "throttle=-5",
            "throttle=date:30",
            "throttle=none",
            "status=503",
            "drip=100",
            "partial=0.5",
            "release-fails=failed",
            "release-fails=silent",
        ];
        let plain = PLAIN.iter().map(|(word, _)| (*word).to_owned());
        let forms = MALFORMED.iter().map(|(word, _)| format!("malformed={word}"));
        for text in values.map(str::to_owned).into_iter().chain(plain).chain(forms) {
            assert_eq!(text.parse::<What>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_fault_is_refused() {
        for text in ["", "storm", "status=200", "throttle=soon", "partial=2", "malformed=odd", "silence=1", "drip"] {
            assert!(text.parse::<What>().is_err(), "{text}");
        }
    }
}
