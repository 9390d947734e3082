//! `Retry-After`, as it comes: seconds, a date, nonsense, nothing.

use numberline_domain::{Clock, Ticks};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The longest that we let anybody make us wait.
pub(super) const LONGEST: Duration = Duration::from_secs(15 * 60);

/// How long we were asked to wait; `None` when we were not, or not understandably.
///
/// A date is taken relative to the answer's own date, so that it does not matter whose clock is wrong.
pub(super) fn read(headers: &HeaderMap, clock: Clock) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than an integer holds are more than the longest.
        return Some(text.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let now = date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or_else(|| now(clock));
    Some(until.duration_since(now).unwrap_or_default().min(LONGEST))
}

fn now(clock: Clock) -> SystemTime {
    let since_1970 = clock.now().as_i64() - Ticks::from_unix_nanoseconds(0).as_i64();
    UNIX_EPOCH + Duration::from_micros(u64::try_from(since_1970).unwrap_or_default() / 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn wait(retry_after: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(retry_after).unwrap());
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_str(date).unwrap());
        }
        read(&headers, Clock::Fixed(Ticks::parse("2026-03-02T09:15:00Z").unwrap()))
    }

    #[test]
    fn seconds_are_kept_and_absurd_ones_cut() {
        assert_eq!(wait("12", None), Some(Duration::from_secs(12)));
        assert_eq!(wait(" 0 ", None), Some(Duration::ZERO));
        assert_eq!(wait("1000000000", None), Some(LONGEST));
        assert_eq!(wait("99999999999999999999999999", None), Some(LONGEST));
    }

    #[test]
    fn a_date_is_read_against_the_answers_own_and_else_against_ours() {
        let until = "Mon, 02 Mar 2026 09:16:00 GMT";
        assert_eq!(wait(until, Some("Mon, 02 Mar 2026 09:15:50 GMT")), Some(Duration::from_secs(10)));
        assert_eq!(wait(until, None), Some(Duration::from_secs(60)));
        assert_eq!(wait(until, Some("Mon, 02 Mar 2026 10:00:00 GMT")), Some(Duration::ZERO));
        assert_eq!(wait("Sat, 02 Mar 2126 09:16:00 GMT", None), Some(LONGEST));
    }

    #[test]
    fn what_is_neither_counts_as_absent() {
        for text in ["-5", "", "soon", "1.5", "1e3", "+7"] {
            assert_eq!(wait(text, None), None, "{text}");
        }
    }
}
