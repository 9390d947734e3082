//! Files that are imported while orders are under way: they may name another system's ids.

use crate::stage::{Stage, TENANTS, phone, phones};
use numberline_domain::{EntryState, Guid, PhoneNumber, Status, TaskId, TaskStatus};
use numberline_service::job::sync::Depth;
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
