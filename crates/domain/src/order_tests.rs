//! Claims about what an order comes to.

use super::*;

fn phone(digits: u64) -> PhoneNumber {
    PhoneNumber::from_digits(digits).unwrap()
}

fn range(start: u64, end: u64) -> PhoneRange {
    PhoneRange { start: phone(start), end: phone(end) }
}

/// A world of two countries, whose numbers have twelve digits.
fn country(phone: PhoneNumber) -> Option<Country> {
    let country = |letters: &[u8; 2], calling_code| Some(Country { iso: Some(*letters), calling_code });
    match phone.digits() {
        440_000_000_000..450_000_000_000 => country(b"GB", 44),
        490_000_000_000..500_000_000_000 => country(b"DE", 49),
        _ => None,
    }
}

fn expand(numbers: &[u64], ranges: &[PhoneRange]) -> Expanded {
    Wanted { numbers: numbers.iter().copied().map(phone).collect(), ranges: ranges.to_vec() }.expand(10, country)
}

fn reasons(expanded: &Expanded) -> Vec<Reason> {
    expanded.refused.iter().map(|refused| refused.reason).collect()
}

#[test]
fn ranges_and_numbers_become_one_ascending_list() {
    let expanded = expand(&[490_000_000_001, 440_000_000_009], &[range(440_000_000_001, 440_000_000_003)]);
    let digits: Vec<_> = expanded.numbers.iter().map(|(phone, _)| phone.digits()).collect();
    assert_eq!(digits, [440_000_000_001, 440_000_000_002, 440_000_000_003, 440_000_000_009, 490_000_000_001]);
    assert_eq!(expanded.numbers[4].1.as_str(), Some("DE"));
    assert_eq!(expanded.refused, []);
}

#[test]
fn everything_wrong_with_an_order_is_told_item_by_item() {
    let expanded = expand(
        &[440_000_000_001, 120, 440_000_000_001, 440_000_000_001],
        &[
            range(440_000_000_005, 440_000_000_004),
            range(44_000_000_000, 440_000_000_000),
            range(449_999_999_999, 490_000_000_000),
            range(440_000_000_000, 440_000_000_010),
            range(120_000_000_000, 120_000_000_001),
        ],
    );
    let limit = Reason::PastLimit { limit: 10 };
    let expected = [
        Reason::Impossible,
        Reason::Reversed,
        Reason::LengthsDiffer,
        Reason::CountriesDiffer,
        limit,
        Reason::Impossible,
        Reason::Doubled,
    ];
    assert_eq!(reasons(&expanded), expected);
    assert_eq!(expanded.refused[6].item, Item::Number(phone(440_000_000_001)));
}

#[test]
fn an_order_has_a_number_at_least_and_its_limit_at_most() {
    assert_eq!(reasons(&expand(&[], &[])), [Reason::Nothing]);
    let ten = range(440_000_000_000, 440_000_000_009);
    assert_eq!(expand(&[], &[ten]).refused, []);
    assert_eq!(reasons(&expand(&[440_000_000_010], &[ten])), [Reason::PastLimit { limit: 10 }]);
    let eleven: Vec<u64> = (440_000_000_000..440_000_000_011).collect();
    assert_eq!(reasons(&expand(&eleven, &[])), [Reason::PastLimit { limit: 10 }]);
}
