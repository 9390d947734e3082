//! Settings, good and bad.

use numberline_upstream::{Deadlines, Given, GivenSecret, Mistake, Secret, Settings};
use std::io::Write as _;
use std::time::Duration;

fn good() -> Given {
    Given {
        upstream_url: Some("https://provapi.gw1.example".to_owned()),
        directory: Some("7b1f6f0e-52d4-4a57-9a0c-6f3f0c1d2e41".to_owned()),
        client_id: Some("0c9e1d7a-3b52-4c2e-8f11-77d0a4e6b921".to_owned()),
        secret: GivenSecret::Text(Secret::new("s3cret")),
        ..Given::default()
    }
}

fn told(change: impl FnOnce(&mut Given)) -> String {
    let mut given = good();
    change(&mut given);
    Settings::read(&given).unwrap_err().to_string()
}

#[test]
fn four_settings_are_enough() {
    assert!(Settings::read(&good()).is_ok());
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let mistakes = Settings::read(&Given::default()).unwrap_err().0;
    let missing = ["upstream-url", "upstream-directory", "upstream-client-id", "upstream-secret"].map(Mistake::Missing);
    assert_eq!(mistakes, missing);
}

#[test]
fn an_address_is_https_or_on_this_machine() {
    for address in ["http://127.0.0.1:8443", "http://[::1]:80/base", "http://localhost", "https://gw.example/base/"] {
        let given = Given { upstream_url: Some(address.to_owned()), ..good() };
        assert!(Settings::read(&given).is_ok(), "{address}");
    }
    for (address, reason) in [
        ("http://provapi.gw1.example", "is not encrypted, which is allowed on this machine only: write https"),
        ("provapi.gw1.example", "is not a URL such as https://provapi.gw1.example"),
        ("ftp://provapi.gw1.example", "is not an https URL"),
        ("https://provapi.gw1.example/?api-version=1", "goes on after its path"),
    ] {
        let text = told(|given| given.upstream_url = Some(address.to_owned()));
        assert_eq!(text, format!("`upstream-url`: `{address}` {reason}"));
    }
    let text = told(|given| given.graph_url = Some("https://me:hunter2@graph.example".to_owned()));
    assert!(text.contains("credentials have settings of their own") && !text.contains("hunter2"), "{text}");
}

#[test]
fn words_are_judged() {
    assert!(told(|given| given.directory = Some("a/../b".to_owned())).contains("neither a directory's GUID nor one"));
    assert!(
        told(|given| given.client_id = Some("two words".to_owned()))
            .contains("`upstream-client-id`: `two words` is not one")
    );
    assert!(told(|given| given.graph_scope = Some("https://graph.example".to_owned())).contains("with `/.default`"));
    assert!(told(|given| given.body_limit = 0).contains("body limit"));
    let deadlines = Deadlines { whole: Duration::from_secs(1), ..Deadlines::default() };
    assert!(told(|given| given.deadlines = deadlines).contains("deadlines must grow"));
}

#[test]
fn a_secret_is_in_a_file_or_in_the_environment() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"s3cret\r\n").unwrap();
    let from = |secret| Settings::read(&Given { secret, ..good() });
    assert!(from(GivenSecret::File(file.path().to_owned())).is_ok());
    file.write_all(b"and more").unwrap();
    let text = from(GivenSecret::File(file.path().to_owned())).unwrap_err().to_string();
    assert!(text.contains("is empty or has more than one line") && !text.contains("s3cret"), "{text}");
    let text = from(GivenSecret::File("/nowhere/secret".into())).unwrap_err().to_string();
    assert!(text.starts_with("`upstream-secret`: cannot read /nowhere/secret: "), "{text}");
    assert!(from(GivenSecret::Environment("CARGO_PKG_NAME".to_owned())).is_ok());
    let text = from(GivenSecret::Environment("NUMBERLINE_NOT_SET".to_owned())).unwrap_err().to_string();
    assert_eq!(text, "`upstream-secret`: the environment has no variable `NUMBERLINE_NOT_SET` with a text");
    assert!(from(GivenSecret::Text(Secret::new(""))).is_err());
}
