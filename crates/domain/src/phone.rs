//! Telephone numbers in E.164 form.

use std::fmt;

/// A telephone number in E.164 form: a plus sign, then 3 to 15 digits of which the first is not 0.
///
/// Whether the number is assigned to anyone, or could be, is not judged here: operators own ranges
/// that no library knows yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(u64);

/// The text is not in E.164 form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a telephone number in E.164 form: `+`, then 3 to 15 digits of which the first is not 0")]
pub struct InvalidPhoneNumber;

impl PhoneNumber {
    /// Reads a number written `+` and digits.
    ///
    /// # Errors
    /// [`InvalidPhoneNumber`] for anything that `^\+[1-9][0-9]{2,14}$` does not match.
    pub fn parse(text: &str) -> Result<Self, InvalidPhoneNumber> {
        let digits = text.strip_prefix('+').ok_or(InvalidPhoneNumber)?;
        let well_formed = (3..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if !well_formed {
            return Err(InvalidPhoneNumber);
        }
        digits.parse().map(Self).map_err(|_| InvalidPhoneNumber)
    }

    /// The number whose digits, read as an integer, are these.
    ///
    /// # Errors
    /// [`InvalidPhoneNumber`] when they are fewer than 3 or more than 15.
    pub const fn from_digits(digits: u64) -> Result<Self, InvalidPhoneNumber> {
        if digits >= 100 && digits < 1_000_000_000_000_000 { Ok(Self(digits)) } else { Err(InvalidPhoneNumber) }
    }

    /// Its digits, read as an integer. No E.164 number begins with 0, so nothing is lost.
    #[must_use]
    pub const fn digits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "+{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_as_written() {
        for text in ["+448718943000", "+18333998785", "+911", "+999999999999999"] {
            assert_eq!(PhoneNumber::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_not_e164_is_refused() {
        for text in
            ["", "+", "448718943000", "+0448718943", "+44 871", "+44871894300a", "+12", "+1234567890123456", "+٤٤١"]
        {
            assert_eq!(PhoneNumber::parse(text), Err(InvalidPhoneNumber), "{text}");
        }
    }
}
