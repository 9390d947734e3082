//! Where faults strike a call: before anything is done, and when the answer is there.

use super::{Aim, AnswerFault, CallFault, RetryAfter, What, body};
use crate::refusal::Refusal;
use crate::reply::{Delivery, Reply};
use crate::route::{Operation, Right};
use crate::timepiece::{http_date, ticks};
use crate::world::World;
use crate::world::account::Account;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use numberline_domain::Guid;
use std::time::Duration;

/// What comes instead of the call.
#[derive(Debug)]
pub(crate) enum Instead {
    Refusal(Refusal),
    Delivery(Delivery),
}

impl World {
    /// The call as faults aim at it, by the account and the directory that it tells.
    pub(crate) fn aim(&self, operation: Operation, account: &str, tenant: Option<Guid>) -> Aim {
        let mut names = Vec::new();
        // Names are only needed where a fault may ask for them.
        if !self.faults.rules().is_empty() {
            let of_account = self.accounts.get(account).and_then(Account::tenant);
            let tenant = tenant.or(of_account);
            let is_its = |known: &Account| *known.name == *account || tenant.is_some() && known.tenant() == tenant;
            names.extend(self.accounts.values().filter(|known| is_its(known)).map(|known| known.name.to_string()));
            names.extend(tenant.map(|tenant| tenant.to_string()));
            names.push(account.to_owned());
        }
        Aim { operation, names }
    }

    /// The first fault that strikes a call, of those that it could.
    pub(crate) fn draw<T>(&mut self, aim: &Aim, could: impl Fn(&What) -> Option<T>) -> Option<T> {
        self.faults.draw(&mut self.random, aim, could)
    }

    /// What comes instead of the call, if something does.
    pub(crate) fn strike(&mut self, aim: &Aim) -> Option<Instead> {
        let could = |what: &What| if let What::Call(fault) = what { Some(*fault) } else { None };
        Some(match self.draw(aim, could)? {
            CallFault::Throttle(wait) => Instead::Refusal(self.throttle(wait)),
            CallFault::Status(status) => {
                let code = match status {
                    500 => "InternalServerError",
                    502 => "BadGateway",
                    503 => "ServiceUnavailable",
                    504 => "GatewayTimeout",
                    _ => "Simulated",
                };
                Instead::Refusal(Refusal::new(status, code, "A fault was asked for."))
            }
            CallFault::Silence => Instead::Delivery(Delivery::Silence),
            CallFault::HangUp => Instead::Delivery(Delivery::Closed),
        })
    }

    fn throttle(&self, wait: RetryAfter) -> Refusal {
        let refusal = Refusal::new(429, "TooManyRequests", "Too many calls: a fault was asked for.");
        match wait {
            RetryAfter::Seconds(seconds) => refusal.with("retry-after", seconds.to_string()),
            RetryAfter::Date(ahead) => {
                let ahead = ticks(Duration::from_secs(1)).saturating_mul(ahead);
                refusal.with("retry-after", http_date(self.now().saturating_add(ahead)))
            }
            RetryAfter::Absent => refusal,
        }
    }

    /// Sends an answer as faults have it.
    pub(crate) fn damage(&mut self, aim: &Aim, answer: Response<Bytes>) -> Reply {
        let is_order = aim.operation.right() != Right::Read;
        let (is_good, has_body) = (answer.status().is_success(), !answer.body().is_empty());
        let mut reply = Reply::from(answer);
        let could = |what: &What| match what {
            What::Answer(AnswerFault::Lost) => (is_good && is_order).then_some(AnswerFault::Lost),
            What::Answer(fault) => (is_good && has_body).then_some(*fault),
            What::Call(_) | What::List(_) | What::Order(_) => None,
        };
        match self.draw(aim, could) {
            None => {}
            Some(AnswerFault::Lost) => reply.delivery = Delivery::Closed,
            Some(AnswerFault::Drip(pause)) => reply.delivery = Delivery::Drip(Duration::from_millis(pause)),
            Some(AnswerFault::Cut) => reply.delivery = Delivery::Cut,
            Some(AnswerFault::Malformed(form)) => body::malform(&mut reply, form),
            Some(AnswerFault::NewWords) => body::renew(&mut reply),
            Some(AnswerFault::ContentType) => {
                reply.answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            }
        }
        reply
    }
}
