//! Claims about query strings.

use super::*;

const PARAMETERS: [Parameter; 2] =
    [Parameter { name: "pageSize", aliases: &["page size", "page_size"] }, Parameter { name: "name", aliases: &[] }];

fn read_all(query: &str) -> ([Option<String>; 2], Vec<String>) {
    let mut faults = Faults::new();
    let values = read(Some(query), &PARAMETERS, &mut faults).map(|value| value.map(Cow::into_owned));
    (values, faults.into_keys().collect())
}

#[test]
fn every_spelling_of_a_name_is_the_parameter() {
    for query in ["pageSize=7", "PAGESIZE=7", "Page+Size=7", "Page%20Size=7", "page_size=7", "p%61geSize=%37"] {
        assert_eq!(read_all(query), ([Some("7".to_owned()), None], vec![]), "{query}");
    }
}

#[test]
fn empty_pieces_are_harmless() {
    for query in ["", "&", "&&name=a&&"] {
        assert_eq!(read_all(query).1, Vec::<String>::new(), "{query}");
    }
}

#[test]
fn a_name_alone_has_an_empty_value() {
    assert_eq!(read_all("name"), ([None, Some(String::new())], vec![]));
    assert_eq!(read_all("name="), ([None, Some(String::new())], vec![]));
}

#[test]
fn a_value_may_hold_an_equals_sign() {
    assert_eq!(read_all("name=a=b"), ([None, Some("a=b".to_owned())], vec![]));
}

#[test]
fn faults_name_what_was_sent() {
    for (query, names) in [
        ("pagesise=1", vec!["pagesise"]),
        ("page-size=1&Page%2BSize=2", vec!["Page+Size", "page-size"]),
        ("pageSize=1&pageSize=1", vec!["pageSize"]),
        ("pageSize=1&page_size=1&PAGE+SIZE=2", vec!["pageSize"]),
        ("name=%ff&pageSize=%4", vec!["name", "pageSize"]),
        ("name=%zz", vec!["name"]),
        ("%ff=1", vec!["%ff"]),
        ("=1", vec![""]),
        ("unknown&name=a&name=b", vec!["name", "unknown"]),
    ] {
        assert_eq!(read_all(query).1, names, "{query}");
    }
}

#[test]
fn integers_are_ascii_digits_within_the_range() {
    for (text, expected) in [
        ("1", Some(1)),
        ("10", Some(10)),
        ("010", Some(10)),
        ("0", None),
        ("11", None),
        ("", None),
        ("-1", None),
        ("+1", None),
        (" 1", None),
        ("1.0", None),
        ("1e0", None),
        ("١", None),
        ("99999999999999999999999", None),
    ] {
        let mut faults = Faults::new();
        let number = integer("n", Some(text), 1..=10, 5, &mut faults);
        assert_eq!((number, faults.is_empty()), (expected.unwrap_or(5), expected.is_some()), "{text}");
    }
    assert_eq!(integer("n", None, 1..=10, 5, &mut Faults::new()), 5);
}

#[test]
fn long_texts_are_told_back_shortened() {
    assert_eq!(echo(&"ä".repeat(1000)).chars().count(), ECHO_LIMIT + 1);
}

#[test]
fn a_plus_in_a_path_is_a_plus() {
    assert_eq!(decode("+44%2B1", Plus::IsPlus).as_deref(), Some("+44+1"));
    assert_eq!(decode("+44", Plus::IsBlank).as_deref(), Some(" 44"));
}
