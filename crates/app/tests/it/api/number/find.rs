//! `GET /api/v3/oc/numbers/{phonenumber}`.

use crate::support::Sandbox;
use crate::support::records::{NUMBERS, compact_records};

#[test]
fn one_number_is_its_record_of_the_list() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    for spelling in ["+448718943003", "%2B448718943003", "448718943003"] {
        assert_eq!(
            server.get(&token, &format!("{NUMBERS}/{spelling}")).ok().text(),
            compact_records()[3],
            "{spelling}"
        );
    }
}

#[test]
fn a_number_that_is_not_there_is_a_404() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    assert_eq!(server.get(&token, &format!("{NUMBERS}/+448718943010")).problem(404)["errorCode"], "number-unknown");
}

#[test]
fn what_is_no_number_is_a_400() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    for text in ["+0448718943003", "hello", "+44871894300312345"] {
        server.get(&token, &format!("{NUMBERS}/{text}")).problem(400);
    }
}
