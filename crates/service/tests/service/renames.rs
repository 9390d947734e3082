//! Records of what numbers share: renames, channels, SBCs, and what is seen of them.

use crate::answers::assert_inventory;
use crate::followed::exported;
use crate::settings::SERVICE;
use crate::support::{Fixture, assert_checked, import, reach};
use numberline_domain::{Guid, Label, Role, Sbc, Scope, ServiceEdit, SiteLocation};
use numberline_service::token::Caller;
use numberline_service::{RecordRefusal, Service, customer, follower, sbc};

const TENANT: &str = "3bc57cac-5794-457f-ad36-2c88cade9dbb";
const ACTOR: &str = "cli:test@here";

fn line(phone: u32, id: u32, members: &str) -> String {
    format!(
        r#"{{"telephoneNumber":"+4487189430{phone:02}","id":{id},"tenantId":"{TENANT}","umpCustomerGuid":"{SERVICE}","acquiredNumberStatus":0,{members}}}"#
    )
}

/// Three numbers of one service, seen with two names and two lists of SBCs.
fn seen() -> String {
    [
        line(0, 1, r#""umpCustomerFullName":"Old","sbcList":[{"sbcName":"one","sbcId":11}]"#),
        line(1, 2, r#""umpCustomerFullName":"New","sbcList":[{"sbcName":"one","sbcId":11}]"#),
        line(2, 3, r#""umpCustomerFullName":"Old","sbcList":[{"sbcName":"uno","sbcId":11}]"#),
    ]
    .join("\n")
}

fn guid() -> Guid {
    Guid::parse(SERVICE).unwrap()
}

fn rename(name: &str) -> ServiceEdit {
    ServiceEdit { full_name: Some(Label::parse(name).ok()), ..ServiceEdit::default() }
}

fn set(service: &Service, edit: &ServiceEdit) -> u64 {
    let caller = Caller::of_the_command_line();
    customer::set(service, &caller, guid(), None, edit, ACTOR).unwrap().unwrap().seq.0
}

/// How many records of an export have a text.
fn count(service: &Service, text: &str) -> usize {
    exported(service).matches(text).count()
}

#[test]
fn a_rename_shows_on_every_number_also_where_facts_become_equal() {
    let fixture = Fixture::new();
    let (writer, followed) = (fixture.service(), fixture.service());
    import(&writer, &seen());
    let running = follower::start(&followed);
    for (name, old) in [("New", "Old"), ("Newer", "New\""), ("Old", "Newer")] {
        let seq = set(&writer, &rename(name));
        reach(&followed, seq);
        assert_eq!(count(&followed, &format!(r#""umpCustomerFullName":"{name}""#)), 3);
        assert_eq!(count(&followed, old), 0);
        assert_inventory(&followed.shared().inventory(), &fixture.tables());
    }
    running.stop();
    assert_checked(&fixture);
}

#[test]
fn a_rename_that_renames_nothing_writes_nothing() {
    let fixture = Fixture::new();
    let service = fixture.service();
    import(&service, &seen());
    let seq = set(&service, &rename("Other"));
    assert_eq!(set(&service, &rename("Other")), seq);
}

#[test]
fn an_sbc_is_renamed_wherever_it_is_attached() {
    let fixture = Fixture::new();
    let (writer, followed) = (fixture.service(), fixture.service());
    import(&writer, &seen());
    let running = follower::start(&followed);
    let named = Sbc { id: 11, name: "one".to_owned(), fqdn: Some("one.example".to_owned()), ip_address: None };
    let seq = sbc::set(&writer, named, ACTOR).unwrap().seq.0;
    reach(&followed, seq);
    assert_eq!(count(&followed, r#""sbcList":[{"sbcName":"one","sbcId":11}]"#), 3);
    assert_inventory(&followed.shared().inventory(), &fixture.tables());
    running.stop();
    assert_checked(&fixture);
}

#[test]
fn another_channel_and_other_sbcs_show_on_every_number() {
    let fixture = Fixture::new();
    let (writer, followed) = (fixture.service(), fixture.service());
    import(&writer, &seen());
    let running = follower::start(&followed);
    let two = Sbc { id: 12, name: "two".to_owned(), fqdn: Some("two.example".to_owned()), ip_address: None };
    sbc::set(&writer, two, ACTOR).unwrap();
    let site = |sbc| SiteLocation { id: None, name: None, sbc, deployment_state: None, configuration_type: None };
    for (channel, sbcs) in [(1574, vec![12]), (0, vec![11, 12]), (1574, vec![12]), (0, vec![])] {
        let sites = sbcs.iter().copied().map(site).collect();
        let edit = ServiceEdit { channel: Some(channel), sites: Some(sites), ..ServiceEdit::default() };
        let seq = set(&writer, &edit);
        reach(&followed, seq);
        assert_eq!(count(&followed, &format!(r#""ovocChannelId":{channel},"#)), 3);
        assert_eq!(count(&followed, r#"{"sbcName":"two","sbcId":12}"#), if sbcs.contains(&12) { 3 } else { 0 });
        assert_inventory(&followed.shared().inventory(), &fixture.tables());
    }
    running.stop();
    assert_checked(&fixture);
}

#[test]
fn an_import_after_a_rename_finds_the_renamed_facts() {
    let fixture = Fixture::new();
    let service = fixture.service();
    import(&service, &seen());
    set(&service, &rename("Renamed"));
    service.load().unwrap();
    let report = import(&service, &exported(&service));
    assert_eq!((report.added, report.changed, report.unchanged), (0, 0, 3));
    // What was seen is what is shown: an old file brings the old name back.
    let report = import(&service, &seen());
    assert_eq!((report.added, report.changed), (0, 3));
    service.load().unwrap();
    assert_eq!(count(&service, "Renamed"), 0);
    assert_checked(&fixture);
}

#[test]
fn many_changes_of_sbcs_keep_their_heads_few() {
    let fixture = Fixture::new();
    let (writer, followed) = (fixture.service(), fixture.service());
    import(&writer, &seen());
    let running = follower::start(&followed);
    reach(&followed, 1);
    for round in 0..40 {
        let sbc = Sbc { id: 100 + round, name: format!("sbc {round}"), fqdn: None, ip_address: None };
        sbc::set(&writer, sbc, ACTOR).unwrap();
        let site =
            SiteLocation { id: None, name: None, sbc: 100 + round, deployment_state: None, configuration_type: None };
        let seq = set(&writer, &ServiceEdit { sites: Some(vec![site]), ..ServiceEdit::default() });
        reach(&followed, seq);
        assert_inventory(&followed.shared().inventory(), &fixture.tables());
    }
    running.stop();
}

#[test]
fn services_are_seen_within_the_scope_alone() {
    let fixture = Fixture::new();
    let service = fixture.service();
    import(&service, &seen());
    let scoped = |tenant: &str| Caller {
        role: Role::Admin,
        scope: Scope::of(vec![Guid::parse(tenant).unwrap()]),
        scope_fingerprint: 1,
        ..Caller::of_the_command_line()
    };
    let (own, other) = (scoped(TENANT), scoped("00000000-0000-0000-0000-000000000001"));
    for round in 0..2 {
        assert_eq!(customer::list(&service, &own).unwrap().len(), 1, "round {round}");
        let found = customer::find(&service, &own, guid()).unwrap().unwrap();
        assert_eq!(found.sbcs(), [11]);
        assert_eq!(customer::list(&service, &other).unwrap(), []);
        assert_eq!(customer::find(&service, &other, guid()).unwrap(), None);
        let refused = customer::set(&service, &other, guid(), None, &rename("Mine"), ACTOR).unwrap();
        assert_eq!(refused, Err(RecordRefusal::UnknownService(guid())));
        // Once seen, then with a record.
        set(&service, &rename("Renamed"));
    }
    let seen = sbc::list(&service, &Scope::All).unwrap();
    assert_eq!(seen.iter().map(|sbc| sbc.id).collect::<Vec<_>>(), [11]);
}
