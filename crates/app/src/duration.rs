//! Lengths of time, as people write them: `30d`, `12h`.

use std::time::Duration;

/// Short enough that now and it together are a time that can be kept.
const LONGEST: Duration = Duration::from_secs(100 * 366 * 86_400);

/// Reads a positive integer and one of `s`, `m`, `h`, `d`, `w`.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let length = parse_or_none(text)?;
    if length.is_zero() { Err("0 is too short".to_owned()) } else { Ok(length) }
}

/// The same, or 0 of a unit: no time at all.
pub(crate) fn parse_or_none(text: &str) -> Result<Duration, String> {
    let sentence = || "write an integer and a unit: 90s, 45m, 12h, 30d or 8w, at most 100 years".to_owned();
    let (count, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(sentence)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        _ => return Err(sentence()),
    };
    let count: u64 = count.parse().map_err(|_| sentence())?;
    let length = count.checked_mul(seconds).map(Duration::from_secs);
    length.filter(|length| *length <= LONGEST).ok_or_else(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_and_a_unit_are_a_length_of_time() {
        assert_eq!(parse("30d"), Ok(Duration::from_secs(30 * 86_400)));
        assert_eq!(parse("1s"), Ok(Duration::from_secs(1)));
    }

    #[test]
    fn no_time_is_a_length_only_where_that_is_said() {
        assert_eq!(parse_or_none("0s"), Ok(Duration::ZERO));
        assert!(parse("0s").is_err() && parse_or_none("0").is_err());
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "d", "30", "0d", "-1d", "1.5h", "30 d", "1y", "é", "99999999999999999999d", "40000d"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
