//! Whole answers with bodies that are none.

use crate::support::{Reply, Server, Step, client, json};
use flate2::Compression;
use flate2::write::GzEncoder;
use http::Response;
use numberline_upstream::{Failure, Upstream};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// What a list comes to whose body this is.
fn list(body: Vec<u8>, coding: Option<&'static str>) -> Result<usize, Failure> {
    let server = Server::start(move |_| {
        let mut response = Response::new(body.clone());
        if let Some(coding) = coding {
            response.headers_mut().insert("Content-Encoding", coding.parse().unwrap());
        }
        Reply::Whole(response)
    });
    client(&server).numbers(None, None).map(|page| page.numbers.len())
}

fn assert_malformed(name: &str, outcome: Result<usize, Failure>) {
    let Err(failure) = outcome else { panic!("{name} was taken for a page") };
    assert!(matches!(failure, Failure::Malformed { .. }), "{name}: {failure:?}");
    assert_eq!(failure.aslv_code(), 500, "{name}");
}

fn row(members: &str) -> String {
    format!(r#"{{"value":[{{"accountName":"a","serviceDetails":{{}},{members}}}]}}"#)
}

const GOOD: &str = r#""telephoneNumber":"+441632960000""#;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_is_not_the_documented_json_is_not_a_page() {
    let utf_16: Vec<u8> = row(GOOD).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let nested = format!(r#"{{"value":[],"new":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    for (name, body) in [
        ("HTML", "<html>Sign in</html>".into()),
        ("nothing", Vec::new()),
        ("null", "null".into()),
        ("a list", "[]".into()),
        ("no rows", "{}".into()),
        ("null for rows", r#"{"value":null}"#.into()),
        ("a BOM", format!("\u{feff}{}", row(GOOD)).into()),
        ("UTF-16", utf_16),
        ("no UTF-8", b"{\"value\":[],\"nextLink\":\"\xff\"}".to_vec()),
        ("NaN", r#"{"value":[],"x":NaN}"#.into()),
        ("an end that is missing", r#"{"value":[]"#.into()),
        ("a second value", r#"{"value":[]}{"value":[]}"#.into()),
        ("doubled members", r#"{"value":[],"value":[]}"#.into()),
        ("deep nesting", nested.into()),
        ("a number as a number", row(r#""telephoneNumber":441632960000"#).into()),
        ("a row without its number", row(r#""x":1"#).into()),
        ("a null for a number", row(r#""telephoneNumber":null"#).into()),
        ("a number with blanks", row(r#""telephoneNumber":"+44 1632""#).into()),
        ("an account with a slash", row(&format!(r#"{GOOD},"extra":1"#)).replace("\"a\"", "\"a/b\"").into()),
        ("a link elsewhere", r#"{"value":[],"nextLink":"https://evil.example/numbers"}"#.into()),
        ("a link of another kind", r#"{"value":[],"nextLink":7}"#.into()),
    ] {
        assert_malformed(name, list(body, None));
    }
}

#[test]
fn one_bad_row_spoils_its_page() {
    let mut body = r#"{"value":["#.to_owned();
    for last in 100..600 {
        let number = if last == 599 { "nobody".to_owned() } else { format!("+441632960{last}") };
        write!(body, r#"{{"telephoneNumber":"{number}","accountName":"a","serviceDetails":{{}}}},"#).unwrap();
    }
    body.pop();
    assert_malformed("a bad row", list(format!("{body}]}}").into(), None));
}

#[test]
fn what_is_new_is_ignored_or_kept_and_a_null_is_absent() {
    let members = format!(
        r#"{GOOD},"serviceProvisioningStatus":"paused","serviceProvisioningErrors":null,"addedLater":[[{{}}]]"#
    );
    assert_eq!(list(row(&members).into(), None), Ok(1));
    assert_eq!(list(format!("{} \n", row(&format!("{GOOD},\"configuration\":null"))).into(), None), Ok(1));
}

#[test]
fn packed_answers_are_unpacked_and_broken_ones_are_not() {
    let packed = gzip(row(GOOD).as_bytes());
    assert_eq!(list(packed.clone(), Some("gzip")), Ok(1));
    let half = packed[..packed.len() / 2].to_vec();
    assert!(list(half, Some("gzip")).is_err());
    assert!(list(b"\x1f\x8b\x08 no more".to_vec(), Some("gzip")).is_err());
    let mut flipped = packed;
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    assert!(list(flipped, Some("gzip")).is_err());
    assert_malformed("an unknown coding", list(b"abc".to_vec(), Some("br")));
}

#[test]
fn a_bomb_and_an_endless_body_are_cut_at_the_limit() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    let begun = Instant::now();
    assert_malformed("a bomb", list(bomb, Some("gzip")));
    assert!(begun.elapsed() < Duration::from_secs(2));
    let server = Server::start(|_| {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let chunk = [b"4000\r\n".to_vec(), vec![b' '; 0x4000], b"\r\n".to_vec()].concat();
        Reply::Steps(vec![Step::Send(head.into()), Step::Repeat(chunk, Duration::ZERO)])
    });
    assert_malformed("an endless body", client(&server).numbers(None, None).map(|page| page.numbers.len()));
}

#[test]
fn a_list_that_leads_back_is_given_up() {
    for (name, links) in [("to itself", [1, 1, 1]), ("to an earlier page", [1, 2, 1])] {
        let server = Server::start(move |request| {
            let query = request.uri().query().unwrap_or_default();
            let skip: usize = query.split_once("skip=").map_or(0, |(_, skip)| skip.parse().unwrap());
            let host = request.headers()["host"].to_str().unwrap();
            json(200, &format!(r#"{{"value":[],"nextLink":"http://{host}/gateway/accounts?skip={}"}}"#, links[skip]))
        });
        let failure = client(&server).accounts().unwrap_err();
        assert!(matches!(failure, Failure::Malformed { .. }), "{name}: {failure:?}");
        assert!(server.calls() <= 4, "{name}: {} calls", server.calls());
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let server = Server::start(|request| {
        let location = format!("http://{}/elsewhere", request.headers()["host"].to_str().unwrap());
        Reply::Whole(Response::builder().status(307).header("Location", location).body(Vec::new()).unwrap())
    });
    assert_malformed("a redirect", client(&server).numbers(None, None).map(|page| page.numbers.len()));
    assert_eq!(server.calls(), 1);
}
