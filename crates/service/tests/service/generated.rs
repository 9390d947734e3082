//! Generating numbers while others write: what they have got meanwhile stays theirs, and is stepped over.

use crate::support::{Fixture, assert_checked, import};
use numberline_domain::Number;
use numberline_service::generate::{self, Made, Plan, Profile};
use numberline_service::{Error, Progress, Service, Silent};
use numberline_store::number;
use parking_lot::Mutex;
use std::thread;

const PLAN: Plan = Plan { numbers: 1_000, tenants: 5, seed: 7, profile: Profile::Even };
const TENANT: &str = "3bc57cac-5794-457f-ad36-2c88cade9dbb";

fn run(service: &Service, progress: &dyn Progress) -> Result<Made, Error> {
    generate::run(service, &PLAN, "cli:test@here", progress)
}

fn numbers(fixture: &Fixture) -> Vec<Number> {
    let mut numbers = Vec::new();
    fixture.database().read(|tx| number::scan(tx, |number| numbers.push(number))).unwrap();
    numbers
}

/// What the plan makes of a database like this one, in the order of ids.
fn planned(fixture: &Fixture) -> Vec<Number> {
    let copy = fixture.copy();
    let before = numbers(&copy).len();
    run(&copy.service(), &Silent).unwrap();
    numbers(&copy).split_off(before)
}

/// Imports the next file whenever numbers have been made and are not written yet.
struct Overtaking {
    service: Service,
    files: Mutex<std::vec::IntoIter<String>>,
    is_due: Mutex<bool>,
}

impl Overtaking {
    fn with(fixture: &Fixture, files: Vec<String>) -> Self {
        Self { service: fixture.service(), files: Mutex::new(files.into_iter()), is_due: Mutex::new(false) }
    }
}

impl Progress for Overtaking {
    fn phase(&self, name: &'static str, _total: Option<u64>) {
        *self.is_due.lock() = name == "making";
    }

    fn advance(&self, _units: u64) {
        if std::mem::take(&mut *self.is_due.lock())
            && let Some(file) = self.files.lock().next()
        {
            assert_eq!(import(&self.service, &file).added, 1, "{file}");
        }
    }
}

fn with_phone(number: &Number) -> String {
    format!(r#"{{"telephoneNumber":"{}","tenantId":"{TENANT}"}}"#, number.phone)
}

fn with_id(id: i64) -> String {
    format!(r#"{{"telephoneNumber":"+448718943000","id":{id},"tenantId":"{TENANT}"}}"#)
}

/// A database with nothing in it, and one with a number.
fn empty_and_not() -> [Fixture; 2] {
    let fixtures = [Fixture::new(), Fixture::new()];
    fixtures[0].database();
    import(&fixtures[1].service(), &with_id(4));
    fixtures
}

#[test]
fn a_number_that_comes_while_others_are_made_stays_whose_it_is() {
    for fixture in empty_and_not() {
        let before = numbers(&fixture).len();
        let wanted = planned(&fixture)[600];
        let made = run(&fixture.service(), &Overtaking::with(&fixture, vec![with_phone(&wanted)])).unwrap();
        assert_eq!((made.numbers, numbers(&fixture).len()), (1_000, before + 1_001));
        assert_eq!(import(&fixture.service(), &with_phone(&wanted)).unchanged, 1);
        assert_checked(&fixture);
    }
}

#[test]
fn an_id_that_is_taken_while_numbers_are_made_stays_whose_it_is() {
    let fixture = Fixture::new();
    fixture.database();
    let wanted = planned(&fixture)[600].id.as_i64();
    let made = run(&fixture.service(), &Overtaking::with(&fixture, vec![with_id(wanted)])).unwrap();
    assert_eq!((made.numbers, numbers(&fixture).len()), (1_000, 1_001));
    assert_eq!(import(&fixture.service(), &with_id(wanted)).unchanged, 1);
    assert_checked(&fixture);
}

#[test]
fn who_is_overtaken_again_and_again_gives_up_and_leaves_nothing() {
    let fixture = Fixture::new();
    fixture.database();
    let files: Vec<String> = planned(&fixture)[..20].iter().map(with_phone).collect();
    let overtaking = Overtaking::with(&fixture, files);
    let refusal = run(&fixture.service(), &overtaking).unwrap_err().to_string();
    assert!(refusal.contains("others wrote the same numbers") && refusal.contains("again"), "{refusal}");
    let imported = 20 - overtaking.files.lock().len();
    assert_eq!(numbers(&fixture).len(), imported);
    assert_checked(&fixture);
}

#[test]
fn of_many_who_generate_at_once_each_makes_what_it_says() {
    let fixture = Fixture::new();
    fixture.database();
    let made: Vec<u64> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| run(&fixture.service(), &Silent).unwrap().numbers)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!((made, numbers(&fixture).len()), (vec![1_000; 4], 4_000));
    assert_checked(&fixture);
}
