//! Files that bring along ids as large as there are: they are kept, and use up none of the ids that are given here.

use crate::support::{Fixture, assert_checked, import};
use numberline_domain::{Guid, PhoneNumber, Wanted};
use numberline_service::Service;
use numberline_service::order::{MOST_NUMBERS, Ordered, Origin};
use numberline_service::token::Caller;
use numberline_service::upload::{self, Terms, Upload};
use numberline_store::{entry, number};

const TENANT: Guid = Guid::from_u128(0xaa);
/// The largest id there is, the largest integer of JavaScript, and the largest id but one.
const LARGE: [i64; 3] = [i64::MAX, (1 << 53) - 1, i64::MAX - 1];

fn phone(place: u64) -> PhoneNumber {
    PhoneNumber::from_digits(448_718_943_000 + place).unwrap()
}

fn record(place: u64, members: &str) -> String {
    format!(r#"{{"telephoneNumber":"{}","tenantId":"{TENANT}"{members}}}"#, phone(place)) + "\n"
}

/// A record all of whose ids are this one.
fn record_with(place: u64, id: i64) -> String {
    record(place, &format!(r#","id":{id},"uploadTelephoneNumberEntryId":{id},"uploadToAccountJobId":{id}"#))
}

fn order_upload(service: &Service, place: u64) -> Ordered {
    let terms = Terms {
        source: "webapi".to_owned(),
        calling_profile: None,
        usage: Terms::USAGE.to_owned(),
        additional_usage: None,
        capabilities: Vec::new(),
        ticket_id: None,
        workflow_version: 3,
    };
    let wanted = Wanted { numbers: vec![phone(place)], ranges: Vec::new() };
    let caller = Caller::of_the_command_line();
    let origin = Origin { caller: &caller, actor: "cli:test@here", key: None };
    upload::order(service, origin, &Upload { tenant: TENANT, wanted, limit: MOST_NUMBERS, terms }).unwrap()
}

fn id_of(fixture: &Fixture, place: u64) -> i64 {
    fixture.database().read(|tx| number::by_phone(tx, phone(place))).unwrap().unwrap().id.as_i64()
}

#[test]
fn the_largest_ids_are_kept_and_use_up_no_other() {
    let fixture = Fixture::new();
    let service = fixture.service();
    // Into an empty database, and into one that has numbers: files take two ways.
    for (round, large) in (0..).zip(LARGE) {
        let first = 10 * round;
        let file = record_with(first, large) + &record_with(first + 1, 100 * (1 + i64::try_from(round).unwrap()));
        assert_eq!(import(&service, &(file + &record(first + 2, ""))).refused, 0);
        assert_eq!(id_of(&fixture, first), large);
        let used = id_of(&fixture, first + 1);
        assert_eq!(id_of(&fixture, first + 2), used + 1);
        let task = order_upload(&service, first + 3).task;
        assert_eq!(id_of(&fixture, first + 3), used + 2);
        let entries = fixture.database().read(|tx| entry::page(tx, task, 0, 10)).unwrap();
        assert_eq!(entries[0].id, used + 1);
        assert_checked(&fixture);
    }
}
