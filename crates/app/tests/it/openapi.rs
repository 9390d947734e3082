//! `numberline openapi`.

use crate::support::Sandbox;

#[test]
fn the_printed_document_is_the_served_one() {
    let sandbox = Sandbox::new();
    let printed = sandbox.run(&["openapi"]).succeeded().json();
    assert_eq!(printed["openapi"], "3.1.0");
    assert_eq!(printed, sandbox.serve(&[]).get("", "/openapi.json").ok().json());
}
