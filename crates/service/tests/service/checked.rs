//! What a check says of a database that fails while it is looked at.

use crate::support::{Fixture, import};
use numberline_service::{Silent, check};

#[test]
fn a_database_that_fails_is_an_error_and_no_disagreement() {
    let fixture = Fixture::new();
    import(
        &fixture.service(),
        r#"{"telephoneNumber":"+448718943000","tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb"}"#,
    );
    // Of all tables this one is read for the inventory alone.
    fixture.bare().script("ALTER TABLE touched RENAME TO elsewhere");
    let mut lines = Vec::new();
    let failure = check::run(&fixture.service(), &Silent, |line| lines.push(line.to_owned()));
    assert!(failure.is_err_and(|error| error.to_string().contains("touched")));
    assert_eq!(lines, Vec::<String>::new());
}
