//! Asks the phone library whether any numbering plan knows a number. Its knowledge ages and operators own ranges that
//! it has not heard of, so its "no" is worth a warning and no more.

use numberline_domain::PhoneNumber;
use rlibphonenumber::PHONE_NUMBER_UTIL;

pub(super) fn is_plausible(phone: PhoneNumber) -> bool {
    PHONE_NUMBER_UTIL
        .parse(&phone.to_string(), None)
        .is_ok_and(|number| PHONE_NUMBER_UTIL.is_valid_number(&number))
}
