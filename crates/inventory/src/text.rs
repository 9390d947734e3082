//! Writes JSON scalars without the formatting machinery: a page holds a thousand of them.

use numberline_domain::{Guid, JsonText, Ticks};

/// The digits of 00 to 99, two bytes each.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let (mut value, mut tens) = (0, b'0');
    while tens <= b'9' {
        let mut ones = b'0';
        while ones <= b'9' {
            pairs[value] = [tens, ones];
            ones += 1;
            value += 1;
        }
        tens += 1;
    }
    pairs
};

/// 10⁰ to 10¹⁹.
static POWERS_OF_TEN: [u64; 20] = {
    let mut powers = [1; 20];
    let mut exponent = 1;
    while exponent < 20 {
        powers[exponent] = 10 * powers[exponent - 1];
        exponent += 1;
    }
    powers
};

const HEX: [u8; 16] = *b"0123456789abcdef";
/// The hyphenated form of a GUID.
pub(crate) const GUID_LENGTH: usize = 36;
const DIGITS: [u8; 20] = [b'0'; 20];

/// How many bytes an integer takes.
#[inline]
pub(crate) fn width(value: i64) -> usize {
    usize::from(value < 0) + width_unsigned(value.unsigned_abs())
}

#[inline]
pub(crate) fn width_unsigned(value: u64) -> usize {
    // 1233 / 4096 is nearly log₁₀ 2: one less than the width, or the width, of any integer of so many bits.
    let bits = u64::BITS - (value | 1).leading_zeros();
    let guess = (bits as usize * 1233) >> 12;
    guess + usize::from((value | 1) >= POWERS_OF_TEN[guess])
}

/// Writes an integer over exactly as many bytes as it takes.
#[inline]
pub(crate) fn put(target: &mut [u8], value: i64) {
    if value < 0 {
        target[0] = b'-';
        put_unsigned(&mut target[1..], value.unsigned_abs());
    } else {
        put_unsigned(target, value.unsigned_abs());
    }
}

/// Writes the last digits of an integer, as many as there are bytes.
#[inline]
pub(crate) fn put_unsigned(target: &mut [u8], mut value: u64) {
    let mut pairs = target.rchunks_exact_mut(2);
    for pair in &mut pairs {
        pair.copy_from_slice(&PAIRS[(value % 100) as usize]);
        value /= 100;
    }
    if let [digit] = pairs.into_remainder() {
        *digit = PAIRS[(value % 10) as usize][1];
    }
}

pub(crate) fn push_integer(out: &mut Vec<u8>, value: i64) {
    let start = out.len();
    out.extend_from_slice(&DIGITS[..width(value)]);
    put(&mut out[start..], value);
}

pub(crate) fn push_unsigned(out: &mut Vec<u8>, value: u64) {
    let start = out.len();
    out.extend_from_slice(&DIGITS[..width_unsigned(value)]);
    put_unsigned(&mut out[start..], value);
}

pub(crate) fn push_optional_integer(out: &mut Vec<u8>, value: Option<i64>) {
    match value {
        Some(value) => push_integer(out, value),
        None => push_null(out),
    }
}

pub(crate) fn push_null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

/// A string, escaped as `serde_json` does: by `serde_json`. Only for pieces, which are written once and copied for ever.
pub(crate) fn push_string(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("writing a string to memory cannot fail");
}

pub(crate) fn push_optional_string(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => push_string(out, text),
        None => push_null(out),
    }
}

pub(crate) fn push_json(out: &mut Vec<u8>, json: Option<&JsonText>) {
    out.extend_from_slice(json.map_or("null", JsonText::as_str).as_bytes());
}

pub(crate) fn guid_text(guid: Guid) -> [u8; GUID_LENGTH] {
    let mut text = [b'-'; GUID_LENGTH];
    let mut at = 0;
    for byte in guid.as_u128().to_be_bytes() {
        if matches!(at, 8 | 13 | 18 | 23) {
            at += 1;
        }
        text[at] = HEX[usize::from(byte >> 4)];
        text[at + 1] = HEX[usize::from(byte & 15)];
        at += 2;
    }
    text
}

pub(crate) fn push_optional_guid(out: &mut Vec<u8>, guid: Option<Guid>) {
    match guid {
        Some(guid) => push_quoted(out, &guid_text(guid)),
        None => push_null(out),
    }
}

/// A text that needs no escaping, in quotes.
pub(crate) fn push_quoted(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    out.extend_from_slice(text);
    out.push(b'"');
}

