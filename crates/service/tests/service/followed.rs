//! Whatever happens: the followed inventory, a rebuilt one and the tables are equal.

use crate::answers::assert_equal;
use crate::records::{self, Record};
use crate::settings::{self, Setting};
use crate::support::{Fixture, assert_checked, author, import, reach};
use crate::touch::{Log, Touch};
use numberline_domain::{Guid, Role, Status, StatusFilter};
use numberline_service::import::Report;
use numberline_service::token::{self, NewToken};
use numberline_service::{Service, Silent, export, follower};
use numberline_store::{Database, Error, head};
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub(crate) enum Operation {
    Import(Vec<Record>),
    /// One transaction.
    Touch(Vec<Touch>),
    /// A token for this tenant, which may be new.
    Token(u8),
    /// A record is set, and with it the facts of numbers.
    Record(Box<Setting>),
}

fn touch() -> impl Strategy<Value = Touch> {
    let pick = || 0_usize..40;
    prop_oneof![
        3 => (pick(), 0_usize..5).prop_map(|(one, status)| Touch::Status(one, Status::ALL[status])),
        2 => pick().prop_map(Touch::Remove),
        1 => (pick(), pick()).prop_map(|(one, like)| Touch::Move(one, like)),
        1 => (pick(), pick()).prop_map(|(one, other)| Touch::Swap(one, other)),
    ]
}

pub(crate) fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        6 => records::records().prop_map(Operation::Import),
        3 => vec(touch(), 1..5).prop_map(Operation::Touch),
        1 => (0_u8..3).prop_map(Operation::Token),
        4 => settings::setting().prop_map(|setting| Operation::Record(Box::new(setting))),
    ]
}

/// Operations in groups: within one, the follower is not woken, so that it meets several commits at once.
fn groups() -> impl Strategy<Value = Vec<Vec<Operation>>> {
    vec(prop_oneof![4 => vec(operation(), 1), 1 => vec(operation(), 2..5)], 1..16)
}

/// What an import reported, if it was one.
pub(crate) fn perform(service: &Service, database: &Database, operation: &Operation) -> Option<Report> {
    match operation {
        Operation::Import(records) => return Some(import(service, &records::file(records))),
        Operation::Touch(touches) => {
            let written = database.write(&author(), |tx| {
                let mut log = Log::default();
                touches.iter().try_for_each(|touch| touch.apply(tx, &mut log))?;
                log.write(tx);
                Ok::<_, Error>(())
            });
            written.unwrap();
        }
        Operation::Token(tenant) => {
            let tenants = vec![Guid::from_u128(u128::from(*tenant))];
            let token = NewToken { role: Role::Reader, tenants, channels: vec![], name: None, expires_in: None };
            token::create(service, &token, "cli:test@here").unwrap();
        }
        Operation::Record(setting) => setting.perform(service),
    }
    None
}

/// Every number, as a file.
pub(crate) fn exported(service: &Service) -> String {
    let mut exported = Vec::new();
    let everything = export::Query { tenants: Vec::new(), filter: StatusFilter::All };
    export::run(service, &everything, export::Format::Ndjson, &mut exported, &Silent).unwrap();
    String::from_utf8(exported).unwrap()
}

/// I13: what is exported and imported elsewhere comes back equal.
fn assert_comes_back(rebuilt: &Service) {
    let first = exported(rebuilt);
    let other = Fixture::new();
    let elsewhere = other.service();
    import(&elsewhere, &first);
    elsewhere.load().unwrap();
    assert_eq!(exported(&elsewhere), first);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// I9 (totals), I10 (pages), I11 (log), I12 (followed = rebuilt = tables), I13 (round trip).
    #[test]
    fn i12_a_followed_inventory_equals_a_rebuilt_one_and_the_tables(groups in groups()) {
        let fixture = Fixture::new();
        let (followed, writer, database) = (fixture.service(), fixture.service(), fixture.database());
        let rebuilt = fixture.service();
        let phones = records::phones();
        let running = follower::start(&followed);
        reach(&followed, 0);
        for group in &groups {
            for operation in group {
                perform(&writer, &database, operation);
            }
            reach(&followed, database.read(head::read).unwrap().seq.0);
            rebuilt.load().unwrap();
            assert_equal(&followed, &rebuilt, &fixture.tables(), &phones);
        }
        running.stop();
        assert_checked(&fixture);
        assert_comes_back(&rebuilt);
    }
}
