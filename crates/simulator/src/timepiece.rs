//! The simulator's time: a clock's, moved on as far as one likes.

use numberline_domain::{Clock, Ticks};
use std::time::{Duration, SystemTime};

/// A clock, and how far it was moved on.
#[derive(Debug)]
pub(crate) struct Timepiece {
    clock: Clock,
    ahead: i64,
}

impl Timepiece {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, ahead: 0 }
    }

    pub(crate) fn now(&self) -> Ticks {
        self.clock.now().saturating_add(self.ahead)
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(ticks(by));
    }
}

/// A length of time in ticks of 100 ns.
pub(crate) fn ticks(length: Duration) -> i64 {
    i64::try_from(length.as_nanos() / 100).unwrap_or(i64::MAX)
}

/// Reads the time that an order was first sent: an HTTP date as the standards say, RFC 3339 as the contract declares.
pub(crate) fn read_instant(text: &str) -> Option<Ticks> {
    let since_1970 = |instant: SystemTime| instant.duration_since(SystemTime::UNIX_EPOCH).ok();
    match httpdate::parse_http_date(text).ok().and_then(since_1970) {
        Some(since_1970) => Some(Ticks::from_unix_nanoseconds(0).saturating_add(ticks(since_1970))),
        None => Ticks::parse(text).ok(),
    }
}

/// The instant as an HTTP date.
pub(crate) fn http_date(instant: Ticks) -> String {
    let since_1970 = instant.as_i64() - Ticks::from_unix_nanoseconds(0).as_i64();
    let since_1970 = Duration::from_millis(u64::try_from(since_1970 / 10_000).unwrap_or_default());
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + since_1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_one_instant() {
        let instant = Ticks::parse("2026-03-02T09:15:00Z").unwrap();
        assert_eq!(read_instant("Mon, 02 Mar 2026 09:15:00 GMT"), Some(instant));
        assert_eq!(read_instant("2026-03-02T10:15:00+01:00"), Some(instant));
        assert_eq!(http_date(instant), "Mon, 02 Mar 2026 09:15:00 GMT");
        assert_eq!(read_instant("yesterday"), None);
    }

    #[test]
    fn a_standing_clock_moves_when_it_is_moved() {
        let start = Ticks::parse("2026-03-02T09:15:00Z").unwrap();
        let mut time = Timepiece::new(Clock::Fixed(start));
        assert_eq!(time.now(), start);
        time.advance(Duration::from_secs(60));
        assert_eq!(time.now().to_string(), "2026-03-02T09:16:00.0000000+00:00");
    }
}
