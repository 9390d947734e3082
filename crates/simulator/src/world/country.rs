//! Which country a number is of, as far as its first digits tell.

use numberline_domain::PhoneNumber;

/// Country codes, and of those that several countries share the one that is meant most often.
const CODES: [(&str, &str); 24] = [
    ("1", "US"),
    ("27", "ZA"),
    ("31", "NL"),
    ("32", "BE"),
    ("33", "FR"),
    ("34", "ES"),
    ("353", "IE"),
    ("351", "PT"),
    ("358", "FI"),
    ("39", "IT"),
    ("41", "CH"),
    ("43", "AT"),
    ("44", "GB"),
    ("45", "DK"),
    ("46", "SE"),
    ("47", "NO"),
    ("48", "PL"),
    ("49", "DE"),
    ("52", "MX"),
    ("55", "BR"),
    ("61", "AU"),
    ("64", "NZ"),
    ("65", "SG"),
    ("81", "JP"),
];

/// Area codes of North America that cost the caller nothing.
const TOLL_FREE: [u64; 7] = [800, 833, 844, 855, 866, 877, 888];

/// The country, in ISO 3166-1 alpha-2.
pub(crate) fn of(phone: PhoneNumber) -> Option<&'static str> {
    let digits = phone.digits().to_string();
    CODES.iter().find(|(code, _)| digits.starts_with(code)).map(|(_, country)| *country)
}

/// Whether it is a North American toll-free number.
pub(crate) fn is_toll_free(phone: PhoneNumber) -> bool {
    let digits = phone.digits();
    digits / 10_000_000_000 == 1 && TOLL_FREE.contains(&(digits / 10_000_000 % 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_digits_tell() {
        let number = |text| PhoneNumber::parse(text).unwrap();
        assert_eq!(of(number("+441632960110")), Some("GB"));
        assert_eq!(of(number("+999123456")), None);
        assert!(is_toll_free(number("+18333998785")) && !is_toll_free(number("+12025550110")));
        assert!(!is_toll_free(number("+448001111")));
    }
}
