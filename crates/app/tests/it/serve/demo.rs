//! `numberline serve --demo`.

use crate::support::http;
use crate::support::records::{TENANT, compact_records, records_of};
use crate::support::{Sandbox, TestServer};

/// What the printed curl line asks: address, token and path.
fn curl_line(printed: &str) -> (String, String, String) {
    let line = printed.lines().find(|line| line.starts_with("curl ")).expect("a curl line is printed");
    let quoted: Vec<_> = line.split('\'').collect();
    let ["curl -H ", header, " ", url, ""] = quoted[..] else { panic!("{line}") };
    let token = header.strip_prefix("Authorization: Bearer ").unwrap();
    let (address, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    (address.to_owned(), token.to_owned(), format!("/{path}"))
}

fn printed(server: &mut TestServer) -> String {
    server.printed_up_to("/docs\n")
}

#[test]
fn the_printed_curl_line_gives_the_documents_ten_numbers() {
    let sandbox = Sandbox::new();
    let mut server = sandbox.serve(&["--demo"]);
    let (address, token, path) = curl_line(&printed(&mut server));
    assert!(path.ends_with(&format!("?msTenantId={TENANT}")));
    let reply = http::request(&address, "GET", &token, &path, "").ok();
    assert_eq!(records_of(reply.text()), compact_records());
}

#[test]
fn there_are_enough_numbers_to_look_around_in() {
    let sandbox = Sandbox::new();
    let mut server = sandbox.serve(&["--demo"]);
    let (_, token, _) = curl_line(&printed(&mut server));
    let answer = server.get(&token, "/api/v3/oc/numbers").ok().json();
    assert!(answer["totalRecords"].as_u64().unwrap() >= 2010);
}

#[test]
fn the_printed_page_is_there() {
    let sandbox = Sandbox::new();
    let mut server = sandbox.serve(&["--demo"]);
    assert!(printed(&mut server).contains(&format!("{}/docs\n", server.url)));
    assert!([200, 303, 307, 308].contains(&server.get("", "/docs").status));
    server.get("", "/docs/").ok();
}

#[test]
fn the_printed_address_signs_in_to_the_portal_once() {
    let sandbox = Sandbox::new();
    let mut server = sandbox.serve(&["--demo", "--base-path", "/tenantui"]);
    let printed = printed(&mut server);
    let line = printed.lines().find(|line| line.contains("/sign-in?code=")).expect("an address is printed");
    let path = line.strip_prefix(&format!("http://{}", server.address())).unwrap();
    let signed = server.get("", path).ok();
    let cookie = signed.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let page = server.request("GET", "", "/numbers", &format!("Cookie: {cookie}\r\n")).ok();
    assert!(page.text().contains("data-base=\"/tenantui\""));
    assert!(server.get("", path).ok().header("set-cookie").is_none());
}

#[test]
fn the_curl_line_has_the_base_path() {
    let sandbox = Sandbox::new();
    let mut server = sandbox.serve(&["--demo", "--base-path", "/tenantui"]);
    let printed = printed(&mut server);
    let (address, token, path) = curl_line(&printed);
    assert!(path.starts_with("/tenantui/api/v3/oc/numbers?"));
    http::request(&address, "GET", &token, &path, "").ok();
}

#[test]
fn a_database_with_something_in_it_is_refused() {
    let sandbox = Sandbox::with_the_example();
    let before = sandbox.exported();
    let arguments = ["serve", "--demo", "--listen", "127.0.0.1:0", "--database", &sandbox.address()];
    let ran = sandbox.run(&arguments);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("is not empty"), "{}", ran.stderr);
    assert_eq!(sandbox.exported(), before);
}

#[test]
fn an_empty_database_may_be_named() {
    let sandbox = Sandbox::new();
    sandbox.run(&["migrate"]).succeeded();
    let server = sandbox.serve(&["--demo", "--database", &sandbox.address()]);
    assert!(server.stop().success());
    assert_eq!(sandbox.temporary_files(), 0);
    assert!(sandbox.exported().contains(TENANT));
}

#[test]
fn only_this_machine_is_served() {
    for address in ["0.0.0.0:0", "[::]:0"] {
        let ran = Sandbox::new().run(&["serve", "--demo", "--listen", address]).failed_with_one_sentence();
        assert!(ran.stderr.contains("--listen"), "{}", ran.stderr);
    }
}

/// What files alone can show.
mod sqlite_only {
    use super::*;

    #[test]
    fn nothing_of_it_is_kept() {
        let sandbox = Sandbox::new();
        let server = sandbox.serve(&["--demo"]);
        assert_eq!(sandbox.temporary_files(), 1);
        assert!(server.stop().success());
        assert_eq!(sandbox.temporary_files(), 0);
        assert!(!sandbox.path("numberline.db").exists());
    }
}