const TICKS_PER_SECOND: u64 = 10_000_000;
const SECONDS_PER_DAY: u64 = 86_400;

/// The punctuation of a time, with room for its digits.
const TIME: [u8; Ticks::TEXT_LENGTH] = *b"0000-00-00T00:00:00.0000000+00:00";

/// Appends what [`Ticks::to_text`] writes. Takes the ticks of a valid instant.
pub(crate) fn push_time(out: &mut Vec<u8>, ticks: i64) {
    let mut text = TIME;
    put_time(&mut text, ticks);
    out.extend_from_slice(&text);
}

/// Writes the digits of a time over those of another, several times as fast as [`Ticks::to_text`]: a page holds eight
/// hundred times, on as many days.
#[inline]
pub(crate) fn put_time(text: &mut [u8; Ticks::TEXT_LENGTH], ticks: i64) {
    let (seconds, fraction) = (ticks.unsigned_abs() / TICKS_PER_SECOND, ticks.unsigned_abs() % TICKS_PER_SECOND);
    let (days, second) = (seconds / SECONDS_PER_DAY, seconds % SECONDS_PER_DAY);
    let (year, month, day) = date_of(days);
    let mut pair = |at: usize, value: u64| text[at..at + 2].copy_from_slice(&PAIRS[(value % 100) as usize]);
    pair(0, year / 100);
    pair(2, year);
    pair(5, month);
    pair(8, day);
    pair(11, second / 3600);
    pair(14, second / 60 % 60);
    pair(17, second % 60);
    pair(20, fraction / 100_000);
    pair(22, fraction / 1000);
    pair(24, fraction / 10);
    text[26] = PAIRS[(fraction % 10) as usize][1];
}

/// The date so many days after 0001-01-01, by Neri and Schneider, "Euclidean affine functions and their application to
/// calendar algorithms" (2022): divisions become multiplications and shifts.
#[inline]
const fn date_of(days: u64) -> (u64, u64, u64) {
    // Years begin in March, so that the leap day comes last.
    let quarters = 4 * (days + 306) + 3;
    let (century, of_century) = (quarters / 146_097, quarters % 146_097 / 4);
    let product = 2_939_745 * (4 * of_century + 3);
    let (year_of_century, day_of_year) = (product >> 32, (product & 0xFFFF_FFFF) / 2_939_745 / 4);
    let scaled = 2_141 * day_of_year + 197_913;
    let (month, day) = (scaled >> 16, (scaled & 0xFFFF) / 2_141 + 1);
    let year = 100 * century + year_of_century;
    if month > 12 { (year + 1, month - 12, day) } else { (year, month, day) }
}

pub(crate) fn push_quoted_time(out: &mut Vec<u8>, ticks: i64) {
    out.push(b'"');
    push_time(out, ticks);
    out.push(b'"');
}

pub(crate) fn push_optional_time(out: &mut Vec<u8>, time: Option<Ticks>) {
    match time {
        Some(time) => push_quoted_time(out, time.as_i64()),
        None => push_null(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_written_as_display_does() {
        let powers =
            (0..19).flat_map(|exponent| [10_i64.pow(exponent) - 1, 10_i64.pow(exponent), -(10_i64.pow(exponent))]);
        for value in powers.chain([0, 12_345, i64::MAX, i64::MIN]) {
            let mut out = Vec::new();
            push_integer(&mut out, value);
            assert_eq!(out, value.to_string().as_bytes());
        }
        for value in [u64::MAX, 10_u64.pow(19), 10_u64.pow(19) - 1] {
            let mut out = Vec::new();
            push_unsigned(&mut out, value);
            assert_eq!(out, value.to_string().as_bytes());
        }
    }

    #[test]
    fn times_are_written_as_ticks_does() {
        let same = |ticks| {
            let mut text = TIME;
            put_time(&mut text, ticks);
            assert_eq!(text, Ticks::from_i64(ticks).unwrap().to_text());
        };
        [0, 863_999_999_999, 864_000_000_000, 639_069_187_671_521_345, 3_155_378_975_999_999_999]
            .into_iter()
            .for_each(same);
        // A prime number of ticks, about nine days: every month, leap years, and all the digits.
        (0..3_155_378_976_000_000_000).step_by(7_919_000_000_053).for_each(same);
    }

    #[test]
    fn a_guid_is_written_as_display_does() {
        let guid = Guid::from_u128(0x3bc5_7cac_5794_457f_ad36_2c88_cade_9dbb);
        assert_eq!(guid_text(guid), guid.to_string().as_bytes());
    }
}
