//! A database that is no longer the one that was followed: the inventory is built anew.

use crate::answers::{assert_equal, assert_inventory};
use crate::oracle::Tables;
use crate::records;
use crate::support::{Fixture, PATIENCE, import, reach};
use numberline_domain::{Guid, PhoneNumber, Scope, StatusFilter};
use numberline_inventory::Selection;
use numberline_service::number::{self, Answer, ListNumbers};
use numberline_service::token::Caller;
use numberline_service::{Service, follower};
use std::collections::BTreeMap;
use std::time::Instant;

/// The records that the inventory lists, or nothing while it is another state's than the tables'.
fn is_as(followed: &Service, tables: &Tables) -> bool {
    let inventory = followed.shared().inventory();
    let selection = Selection { scope: &Scope::All, tenant: None, filter: StatusFilter::All };
    let mut out = Vec::new();
    inventory.records(&selection, 0, u64::MAX, b"\n", &mut out);
    let expected: String = tables.numbers.iter().map(|number| format!("{}\n", number.json)).collect();
    inventory.seq() == tables.seq && out == expected.as_bytes()
}

/// Waits for what no change announces: the follower is woken until the inventory is as the tables are.
fn assert_becomes_as_the_tables(fixture: &Fixture, followed: &Service) {
    let (tables, begun) = (fixture.tables(), Instant::now());
    while !is_as(followed, &tables) {
        assert!(begun.elapsed() < PATIENCE, "the follower does not notice");
        followed.shared().wake_follower();
        std::thread::yield_now();
    }
    assert_inventory(&followed.shared().inventory(), &tables);
    let rebuilt = fixture.service();
    rebuilt.load().unwrap();
    assert_equal(followed, &rebuilt, &tables, &phones());
}

/// The entity tags of the list of all, and of each tenant's.
fn tags(followed: &Service) -> BTreeMap<Option<Guid>, String> {
    let caller = Caller::of_the_command_line();
    let tenants = followed.shared().inventory().tenants_of(&Scope::All);
    let tag = |tenant| {
        let query = ListNumbers { tenant, filter: StatusFilter::All, page: 1, size: 200 };
        match number::list(followed, &caller, &query, |_| false, &mut Vec::new()) {
            Ok(Answer::Fresh(freshness)) => freshness.etag,
            other => panic!("{other:?}"),
        }
    };
    let tenants = tenants.iter().map(|(tenant, _)| Some(*tenant)).chain([None]);
    tenants.map(|tenant| (tenant, tag(tenant))).collect()
}

fn phones() -> Vec<PhoneNumber> {
    records::phones()
}

/// A followed database that stands at its second change, and a copy of it from after the first.
fn followed_past_the_copy(fixture: &Fixture) -> (Service, follower::Follower, Fixture) {
    let followed = fixture.service();
    assert_eq!(import(&followed, &records::plain_file(0)).seq, Some(1));
    let copy = fixture.copy();
    let running = follower::start(&followed);
    assert_eq!(import(&followed, &records::plain_file(1)).seq, Some(2));
    reach(&followed, 2);
    assert_inventory(&followed.shared().inventory(), &fixture.tables());
    (followed, running, copy)
}

#[test]
fn i12_an_older_copy_put_in_place_is_noticed_by_its_smaller_number() {
    let fixture = Fixture::new();
    let (followed, running, copy) = followed_past_the_copy(&fixture);
    fixture.become_like(&copy);
    assert_eq!(fixture.tables().seq, 1);
    assert_becomes_as_the_tables(&fixture, &followed);
    running.stop();
}

#[test]
fn i12_a_copy_that_went_on_to_the_same_number_is_noticed_by_its_mark() {
    let fixture = Fixture::new();
    let (followed, running, copy) = followed_past_the_copy(&fixture);
    let before = tags(&followed);
    assert_eq!(import(&copy.service(), &records::plain_file(2)).seq, Some(2));
    fixture.become_like(&copy);
    assert_becomes_as_the_tables(&fixture, &followed);
    for (tenant, tag) in tags(&followed) {
        assert_ne!(before.get(&tenant), Some(&tag), "{tenant:?}");
    }
    running.stop();
}

#[test]
fn i12_a_copy_that_went_on_past_the_number_is_noticed_by_its_mark() {
    let fixture = Fixture::new();
    let (followed, running, copy) = followed_past_the_copy(&fixture);
    let elsewhere = copy.service();
    import(&elsewhere, &records::plain_file(2));
    // It names few rows: a follower that only went on from its own number would keep the others.
    let third = r#"{"telephoneNumber":"+448718943000","isoCountryCode":"FR"}"#;
    assert_eq!(import(&elsewhere, third).seq, Some(3));
    fixture.become_like(&copy);
    reach(&followed, 3);
    assert_inventory(&followed.shared().inventory(), &fixture.tables());
    running.stop();
}

#[test]
fn i12_a_step_that_broke_off_before_its_commit_was_lost_leaves_nothing() {
    let fixture = Fixture::new();
    let followed = fixture.service();
    assert_eq!(import(&followed, &records::plain_file(0)).seq, Some(1));
    let copy = fixture.copy();
    let running = follower::start(&followed);
    reach(&followed, 1);
    // A commit of which the follower can read the first tenant's rows, but not the last one's.
    let columns = "at, actor, tenant, kind, subject, first_id, last_id, ids, count, before, after, task, channels";
    let half_readable = format!(
        "BEGIN; UPDATE head SET seq = 2; UPDATE number SET status = (status + 1) % 5;
        INSERT INTO change (seq, part, mark, {columns}) SELECT 2, part, mark / 2 + 1, {columns} FROM change;
        UPDATE number SET shape = 1000000 WHERE shape IN
            (SELECT shape.id FROM shape JOIN service_fact ON service_fact.id = shape.service
             WHERE service_fact.tenant = (SELECT max(tenant) FROM change)); COMMIT"
    );
    fixture.bare().script(&half_readable);
    let begun = Instant::now();
    while is_as(&followed, &copy.tables()) || followed.shared().stale_for().is_none() {
        assert!(begun.elapsed() < PATIENCE, "the step does not break off half-way");
        std::thread::yield_now();
    }
    // A replica that never got the commit is promoted: number and mark are those that the follower knows.
    fixture.become_like(&copy);
    assert_becomes_as_the_tables(&fixture, &followed);
    running.stop();
}

#[test]
fn i12_another_epoch_means_another_line_of_history() {
    let fixture = Fixture::new();
    let (followed, running, _copy) = followed_past_the_copy(&fixture);
    let before = followed.shared().inventory().epoch();
    // Rows that no log names, as a copy made elsewhere has them; number and mark are the same.
    let other = "BEGIN; UPDATE head SET epoch = epoch / 2 + 1; UPDATE number SET status = (status + 1) % 5; COMMIT";
    fixture.bare().script(other);
    assert_becomes_as_the_tables(&fixture, &followed);
    assert_ne!(followed.shared().inventory().epoch(), before, "entity tags of the old history must not match");
    running.stop();
}

#[test]
fn i12_a_log_that_no_longer_reaches_back_leads_to_a_new_build() {
    let fixture = Fixture::new();
    let (followed, running, _copy) = followed_past_the_copy(&fixture);
    let further = "BEGIN; UPDATE head SET seq = 9; UPDATE number SET status = 3;
        DELETE FROM change WHERE seq < 2; UPDATE change SET seq = 9 WHERE seq = 2; COMMIT";
    fixture.bare().script(further);
    reach(&followed, 9);
    assert_inventory(&followed.shared().inventory(), &fixture.tables());
    running.stop();
}
