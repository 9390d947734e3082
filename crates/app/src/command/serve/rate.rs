//! Rates, as operators write them: `10/10s`, or `none`.

use crate::duration;
use numberline_api::Rate;

/// A rate, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RateOption(pub(super) Option<Rate>);

/// Reads a count of requests, a slash and a length of time.
pub(super) fn parse(text: &str) -> Result<RateOption, String> {
    if text == "none" {
        return Ok(RateOption(None));
    }
    let sentence = || "write requests and a time, such as 10/10s, or none".to_owned();
    let (requests, window) = text.split_once('/').ok_or_else(sentence)?;
    let requests = requests.parse().ok().filter(|requests| *requests > 0).ok_or_else(sentence)?;
    Ok(RateOption(Some(Rate { requests, window: duration::parse(window)? })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_rate_is_a_count_and_a_time_or_none() {
        let rate = Rate { requests: 10, window: Duration::from_secs(10) };
        assert_eq!(parse("10/10s"), Ok(RateOption(Some(rate))));
        assert_eq!(parse("none"), Ok(RateOption(None)));
        for text in ["", "10", "0/10s", "10/", "10/0s", "-1/1s", "None"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
