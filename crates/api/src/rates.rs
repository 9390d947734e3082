//! How often a caller may ask: a number of requests within a window of time, counted for each token.

use crate::problem::{ErrorCode, Problem};
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use numberline_domain::TokenId;
use parking_lot::Mutex;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// A number of requests within a window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub requests: u32,
    /// Within how long.
    pub window: Duration,
}

/// Counts the requests of each token against a rate.
pub(crate) struct Limiter {
    name: &'static str,
    rate: Option<Rate>,
    /// For each token when its requests of the last window came.
    seen: Mutex<HashMap<TokenId, VecDeque<Instant>>>,
}

/// What is left of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Left {
    requests: u32,
    /// Seconds until there is one more.
    seconds: u64,
}

impl Limiter {
    /// A limiter; without a rate it admits everything.
    pub(crate) fn new(name: &'static str, rate: Option<Rate>) -> Self {
        Self { name, rate, seen: Mutex::default() }
    }

    /// Answers a request if the rate admits it. The headers tell what is left, whatever the answer is.
    pub(crate) async fn admit(
        &self,
        token: TokenId,
        answer: impl Future<Output = Result<Response, Problem>>,
    ) -> Result<Response, Problem> {
        let Some(rate) = self.rate else { return answer.await };
        let counted = self.count(rate, token, Instant::now());
        let left = counted.unwrap_or_else(|left| left);
        let policy = format!("\"{}\";q={};w={}", self.name, rate.requests, rate.window.as_secs().max(1));
        let limit = format!("\"{}\";r={};t={}", self.name, left.requests, left.seconds);
        let headers = [(POLICY, policy), (LIMIT, limit)]
            .map(|(name, value)| (name, HeaderValue::try_from(value).expect("words, digits and punctuation")));
        let answered = match counted {
            Ok(_) => answer.await,
            Err(left) => {
                let detail = format!("{} requests within {} s are taken", rate.requests, rate.window.as_secs().max(1));
                let seconds = u32::try_from(left.seconds).unwrap_or(u32::MAX);
                Err(Problem::new(ErrorCode::RateExceeded, detail).retry_after(seconds))
            }
        };
        match answered {
            Ok(mut response) => {
                response.headers_mut().extend(headers);
                Ok(response)
            }
            Err(problem) => {
                Err(headers.into_iter().fold(problem, |problem, (name, value)| problem.with_header(name, value)))
            }
        }
    }

    /// Counts a request, or says how long there is none left. Refused requests are not counted.
    fn count(&self, rate: Rate, token: TokenId, now: Instant) -> Result<Left, Left> {
        let mut seen = self.seen.lock();
        seen.retain(|_, times| {
            while times.front().is_some_and(|time| now.duration_since(*time) >= rate.window) {
                times.pop_front();
            }
            !times.is_empty()
        });
        let times = seen.entry(token).or_default();
        let used = u32::try_from(times.len()).unwrap_or(u32::MAX);
        let is_admitted = used < rate.requests;
        if is_admitted {
            times.push_back(now);
        }
        let oldest = times.front().map_or(Duration::ZERO, |time| now.duration_since(*time));
        let wait = rate.window.saturating_sub(oldest);
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let requests = rate.requests.saturating_sub(used + u32::from(is_admitted));
        if is_admitted { Ok(Left { requests, seconds }) } else { Err(Left { requests, seconds }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_its_requests_in_every_window() {
        let rate = Rate { requests: 2, window: Duration::from_secs(10) };
        let limiter = Limiter::new("release", Some(rate));
        let (start, one, other) = (Instant::now(), TokenId(1), TokenId(2));
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(limiter.count(rate, one, at(0)), Ok(Left { requests: 1, seconds: 10 }));
        assert_eq!(limiter.count(rate, one, at(4)), Ok(Left { requests: 0, seconds: 6 }));
        assert_eq!(limiter.count(rate, one, at(9)), Err(Left { requests: 0, seconds: 1 }));
        assert_eq!(limiter.count(rate, other, at(9)), Ok(Left { requests: 1, seconds: 10 }));
        assert_eq!(limiter.count(rate, one, at(10)), Ok(Left { requests: 0, seconds: 4 }));
        assert_eq!(limiter.count(rate, one, at(60)), Ok(Left { requests: 1, seconds: 10 }));
        assert_eq!(limiter.seen.lock().len(), 1, "tokens that are quiet are forgotten");
    }
}
