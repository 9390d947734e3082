//! Instants as .NET ticks: hundreds of nanoseconds since the year 1.
//!
//! Seven fractional digits are the unit, so nothing is lost between the API, the databases and the import files.
//! Ticks = Unix seconds × 10⁷ + 621355968000000000 + hundreds of nanoseconds.

use std::fmt;

/// An instant between the years 1 and 9999, to 100 ns, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticks(i64);

/// The text or number is not an instant that can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTicks {
    /// Not `YYYY-MM-DDThh:mm:ss` with a fraction and an offset.
    #[error("is not a time such as `2026-02-16T16:17:56.1427926+00:00`")]
    Malformed,
    /// A fraction finer than 100 ns would be lost.
    #[error("has more than seven fractional digits")]
    TooFine,
    /// Outside the years 1–9999.
    #[error("lies outside the years 1 to 9999")]
    OutOfRange,
}

const PER_SECOND: i64 = 10_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
const UNIX_EPOCH: i64 = 621_355_968_000_000_000;
/// One past the last instant of the year 9999.
const END: i64 = 3_155_378_976_000_000_000;

impl Ticks {
    /// Length of the written form, in bytes.
    pub const TEXT_LENGTH: usize = 33;

    /// The instant with this many ticks.
    ///
    /// # Errors
    /// [`InvalidTicks::OutOfRange`] outside the years 1–9999.
    pub const fn from_i64(ticks: i64) -> Result<Self, InvalidTicks> {
        if ticks >= 0 && ticks < END { Ok(Self(ticks)) } else { Err(InvalidTicks::OutOfRange) }
    }

    /// The instant so many nanoseconds after 1970-01-01T00:00Z, cut to 100 ns.
    #[must_use]
    pub const fn from_unix_nanoseconds(nanoseconds: i64) -> Self {
        Self(nanoseconds.div_euclid(100) + UNIX_EPOCH)
    }

    /// Its ticks.
    #[must_use]
    pub const fn as_i64(self) -> i64 {
        self.0
    }

    /// The instant so many ticks later (or earlier), held within the range.
    #[must_use]
    pub fn saturating_add(self, ticks: i64) -> Self {
        Self(self.0.saturating_add(ticks).clamp(0, END - 1))
    }

    /// Reads an RFC 3339 time with at most seven fractional digits and `Z` or a numeric offset.
    ///
    /// # Errors
    /// [`InvalidTicks`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, InvalidTicks> {
        let bytes = text.as_bytes();
        if bytes.len() < 20 || bytes[4] != b'-' || bytes[7] != b'-' || bytes[13] != b':' || bytes[16] != b':' {
            return Err(InvalidTicks::Malformed);
        }
        if !matches!(bytes[10], b'T' | b't') {
            return Err(InvalidTicks::Malformed);
        }
        let (year, month, day) = (digits(&bytes[0..4])?, digits(&bytes[5..7])?, digits(&bytes[8..10])?);
        let (hour, minute, second) = (digits(&bytes[11..13])?, digits(&bytes[14..16])?, digits(&bytes[17..19])?);
        if year < 1 || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return Err(InvalidTicks::Malformed);
        }
        if hour > 23 || minute > 59 || second > 59 {
            return Err(InvalidTicks::Malformed);
        }
        let (fraction, rest) = parse_fraction(&bytes[19..])?;
        let offset_minutes = parse_offset(rest)?;
        let seconds =
            days_before(year, month, day) * SECONDS_PER_DAY + hour * 3600 + (minute - offset_minutes) * 60 + second;
        Self::from_i64(seconds * PER_SECOND + fraction)
    }

    /// Its written form, always with seven fractional digits and `+00:00`.
    #[must_use]
    pub fn to_text(self) -> [u8; Self::TEXT_LENGTH] {
        let mut text = *b"0000-00-00T00:00:00.0000000+00:00";
        let (seconds, fraction) = (self.0 / PER_SECOND, self.0 % PER_SECOND);
        let (days, second_of_day) = (seconds / SECONDS_PER_DAY, seconds % SECONDS_PER_DAY);
        let (year, month, day) = date_of(days);
        put(&mut text[0..4], year);
        put(&mut text[5..7], month);
        put(&mut text[8..10], day);
        put(&mut text[11..13], second_of_day / 3600);
        put(&mut text[14..16], second_of_day / 60 % 60);
        put(&mut text[17..19], second_of_day % 60);
        put(&mut text[20..27], fraction);
        text
    }
}

impl fmt::Display for Ticks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(std::str::from_utf8(&self.to_text()).expect("only digits and punctuation are written"))
    }
}

