//! Claims about JSON documents: what a file says does not depend on how it is read.

use super::*;
use std::io::{BufReader, Cursor, Read};

const PAGES: &str = r#"
{
  "currentPage": 1, "pageSize": 2, "data": [{"telephoneNumber": "+441", "sbcList": [{"sbcName": "}\\\"]"}]},
    {"telephoneNumber": "+442"}], "totalPages": {"data": 2}
}
{ "totalPages":2,"data":[] }{"pageSize":1
,"data":[{}]}
"#;

const OBJECTS: &str = r#"{"telephoneNumber": "+441", "data": [{"pageSize": 1}]}
{
  "telephoneNumber": "+442"}{}
{ "dataset": 1 } {"pageSizes": [1]}"#;

/// Every record with its line.
fn records(input: impl BufRead + Send + 'static) -> Vec<(u64, String)> {
    let mut records = DocumentRecords::new(Box::new(input));
    let mut all = Vec::new();
    loop {
        let mut out = Vec::new();
        match records.next_into(&mut out) {
            Ok(Some(line)) => all.push((line, String::from_utf8(out).unwrap())),
            Ok(None) => return all,
            Err(error) => panic!("{error}"),
        }
    }
}

fn lines(records: &[(u64, String)]) -> Vec<(u64, &str)> {
    records.iter().map(|(line, text)| (*line, text.as_str())).collect()
}

#[test]
fn pages_have_the_records_of_their_data() {
    let found = records(PAGES.as_bytes());
    let first = r#"{"telephoneNumber": "+441", "sbcList": [{"sbcName": "}\\\"]"}]}"#;
    assert_eq!(lines(&found), [(3, first), (4, r#"{"telephoneNumber": "+442"}"#), (7, "{}")]);
}

#[test]
fn an_object_that_is_no_page_is_a_record() {
    let found = records(OBJECTS.as_bytes());
    let first = r#"{"telephoneNumber": "+441", "data": [{"pageSize": 1}]}"#;
    let second = r#"{"telephoneNumber": "+442"}"#;
    let others = [(3, "{}"), (4, r#"{"dataset": 1 }"#), (4, r#"{"pageSizes": [1]}"#)];
    assert_eq!(lines(&found), [vec![(1, first), (2, second)], others.to_vec()].concat());
}

#[test]
fn a_read_may_end_anywhere() {
    for text in [PAGES, OBJECTS] {
        let whole = records(text.as_bytes());
        assert_eq!(records(BufReader::with_capacity(1, text.as_bytes())), whole);
        for place in 0..=text.len() {
            let (before, after) = text.as_bytes().split_at(place);
            assert_eq!(records(Cursor::new(before).chain(after)), whole, "{place}");
        }
    }
}
