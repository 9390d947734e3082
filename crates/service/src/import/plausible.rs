//! Asks the phone library whether any numbering plan knows a number. Its knowledge ages and operators own ranges that
//! it has not heard of, so its "no" is worth a warning and no more.

use numberline_domain::PhoneNumber;
use rlibphonenumber::PHONE_NUMBER_UTIL;

/// Numbers that share all digits but these last ones get one answer: plans are not made finer, and asking costs more
/// than the rest of reading a record.
const NEIGHBOURS: u64 = 1_000;

/// The last answer.
#[derive(Debug, Default)]
pub(super) struct Plausible(Option<(u64, bool)>);

impl Plausible {
    pub(super) fn is_plausible(&mut self, phone: PhoneNumber) -> bool {
        let neighbourhood = phone.digits() / NEIGHBOURS;
        if let Some((known, answer)) = self.0
            && known == neighbourhood
        {
            return answer;
        }
        let parsed = PHONE_NUMBER_UTIL.parse(phone.to_string(), None);
        let answer = parsed.is_ok_and(|number| PHONE_NUMBER_UTIL.is_valid_number(&number));
        self.0 = Some((neighbourhood, answer));
        answer
    }
}
