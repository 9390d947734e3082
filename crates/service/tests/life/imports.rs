//! Files that are imported while orders are under way: they may tell of an earlier time, and name another system's ids.

use crate::cases::active;
use crate::stage::{Stage, TENANTS, phone, phones};
use crate::upstream::Fault;
use numberline_domain::{EntryState, Guid, PhoneNumber, Status, TaskId, TaskStatus};
use numberline_service::job::sync::Depth;
use numberline_service::task::{self, Action};
use numberline_service::token::Caller;
use numberline_service::{Silent, import};

const A: Guid = TENANTS[0];
const B: Guid = TENANTS[1];

/// Imports a record of a number with this status, and these members more.
fn import(stage: &Stage, tenant: Guid, phone: PhoneNumber, status: Status, members: &str) {
    let code = status.code();
    let record =
        format!(r#"{{"telephoneNumber":"{phone}","tenantId":"{tenant}","acquiredNumberStatus":{code}{members}}}"#);
    let reader = Box::new(std::io::Cursor::new(record.into_bytes()));
    let input = import::Input { name: "test".to_owned(), reader, size: None };
    let report = import::run(&stage.service, input, &import::Options::default(), "cli:test@here", &Silent).unwrap();
    assert_eq!((report.refused, report.applied), (0, true));
}

fn status_of(stage: &Stage, task: TaskId) -> TaskStatus {
    stage.tasks(None).into_iter().find(|known| known.id == task).unwrap().status
}

#[test]
fn a_withdrawal_leaves_alone_an_upload_whose_entry_another_number_names() {
    let stage = Stage::new();
    let upload = stage.upload(B, &phones(0..1)).unwrap().task;
    stage.orders();
    let entry = stage.entries(upload)[0].id;
    import(&stage, A, phone(7), Status::PendingFirstSync, &format!(r#","uploadTelephoneNumberEntryId":{entry}"#));
    stage.release(A, &[phone(7)]).unwrap();
    assert_eq!(stage.entries(upload)[0].state, EntryState::Accepted);
    stage.upstream.world().settle();
    stage.sync(B, Depth::Full).unwrap();
    stage.orders();
    assert_eq!(status_of(&stage, upload), TaskStatus::CompletedSuccess);
}

#[test]
fn a_release_ends_whatever_an_older_file_says_of_its_number() {
    for status in [Status::Active, Status::MarkedForRemoval] {
        let stage = Stage::new();
        active(&stage, 0..2);
        let release = stage.release(A, &phones(0..1)).unwrap().task;
        stage.orders();
        import(&stage, A, phone(0), status, "");
        stage.upstream.world().settle();
        stage.sync(A, Depth::Full).unwrap();
        stage.orders();
        assert_eq!((stage.status(phone(0)), stage.status(phone(1))), (None, Some(Status::Active)), "{status}");
        assert_eq!((status_of(&stage, release), stage.held()), (TaskStatus::CompletedSuccess, 0), "{status}");
        stage.assert_checked();
    }
}

#[test]
fn a_release_that_never_happens_ends_too_after_an_older_file() {
    for status in [Status::Active, Status::MarkedForRemoval] {
        let stage = Stage::new();
        active(&stage, 0..1);
        let release = stage.release(A, &phones(0..1)).unwrap().task;
        stage.orders();
        import(&stage, A, phone(0), status, "");
        stage.upstream.world().numbers.get_mut(&phone(0)).unwrap().state = crate::upstream::State::Synced;
        stage.sync_late(A).unwrap();
        stage.orders();
        assert_eq!(stage.status(phone(0)), Some(Status::Active), "{status}");
        assert_eq!((status_of(&stage, release), stage.held()), (TaskStatus::Failed, 0), "{status}");
        stage.assert_checked();
    }
}

#[test]
fn a_removal_ends_whatever_an_older_file_says_of_its_number() {
    for status in [Status::PendingFirstSync, Status::Active, Status::MarkedForRemoval] {
        let stage = Stage::new();
        active(&stage, 0..2);
        stage.upstream.world().numbers.remove(&phone(0));
        stage.sync(A, Depth::Full).unwrap();
        assert_eq!(stage.approve(&[phone(0)]), 1);
        stage.orders();
        import(&stage, A, phone(0), status, "");
        stage.sync(A, Depth::Full).unwrap();
        stage.orders();
        assert_eq!((stage.status(phone(0)), stage.held()), (None, 0), "{status}");
        assert!(stage.open_tasks().is_empty(), "{status}");
        stage.assert_checked();
    }
}

#[test]
fn a_refused_release_leaves_a_number_alone_that_is_another_tenants_now() {
    let stage = Stage::new();
    active(&stage, 0..1);
    let release = stage.release(A, &phones(0..1)).unwrap().task;
    import(&stage, B, phone(0), Status::ReleaseRequested, "");
    stage.upstream.world().faults.push_back(Fault::Refused);
    stage.orders();
    assert_eq!(stage.entries(release)[0].state, EntryState::Failed);
    let row = stage.rows()[&phone(0)].clone();
    assert_eq!((row.tenant, row.status), (B, Status::ReleaseRequested));
    stage.assert_checked();
}

#[test]
fn an_abandoned_release_leaves_a_number_alone_that_is_another_tenants_now() {
    let stage = Stage::new();
    active(&stage, 0..1);
    let release = stage.release(A, &phones(0..1)).unwrap().task;
    import(&stage, B, phone(0), Status::ReleaseRequested, "");
    task::act(&stage.service, &Caller::of_the_command_line(), "cli:test@here", release, Action::Abandon).unwrap();
    assert_eq!(status_of(&stage, release), TaskStatus::Cancelled);
    let row = stage.rows()[&phone(0)].clone();
    assert_eq!((row.tenant, row.status), (B, Status::ReleaseRequested));
    stage.assert_checked();
}
