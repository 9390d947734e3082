//! A copy goes to a database that has nothing, or nowhere.

use crate::records;
use crate::support::{Fixture, assert_checked, import};
use numberline_service::{Error, Progress, Service, copy};

/// Imports something into the database to copy to as soon as the copying begins.
struct Meddler<'s>(&'s Service);

impl Progress for Meddler<'_> {
    fn phase(&self, name: &'static str, _total: Option<u64>) {
        if name == "copying" {
            assert!(import(self.0, &records::plain_file(1)).applied);
        }
    }

    fn advance(&self, _units: u64) {}
}

#[test]
fn a_database_that_gets_something_just_before_it_is_copied_to_is_left_alone() {
    let (original, other) = (Fixture::new(), Fixture::new());
    let (from, to) = (original.service(), other.service());
    assert!(import(&from, &records::plain_file(0)).applied);
    let refused = copy::run(&from, &to, &Meddler(&to));
    assert!(matches!(&refused, Err(Error::Refused(text)) if text.contains("has something in it")), "{refused:?}");
    let undisturbed = Fixture::new();
    import(&undisturbed.service(), &records::plain_file(1));
    let numbers =
        |fixture: &Fixture| fixture.tables().numbers.into_iter().map(|number| number.json).collect::<Vec<_>>();
    assert_eq!(numbers(&other), numbers(&undisturbed));
    assert_checked(&other);
}
