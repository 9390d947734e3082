//! What the numbering plans say about a number that is ordered: whether there can be one, and of which country it is.

use numberline_domain::{Country, PhoneNumber};
use rlibphonenumber::PHONE_NUMBER_UTIL;

/// Numbers that share all digits but these last ones get one answer: plans are not made finer, and asking costs more
/// than the rest of an order.
const NEIGHBOURS: u64 = 100;

/// The numbering plans, and their last answer.
#[derive(Debug, Default)]
pub(crate) struct Plans(Option<(u64, Option<Country>)>);

impl Plans {
    /// The country of a number; `None` when its calling code is nobody's, or its length cannot be. Whether it is given
    /// to anybody is not asked: operators own ranges that no library knows yet.
    pub(crate) fn country(&mut self, phone: PhoneNumber) -> Option<Country> {
        let neighbourhood = phone.digits() / NEIGHBOURS;
        if let Some((known, answer)) = self.0
            && known == neighbourhood
        {
            return answer;
        }
        let answer = ask(phone);
        self.0 = Some((neighbourhood, answer));
        answer
    }
}

fn ask(phone: PhoneNumber) -> Option<Country> {
    let number = PHONE_NUMBER_UTIL.parse(phone.to_string(), None).ok()?;
    if !PHONE_NUMBER_UTIL.is_possible_number(&number) {
        return None;
    }
    let calling_code = number.country_code;
    let region = PHONE_NUMBER_UTIL
        .get_region_for_number(&number)
        .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(calling_code));
    let letters: Option<[u8; 2]> = region.and_then(|region| region.as_region_str().as_bytes().try_into().ok());
    Some(Country { iso: letters, calling_code: u16::try_from(calling_code).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(text: &str) -> Option<(Option<String>, u16)> {
        let country = Plans::default().country(PhoneNumber::parse(text).unwrap())?;
        Some((country.as_str().map(str::to_owned), country.calling_code))
    }

    #[test]
    fn a_number_has_the_country_of_its_plan() {
        for (text, iso, code) in [
            ("+448718943000", Some("GB"), 44),
            ("+12125550100", Some("US"), 1),
            ("+14165550100", Some("CA"), 1),
            ("+493012345678", Some("DE"), 49),
            ("+80012345678", None, 800),
        ] {
            assert_eq!(country(text), Some((iso.map(str::to_owned), code)), "{text}");
        }
    }

    #[test]
    fn what_no_plan_has_is_impossible() {
        for text in ["+441", "+999123456789", "+1212555010012345"] {
            let phone = PhoneNumber::parse(text);
            assert!(phone.is_err() || Plans::default().country(phone.unwrap()).is_none(), "{text}");
        }
    }
}
