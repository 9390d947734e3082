//! Claims about how bodies are read.

use super::*;

fn node(json: &str) -> Node {
    serde_json::from_str(json).unwrap()
}

#[test]
fn names_match_in_any_case_and_every_fault_is_told() {
    let node = node(r#"{"USAGE":"x","usage":"y","ticketid":7,"nope":1}"#);
    let mut faults = Faults::new();
    let members = Members::read("", &node, ["usage", "ticketId"], &mut faults).unwrap();
    assert_eq!(members.get("usage").1, &Node::Text("x".to_owned()));
    assert_eq!(text(members.get("ticketId"), 1..=5, char::is_alphanumeric, &mut faults), None);
    let names: Vec<_> = faults.keys().map(String::as_str).collect();
    assert_eq!(names, ["nope", "ticketId", "usage"]);
    assert_eq!(faults["nope"], ["is not a member; it takes usage, ticketId"]);
    assert_eq!(faults["ticketId"], ["is a number; it has to be a text"]);
}

#[test]
fn numbers_and_ranges_tell_their_place() {
    let node = node(r#"[{"start":"+448718943000","End":"+448718943009"},{"start":"448718943000"},[]]"#);
    let mut faults = Faults::new();
    let items: Vec<_> = list(("ranges".to_owned(), &node), 0..=3, &mut faults).collect();
    let ranges: Vec<_> = items.into_iter().map(|item| range(item, &mut faults)).collect();
    assert!(ranges[0].is_some_and(|range| range.end.digits() - range.start.digits() == 9));
    let names: Vec<_> = faults.keys().map(String::as_str).collect();
    assert_eq!(names, ["ranges[1].end", "ranges[1].start", "ranges[2]"]);
    let mut faults = Faults::new();
    assert_eq!(list((String::new(), &node), 0..=2, &mut faults).count(), 0);
    assert_eq!(faults[BODY], ["has 3 items; it has to have 0 to 2"]);
}

#[test]
fn a_whole_number_may_be_written_with_a_fraction_of_nothing() {
    let mut faults = Faults::new();
    for (json, expected) in [("3", Some(3)), ("3.0", Some(3)), ("null", None)] {
        assert_eq!(integer(("n".to_owned(), &node(json)), 1..=3, &mut faults), expected);
    }
    assert!(faults.is_empty());
    for json in ["4", "0", "2.5", "-1", "\"3\"", "true", "1e99"] {
        let mut faults = Faults::new();
        assert_eq!((integer(("n".to_owned(), &node(json)), 1..=3, &mut faults), faults.len()), (None, 1), "{json}");
    }
}
