//! Claims about the input of the calls about numbers.

use super::*;
use numberline_domain::Status;
use regex::Regex;

fn list(query: &str) -> Result<ListNumbers, Faults> {
    let mut faults = Faults::new();
    let query = list_query(Some(query), 10_000, &mut faults);
    if faults.is_empty() { Ok(query) } else { Err(faults) }
}

#[test]
fn an_empty_query_asks_for_the_first_page_of_everything() {
    let everything = ListNumbers { tenant: None, filter: StatusFilter::All, page: 1, size: 200 };
    assert_eq!(list(""), Ok(everything));
}

#[test]
fn every_parameter_is_read() {
    let query = "msTenantId=3BC57CAC57944 57fad362c88cade9dbb".replace(' ', "")
        + "&AcquiredNumberStatus=Pending+First%20Sync&Page%20Number=2&page_size=10000";
    let expected = ListNumbers {
        tenant: Some(Guid::parse("3bc57cac-5794-457f-ad36-2c88cade9dbb").unwrap()),
        filter: StatusFilter::Only(Status::PendingFirstSync),
        page: 2,
        size: 10_000,
    };
    assert_eq!(list(&query), Ok(expected));
}

#[test]
fn every_fault_is_told_at_once_and_says_what_is_accepted() {
    let query = "msTenantId=x&acquiredNumberStatus=Aktiv&pageNumber=0&pageSize=1.5&limit=3";
    let faults = list(query).unwrap_err();
    let names: Vec<_> = faults.keys().map(String::as_str).collect();
    assert_eq!(names, ["acquiredNumberStatus", "limit", "msTenantId", "pageNumber", "pageSize"]);
    assert!(faults["acquiredNumberStatus"][0].contains("Marked For Removal (2)"));
    assert_eq!(faults["pageSize"], ["`1.5` is not an integer from 1 to 10000"]);
    assert_eq!(faults["pageNumber"], ["`0` is not an integer from 1 to 2147483647"]);
}

#[test]
fn values_out_of_range_are_refused() {
    for query in ["pageSize=10001", "pageSize=0", "pageNumber=2147483648", "pageSize=", "pageSize", "msTenantId="] {
        assert_eq!(list(query).unwrap_err().len(), 1, "{query}");
    }
}

#[test]
fn a_number_in_a_path_may_have_its_plus_raw_encoded_or_missing() {
    let number = PhoneNumber::parse("+448718943000").unwrap();
    for path in
        ["/numbers/+448718943000", "/numbers/%2B448718943000", "/numbers/%2b448718943000", "/numbers/448718943000"]
    {
        assert_eq!(phone(path, &mut Faults::new()), Some(number), "{path}");
    }
    for path in ["/numbers/++448718943000", "/numbers/%20448718943000", "/numbers/0448", "/numbers/12", "/numbers/%ff"]
    {
        let mut faults = Faults::new();
        assert_eq!((phone(path, &mut faults), faults.len()), (None, 1), "{path}");
    }
}

#[test]
fn a_malformed_minimum_is_a_fault() {
    for (value, expected) in [("0", Some(0)), ("17", Some(17)), ("-1", None), ("", None), ("1 ", None), ("x", None)] {
        let mut faults = Faults::new();
        let headers =
            HeaderMap::from_iter([(http::HeaderName::from_static("numberline-min-seq"), value.parse().unwrap())]);
        let seq = min_seq(&headers, &mut faults);
        assert_eq!(seq.filter(|_| faults.is_empty()), expected, "{value}");
    }
}

#[test]
fn the_published_patterns_are_what_is_read() {
    let guid = "3bc57cac-5794-457f-ad36-2c88cade9dbb";
    let simple = guid.replace('-', "");
    let mut guids =
        vec![guid.to_owned(), guid.to_uppercase(), simple.clone(), format!("{{{guid}}}"), format!("{{{simple}}}")];
    guids.extend(["urn:uuid:", "URN:uUid:", "uuid:", "urn:", " "].map(|prefix| format!("{prefix}{guid}")));
    guids.extend([
        format!("urn:uuid:{simple}"),
        format!("{{{guid}"),
        format!("{guid}}}"),
        format!("urn:uuid:{{{guid}}}"),
    ]);
    guids.extend([
        String::new(),
        guid[1..].to_owned(),
        format!("{guid}a"),
        format!("{guid}\n"),
        guid.replace('b', "g"),
    ]);
    guids.extend([guid.replacen('-', "", 1), guid.replacen("3b", "3-", 1), guid.replace('-', "_"), "é".repeat(16)]);
    let pattern = Regex::new(GUID_PATTERN).unwrap();
    for text in guids {
        assert_eq!(pattern.is_match(&text), Guid::parse(&text).is_ok(), "{text}");
    }
    let pattern = Regex::new(PHONE_PATTERN).unwrap();
    for text in ["+911", "911", "+12", "12", "0123", "+0123", "123456789012345", "1234567890123456", "", "+", "٤٤١"]
    {
        let path = format!("/numbers/{text}");
        assert_eq!(pattern.is_match(text), phone(&path, &mut Faults::new()).is_some(), "{text}");
    }
}

#[test]
fn the_published_status_pattern_is_what_is_read() {
    let pattern = Regex::new(StatusFilter::PATTERN).unwrap();
    let words = [
        "",
        "Active",
        "All",
        "Release",
        "Requested",
        "Marked",
        "Ready",
        "For",
        "Removal",
        "Pending",
        "First",
        "Sync",
        "4",
        "5",
    ];
    for first in words {
        for second in words {
            for third in words {
                for part in ["", " ", "+", "  ", "_"] {
                    let text = [first, second, third].join(part);
                    for text in [text.to_uppercase(), text.to_lowercase(), text] {
                        assert_eq!(pattern.is_match(&text), StatusFilter::parse(&text).is_ok(), "{text}");
                    }
                }
            }
        }
    }
}
