//! Channels: a token or a header that reaches into some of them. The others answer as if they did not exist.

use crate::support::http::Reply;
use crate::support::records::{NUMBERS, OTHER_TENANT, TENANT, compact_example, lines, record};
use crate::support::{Sandbox, TestServer, WITHIN_A_SECOND, eventually};
use serde_json::{Value, json};

/// The document's tenant, whose numbers are in channel 0, and another with three numbers in channel 7 and two in 9.
fn channels() -> Sandbox {
    let sandbox = Sandbox::with_the_example();
    let others: Vec<String> = (0..5).map(|position| in_channel(position, if position < 3 { 7 } else { 9 })).collect();
    sandbox.import("others.ndjson", &others.join("\n"));
    sandbox
}

fn in_channel(position: u32, channel: i64) -> String {
    let mut record = record(position);
    record["ovocChannelId"] = json!(channel);
    record.to_string()
}

fn total(server: &TestServer, token: &str, path: &str, headers: &str) -> u64 {
    server.request("GET", token, path, headers).ok().json()["totalRecords"].as_u64().unwrap()
}

fn versions(reply: &Reply) -> [String; 2] {
    ["etag", "numberline-seq"].map(|name| reply.header(name).unwrap().to_owned())
}

#[test]
fn a_token_sees_what_lies_in_its_channels() {
    let sandbox = channels();
    let tokens: Vec<String> = [&["7"][..], &["9"], &["7", "9"], &["0"], &["1"], &["7", "0"]]
        .iter()
        .map(|channels| {
            let options = channels.iter().flat_map(|channel| ["--channel", channel]);
            sandbox.token(&["--role", "reader"].into_iter().chain(options).collect::<Vec<_>>())
        })
        .collect();
    let server = sandbox.serve(&[]);
    let totals: Vec<u64> = tokens.iter().map(|token| total(&server, token, NUMBERS, "")).collect();
    assert_eq!(totals, [3, 2, 5, 10, 0, 13]);
    let paged: Vec<Value> = (1..=13)
        .map(|page| server.get(&tokens[5], &format!("{NUMBERS}?pageSize=1&pageNumber={page}")).ok().json())
        .map(|page| page["data"][0]["telephoneNumber"].clone())
        .collect();
    let whole = server.get(&tokens[5], NUMBERS).ok().json();
    let whole: Vec<Value> =
        whole["data"].as_array().unwrap().iter().map(|number| number["telephoneNumber"].clone()).collect();
    assert_eq!(paged, whole);
}

#[test]
fn what_lies_in_another_channel_answers_as_what_does_not_exist() {
    let sandbox = channels();
    let token = sandbox.token(&["--role", "reader", "--channel", "9"]);
    let server = sandbox.serve(&[]);
    let number = |position: u32| record(position)["telephoneNumber"].as_str().unwrap().to_owned();
    assert_eq!(server.get(&token, &format!("{NUMBERS}/{}", number(3))).status, 200);
    for path in [
        format!("{NUMBERS}/{}", number(0)),
        format!("{NUMBERS}/{}/history", number(0)),
        format!("/api/v2/oc/numbers/{}", number(0)),
    ] {
        assert_eq!(server.get(&token, &path).problem(404)["errorCode"], "number-unknown", "{path}");
    }
    for path in [NUMBERS, "/api/v2/oc/numbers", "/api/v3/oc/released"] {
        let path = format!("{path}?msTenantId={TENANT}");
        assert_eq!(server.get(&token, &path).problem(404)["errorCode"], "tenant-unknown", "{path}");
    }
    assert_eq!(total(&server, &token, &format!("{NUMBERS}?msTenantId={OTHER_TENANT}"), ""), 2);
    assert_eq!(server.get(&token, "/metrics").problem(403)["errorCode"], "scope-insufficient");
}

