//! What saves bytes: `HEAD`, `ETag` with 304, gzip and Zstandard.

use crate::support::records::{NUMBERS, OTHER_TENANT, TENANT, compact_example, lines};
use crate::support::{Sandbox, WITHIN_A_SECOND, eventually};
use std::io::Read;

#[test]
fn head_is_get_without_its_body() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let (get, head) = (server.get(&token, NUMBERS).ok(), server.request("HEAD", &token, NUMBERS, "").ok());
    assert!(head.body.is_empty());
    for name in ["content-type", "etag", "content-length", "vary", "cache-control", "numberline-seq"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
        assert!(head.header(name).is_some(), "{name}");
    }
}

#[test]
fn what_the_caller_knows_is_a_304_until_it_changes() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let etag = server.get(&token, NUMBERS).ok().header("etag").unwrap().to_owned();
    assert!(etag.starts_with("W/\""));
    let ask = || server.request("GET", &token, NUMBERS, &format!("If-None-Match: {etag}\r\n"));
    let reply = ask();
    assert_eq!((reply.status, reply.body.len(), reply.header("etag")), (304, 0, Some(etag.as_str())));
    assert_eq!(reply.header("cache-control"), Some("private, no-cache"));
    assert_eq!(reply.header("vary"), Some("Authorization, Cookie, Accept-Encoding, X-Ovoc-Channel-Id"));
    assert_eq!(reply.header("content-length"), None, "a length would be that of the answer, not of its absence");
    sandbox.import("more.ndjson", &lines(0..1).join("\n"));
    let reply =
        eventually(WITHIN_A_SECOND, "the answer is another", || Some(ask()).filter(|reply| reply.status == 200));
    assert_ne!(reply.header("etag"), Some(etag.as_str()));
}

#[test]
fn a_tag_is_for_its_own_question_alone() {
    let sandbox = Sandbox::with_the_example();
    sandbox.import("more.ndjson", &lines(0..1).join("\n"));
    let token = sandbox.token(&["--role", "reader"]);
    let scoped = sandbox.token(&["--role", "reader", "--tenant", TENANT]);
    let server = sandbox.serve(&[]);
    let tags: std::collections::BTreeSet<_> = [
        (&token, NUMBERS.to_owned()),
        (&scoped, NUMBERS.to_owned()),
        (&token, format!("{NUMBERS}?msTenantId={TENANT}")),
        (&token, format!("{NUMBERS}?msTenantId={OTHER_TENANT}")),
        (&token, format!("{NUMBERS}?pageSize=3")),
        (&token, format!("{NUMBERS}?pageNumber=2")),
        (&token, format!("{NUMBERS}?acquiredNumberStatus=0")),
    ]
    .iter()
    .map(|(token, path)| server.get(token, path).ok().header("etag").unwrap().to_owned())
    .collect();
    assert_eq!(tags.len(), 7, "{tags:?}");
}

#[test]
fn a_packed_answer_comes_when_asked_for_and_holds_the_same() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let path = format!("{NUMBERS}?pageSize=10");
    let plain = server.get(&token, &path).ok();
    assert_eq!((plain.header("content-encoding"), plain.text()), (None, compact_example().as_str()));
    for (accepted, expected) in [("gzip", "gzip"), ("zstd", "zstd"), ("gzip, deflate, br, zstd", "zstd")] {
        let accepted = format!("Accept-Encoding: {accepted}\r\n");
        let packed = server.request("GET", &token, &path, &accepted).ok();
        assert_eq!(packed.header("content-encoding"), Some(expected));
        assert!(packed.body.len() < plain.body.len() / 2);
        let mut text = String::new();
        match expected {
            "gzip" => flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_string(&mut text).unwrap(),
            _ => zstd::Decoder::new(packed.body.as_slice()).unwrap().read_to_string(&mut text).unwrap(),
        };
        assert_eq!(text, plain.text());
        let head = server.request("HEAD", &token, &path, &accepted).ok();
        for name in ["content-encoding", "content-length", "etag"] {
            assert_eq!(head.header(name), packed.header(name), "{name}");
        }
        for reply in [&plain, &packed] {
            assert_eq!(reply.header("vary"), Some("Authorization, Cookie, Accept-Encoding, X-Ovoc-Channel-Id"));
            assert_eq!(reply.header("cache-control"), Some("private, no-cache"));
        }
    }
}
