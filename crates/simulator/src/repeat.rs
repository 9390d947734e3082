//! Orders that are repeated: the same `Repeatability-Request-ID` has its effect once and gets the same answer again.

use crate::asked::Asked;
use crate::refusal::Refusal;
use crate::timepiece::{read_instant, ticks};
use bytes::Bytes;
use http::Response;
use numberline_domain::Ticks;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// The pair of headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) id: String,
    first_sent: Ticks,
    /// What was ordered under it.
    content: u64,
}

/// The answers to orders that were accepted.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    known: HashMap<String, (Pair, Response<Bytes>)>,
    by_age: VecDeque<(Ticks, String)>,
}

impl Pair {
    /// Reads the pair.
    pub(crate) fn read(asked: &Asked<'_>) -> Result<Option<Self>, Refusal> {
        const ID: &str = "Repeatability-Request-ID";
        const SENT: &str = "Repeatability-First-Sent";
        match (asked.header(ID), asked.header(SENT)) {
            (None, None) => Ok(None),
            (Some(_), None) => Err(Refusal::new(400, "MissingHeader", format!("{ID} came without {SENT}")).at(SENT)),
            (None, Some(_)) => Err(Refusal::new(400, "MissingHeader", format!("{SENT} came without {ID}")).at(ID)),
            (Some(""), Some(_)) => Err(Refusal::new(400, "InvalidHeader", format!("{ID} is empty")).at(ID)),
            (Some(id), Some(sent)) => {
                let no_date = || Refusal::new(400, "InvalidHeader", format!("{SENT} is no HTTP date")).at(SENT);
                let mut content = DefaultHasher::new();
                (asked.method.as_str(), asked.path, asked.query_text, asked.body).hash(&mut content);
                let first_sent = read_instant(sent).ok_or_else(no_date)?;
                Ok(Some(Self { id: id.to_owned(), first_sent, content: content.finish() }))
            }
        }
    }
}

impl Memory {
    /// The answer that the order got before; `None` when it is new.
    pub(crate) fn recall(
        &mut self,
        pair: &Pair,
        length: Duration,
        now: Ticks,
    ) -> Result<Option<Response<Bytes>>, Refusal> {
        while let Some((at, _)) = self.by_age.front()
            && at.saturating_add(ticks(length)) <= now
        {
            if let Some((_, id)) = self.by_age.pop_front() {
                self.known.remove(&id);
            }
        }
        let reject = |code, message: &str| Err(Refusal::new(412, code, message.to_owned()).rejected());
        let age = now.as_i64().saturating_sub(pair.first_sent.as_i64());
        if age >= ticks(length) {
            return reject("RepeatabilityTooOld", "the order was first sent longer ago than answers are remembered");
        }
        if age < -ticks(length) {
            return reject("RepeatabilityTooEarly", "the order was first sent in the future");
        }
        match self.known.get(&pair.id) {
            None => Ok(None),
            Some((known, answer)) if known == pair => Ok(Some(answer.clone())),
            Some(_) => reject("RepeatabilityMismatch", "another order, or another time, was sent under this id before"),
        }
    }

    /// Remembers an answer.
    pub(crate) fn remember(&mut self, pair: Pair, answer: Response<Bytes>, now: Ticks) {
        self.by_age.push_back((now, pair.id.clone()));
        self.known.insert(pair.id.clone(), (pair, answer));
    }
}