fn digits(bytes: &[u8]) -> Result<i64, InvalidTicks> {
    let mut value = 0;
    for byte in bytes {
        if !byte.is_ascii_digit() {
            return Err(InvalidTicks::Malformed);
        }
        value = value * 10 + i64::from(byte - b'0');
    }
    Ok(value)
}

/// The fraction in ticks, and what follows it. Zeros beyond the seventh digit lose nothing and pass.
fn parse_fraction(bytes: &[u8]) -> Result<(i64, &[u8]), InvalidTicks> {
    let Some(after_point) = bytes.strip_prefix(b".") else { return Ok((0, bytes)) };
    let length = after_point.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 {
        return Err(InvalidTicks::Malformed);
    }
    if length > 7 {
        return Err(InvalidTicks::TooFine);
    }
    let mut fraction = digits(&after_point[..length])?;
    for _ in length..7 {
        fraction *= 10;
    }
    Ok((fraction, &after_point[length..]))
}

fn parse_offset(bytes: &[u8]) -> Result<i64, InvalidTicks> {
    match bytes {
        b"Z" | b"z" => Ok(0),
        [sign @ (b'+' | b'-'), hours @ .., b':', _, _] if hours.len() == 2 => {
            let (hours, minutes) = (digits(hours)?, digits(&bytes[4..6])?);
            if hours > 23 || minutes > 59 {
                return Err(InvalidTicks::Malformed);
            }
            let offset = hours * 60 + minutes;
            Ok(if *sign == b'-' { -offset } else { offset })
        }
        _ => Err(InvalidTicks::Malformed),
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 0001-01-01 to the given date. Counts years from March, so that the leap day comes last.
const fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let years = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    years * 365 + years / 4 - years / 100 + years / 400 + day_of_year - 306
}

/// The date so many days after 0001-01-01: the inverse of [`days_before`].
const fn date_of(days: i64) -> (i64, i64, i64) {
    let since_march = days + 306;
    let (era, day_of_era) = (since_march / 146_097, since_march % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

fn put(target: &mut [u8], mut value: i64) {
    for byte in target.iter_mut().rev() {
        *byte = b'0' + u8::try_from(value % 10).expect("a decimal digit fits a byte");
        value /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_own_sweep_is_its_instant() {
        let sweep = Ticks::from_i64(639_069_187_671_521_345).unwrap();
        assert_eq!(sweep.to_string(), "2026-02-17T09:52:47.1521345+00:00");
        assert_eq!(Ticks::parse("2026-02-17T09:52:47.1521345Z"), Ok(sweep));
    }

    #[test]
    fn short_fractions_and_offsets_are_the_same_instant() {
        let plain = Ticks::parse("2024-01-15T10:30:00Z").unwrap();
        assert_eq!(Ticks::parse("2024-01-15T10:30:00.000+00:00"), Ok(plain));
        assert_eq!(Ticks::parse("2024-01-15T12:00:00+01:30"), Ok(plain));
        assert_eq!(plain.to_string(), "2024-01-15T10:30:00.0000000+00:00");
    }

    #[test]
    fn finer_than_a_tick_is_refused() {
        assert_eq!(Ticks::parse("2024-01-15T10:30:00.12345678Z"), Err(InvalidTicks::TooFine));
    }

    #[test]
    fn malformed_times_are_refused() {
        for text in [
            "",
            "2024-01-15",
            "2024-13-01T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-01-15T24:00:00Z",
            "2024-01-15T10:30:00",
            "2024-01-15T10:30:00.Z",
            "2024-01-15 10:30:00Z",
            "0000-01-01T00:00:00Z",
            "2024-01-15T10:30:00+1:00",
            "2024-01-15T10:30:00+01:000",
        ] {
            assert_eq!(Ticks::parse(text), Err(InvalidTicks::Malformed), "{text}");
        }
        assert_eq!(Ticks::parse("0001-01-01T00:00:00+01:00"), Err(InvalidTicks::OutOfRange));
    }

    #[test]
    fn every_day_of_ten_thousand_years_comes_back() {
        for day in (0..3_652_059).step_by(7) {
            let (year, month, day_of_month) = date_of(day);
            assert_eq!(days_before(year, month, day_of_month), day);
        }
        assert_eq!(Ticks::from_i64(END - 1).unwrap().to_string(), "9999-12-31T23:59:59.9999999+00:00");
        assert_eq!(Ticks::from_i64(0).unwrap().to_string(), "0001-01-01T00:00:00.0000000+00:00");
    }
}
