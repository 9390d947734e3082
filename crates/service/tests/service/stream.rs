//! A tenant's numbers given out part by part while others come and go.

use crate::support::{Fixture, PATIENCE, import, reach};
use numberline_domain::{Guid, Scope};
use numberline_service::follower::{self, Follower};
use numberline_service::number::{self, Broken, NoStream, Refusal};
use numberline_service::token::Caller;
use numberline_service::{Service, import::Report};
use serde_json::Value;
use std::fmt::Write as _;
use std::time::Instant;

const TENANT: &str = "3bc57cac-5794-457f-ad36-2c88cade9dbb";
const OTHER: &str = "00000000-0000-0000-0000-000000000001";

fn tenant() -> Guid {
    Guid::parse(TENANT).unwrap()
}

fn file(ids: impl Iterator<Item = u32>, tenant: &str) -> String {
    let mut text = String::new();
    for id in ids {
        writeln!(text, r#"{{"id":{id},"telephoneNumber":"+49301{id:07}","tenantId":"{tenant}"}}"#).unwrap();
    }
    text
}

/// A followed service with numbers of even ids from 2 to 2000.
fn followed(fixture: &Fixture) -> (Service, Follower) {
    let service = fixture.service();
    let running = follower::start(&service);
    bring(&service, &file((1..=1000).map(|half| 2 * half), TENANT));
    (service, running)
}

fn bring(service: &Service, text: &str) -> Report {
    let report = import(service, text);
    reach(service, report.seq.unwrap());
    report
}

fn caller() -> Caller {
    Caller::of_the_command_line()
}

fn ids(json: &[u8]) -> Vec<i64> {
    let array: Value = serde_json::from_slice(json).unwrap();
    array.as_array().unwrap().iter().map(|number| number["id"].as_i64().unwrap()).collect()
}

#[test]
fn rows_that_come_and_go_meanwhile_neither_repeat_nor_hide_the_others() {
    let fixture = Fixture::new();
    let (service, running) = followed(&fixture);
    let mut stream = number::stream(&service, &caller(), Some(tenant())).unwrap();
    let mut out = Vec::new();
    assert_eq!(stream.next(&mut out), Ok(true));
    // Before and behind where it stands: some leave, some come.
    bring(&service, &file([2, 4, 6, 1200, 1202, 2000].into_iter(), OTHER));
    bring(&service, &file([1, 3, 1201, 2001].into_iter(), TENANT));
    while stream.next(&mut out).unwrap() {}
    let given = ids(&out);
    assert!(given.is_sorted_by(|one, other| one < other));
    let first_part = |id: &i64| *id <= 512;
    let expected: Vec<i64> = (1..=2001)
        .filter(|id| id % 2 == 0 || [1201, 2001].contains(id))
        .filter(|id| first_part(id) || ![1200, 1202, 2000].contains(id))
        .collect();
    assert_eq!(given, expected);
    running.stop();
}

#[test]
fn no_part_is_larger_than_a_few_hundred_records() {
    let fixture = Fixture::new();
    let (service, running) = followed(&fixture);
    let mut stream = number::stream(&service, &caller(), Some(tenant())).unwrap();
    let (mut whole, mut parts) = (Vec::new(), 0);
    loop {
        let mut part = Vec::new();
        if !stream.next(&mut part).unwrap() {
            break;
        }
        assert!(part.len() < 512 * 1024);
        whole.extend(part);
        parts += 1;
    }
    assert_eq!((ids(&whole).len(), parts), (1000, 5));
    running.stop();
}

#[test]
fn a_database_that_became_another_one_breaks_the_stream() {
    let fixture = Fixture::new();
    let (service, running) = followed(&fixture);
    let mut stream = number::stream(&service, &caller(), Some(tenant())).unwrap();
    let mut out = Vec::new();
    assert_eq!(stream.next(&mut out), Ok(true));
    let epoch = service.shared().inventory().epoch();
    fixture.bare().execute("UPDATE head SET epoch = epoch / 2 + 1");
    let begun = Instant::now();
    while service.shared().inventory().epoch() == epoch {
        assert!(begun.elapsed() < PATIENCE, "the follower does not notice");
        service.shared().wake_follower();
        std::thread::yield_now();
    }
    assert_eq!(stream.next(&mut out), Err(Broken));
    assert!(serde_json::from_slice::<Value>(&out).is_err(), "what was given is no array");
    running.stop();
}

#[test]
fn a_tenant_is_needed_unless_there_is_just_one() {
    let fixture = Fixture::new();
    let (service, running) = followed(&fixture);
    let of = |scope: Scope| Caller { scope, ..caller() };
    let refusal = |caller: &Caller, tenant| number::stream(&service, caller, tenant).map(|_| ()).err();
    assert_eq!(refusal(&caller(), None), Some(NoStream::TenantNeeded));
    assert_eq!(refusal(&of(Scope::of(vec![tenant()])), None), None);
    let unknown = Some(NoStream::Refused(Refusal::UnknownTenant));
    assert_eq!(refusal(&caller(), Some(Guid::from_u128(9))), unknown);
    assert_eq!(refusal(&of(Scope::All.narrowed_to(7)), Some(tenant())), unknown);
    running.stop();
}