#[test]
fn the_header_narrows_and_never_widens() {
    let sandbox = channels();
    let all = sandbox.token(&["--role", "reader"]);
    let seven = sandbox.token(&["--role", "reader", "--channel", "7"]);
    let one = sandbox.token(&["--role", "reader", "--tenant", OTHER_TENANT]);
    let server = sandbox.serve(&[]);
    for (token, channel, expected) in
        [(&all, 7, 3), (&all, 0, 10), (&all, 8, 0), (&seven, 7, 3), (&seven, 9, 0), (&one, 9, 2), (&one, 0, 0)]
    {
        let header = format!("X-Ovoc-Channel-Id: {channel}\r\n");
        assert_eq!(total(&server, token, NUMBERS, &header), expected, "channel {channel}");
    }
    let narrowed = server.request("GET", &all, &format!("{NUMBERS}?msTenantId={TENANT}"), "x-ovoc-channel-id: 7\r\n");
    assert_eq!(narrowed.problem(404)["errorCode"], "tenant-unknown");
    let plain = server.get(&all, NUMBERS);
    let narrowed = server.request("GET", &all, NUMBERS, "X-Ovoc-Channel-Id: 0\r\n");
    assert_ne!(plain.header("etag"), narrowed.header("etag"));
}

#[test]
fn a_header_that_is_no_channel_is_refused_by_name() {
    let sandbox = channels();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    for header in ["-1", "seven", "1.5", "", "7\r\nX-Ovoc-Channel-Id: 7"] {
        let reply = server.request("GET", &token, NUMBERS, &format!("X-Ovoc-Channel-Id: {header}\r\n"));
        let problem = reply.problem(400);
        assert!(problem["errors"]["X-Ovoc-Channel-Id"].is_array(), "{header}: {problem}");
    }
}

#[test]
fn news_of_another_channel_change_neither_its_tag_nor_its_seq() {
    let sandbox = channels();
    let nine = sandbox.token(&["--role", "reader", "--channel", "9"]);
    let all = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let of_nine = || versions(&server.get(&nine, NUMBERS));
    let of_all = || versions(&server.get(&all, NUMBERS));
    let (before, all_before) = (of_nine(), of_all());
    sandbox.import("seven.ndjson", &in_channel(5, 7));
    eventually(WITHIN_A_SECOND, "the token for all sees it", || (of_all() != all_before).then_some(()));
    assert_eq!(of_nine(), before);
    sandbox.import("nine.ndjson", &in_channel(4, 7));
    eventually(WITHIN_A_SECOND, "it sees that a number left its channel", || (of_nine() != before).then_some(()));
    assert_eq!(total(&server, &nine, NUMBERS, ""), 1);

    let told = of_nine();
    drop(server);
    let again = sandbox.serve(&[]);
    assert_eq!(versions(&again.get(&nine, NUMBERS)), told, "a rebuilt inventory tells the same");
}

#[test]
fn the_list_of_tokens_tells_the_channels() {
    let sandbox = Sandbox::new();
    sandbox.token(&["--role", "reader", "--channel", "7", "--channel", "0"]);
    sandbox.token(&["--role", "reader"]);
    let list = sandbox.run(&["token", "list", "--json"]).succeeded().json();
    assert_eq!((&list[0]["channels"], &list[1]["channels"]), (&json!([0, 7]), &Value::Null));
    assert!(sandbox.run(&["token", "list"]).succeeded().stdout.contains("0 7"));
    assert_eq!(sandbox.run(&["token", "create", "--role", "reader", "--channel", "-1"]).code, Some(2));
}

#[test]
fn an_import_over_the_document_leaves_other_channels_alone() {
    let sandbox = channels();
    let seven = sandbox.token(&["--role", "reader", "--channel", "7"]);
    let server = sandbox.serve(&[]);
    let before = versions(&server.get(&seven, NUMBERS));
    sandbox.import(
        "again.json",
        &compact_example().replacen("\"acquiredNumberStatus\":0", "\"acquiredNumberStatus\":2", 1),
    );
    sandbox.import("others.ndjson", &lines(20..22).join("\n"));
    let all = sandbox.token(&["--role", "reader"]);
    eventually(WITHIN_A_SECOND, "the imports have arrived", || {
        let reply = server.get(&all, NUMBERS);
        (reply.status == 200 && reply.json()["totalRecords"] == 17).then_some(())
    });
    assert_eq!(versions(&server.get(&seven, NUMBERS)), before);
}
