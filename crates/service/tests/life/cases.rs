//! What the jobs do with orders, lists and checks, and what they must not do.

use crate::stage::{Stage, TENANTS, phone, phones};
use crate::upstream::{Fault, State};
use numberline_domain::{EntryState, Guid, ServiceEdit, Status, TaskStatus};
use numberline_service::job::sync::Depth;
use numberline_service::job::{self, Settings, sync};
use numberline_service::page::Wanted;
use numberline_service::token::Caller;
use numberline_service::{customer, history};
use std::time::{Duration, Instant};

const A: Guid = TENANTS[0];
const B: Guid = TENANTS[1];

/// Numbers that were uploaded and seen.
pub(crate) fn active(stage: &Stage, numbers: std::ops::Range<u64>) {
    stage.upload(A, &phones(numbers)).unwrap();
    stage.orders();
    stage.upstream.world().settle();
    stage.sync(A, Depth::Full).unwrap();
    stage.orders();
}

#[test]
fn an_uploaded_number_becomes_active_when_it_is_seen() {
    let stage = Stage::new();
    let task = stage.upload(A, &phones(0..250)).unwrap().task;
    stage.orders();
    assert_eq!(stage.upstream.world().effects.len(), 3, "at most a hundred an order");
    assert_eq!(stage.status(phone(0)), Some(Status::PendingFirstSync));
    assert_eq!(stage.held(), 0, "what Microsoft took may be withdrawn");
    stage.sync(A, Depth::Awaited).unwrap();
    assert_eq!(stage.status(phone(0)), Some(Status::PendingFirstSync), "it is not synced yet");
    stage.upstream.world().settle();
    let report = stage.sync(A, Depth::Awaited).unwrap().unwrap();
    assert_eq!(report.changed.status_changed, 250);
    let row = stage.rows()[&phone(249)].clone();
    assert_eq!((row.status, row.acquired.as_deref()), (Status::Active, Some(r#"["Geographic","InboundCalling"]"#)));
    assert!(row.acquired_on.is_some());
    stage.orders();
    let task = stage.tasks(None).into_iter().find(|known| known.id == task).unwrap();
    assert_eq!(task.status, TaskStatus::CompletedSuccess);
    stage.assert_checked();
}

#[test]
fn a_pass_without_news_writes_nothing() {
    let stage = Stage::new();
    active(&stage, 0..60);
    let before = (stage.seq(), stage.rows());
    let report = stage.sync(A, Depth::Full).unwrap().unwrap();
    assert_eq!((report.seen, report.changed.is_nothing()), (60, true));
    assert_eq!((stage.seq(), stage.rows()), before);
}

#[test]
fn an_upload_that_fails_stays_pending_with_its_error() {
    let stage = Stage::new();
    stage.upstream.world().unlucky.push(phone(1));
    let task = stage.upload(A, &phones(0..3)).unwrap().task;
    stage.orders();
    stage.upstream.world().settle();
    stage.sync(A, Depth::Awaited).unwrap();
    stage.orders();
    let entries = stage.entries(task);
    assert_eq!(entries[1].state, EntryState::Failed);
    assert_eq!(entries[1].error_code.as_deref(), Some("NumberInUse"));
    assert_eq!(stage.status(phone(1)), Some(Status::PendingFirstSync));
    assert_eq!(stage.status(phone(2)), Some(Status::Active));
    assert_eq!(stage.tasks(None)[0].status, TaskStatus::CompletedWithErrors);
}

#[test]
fn an_order_whose_answer_is_lost_is_sent_once() {
    for fault in [Fault::LostAfter, Fault::LostBefore, Fault::Malformed, Fault::Broken, Fault::Unavailable] {
        let stage = Stage::new();
        stage.upload(A, &phones(0..30)).unwrap();
        stage.upstream.world().faults.push_back(fault);
        stage.orders();
        stage.orders();
        let effects = stage.upstream.world().effects.clone();
        assert_eq!(effects.len(), 1, "{fault:?}");
        assert_eq!(effects[0].phones.len(), 30);
        assert!(stage.entries(stage.open_tasks()[0]).iter().all(|entry| entry.state == EntryState::Accepted));
    }
}

#[test]
fn of_a_refused_order_each_number_is_tried_by_itself() {
    let stage = Stage::new();
    let account = stage.account(B);
    stage.upstream.world().appear(&account, phone(2));
    let task = stage.upload(A, &phones(0..5)).unwrap().task;
    stage.orders();
    let states: Vec<_> = stage.entries(task).into_iter().map(|entry| entry.state).collect();
    let mut expected = [EntryState::Accepted; 5];
    expected[2] = EntryState::Failed;
    assert_eq!(states, expected);
}

#[test]
fn a_release_ends_when_microsoft_no_longer_has_the_number() {
    let stage = Stage::new();
    active(&stage, 0..4);
    let task = stage.release(A, &phones(0..2)).unwrap().task;
    assert_eq!(stage.status(phone(0)), Some(Status::ReleaseRequested));
    stage.orders();
    stage.sync(A, Depth::Awaited).unwrap();
    assert_eq!(stage.status(phone(0)), Some(Status::ReleaseRequested), "it is still there");
    stage.upstream.world().settle();
    stage.sync(A, Depth::Awaited).unwrap();
    stage.orders();
    assert_eq!((stage.status(phone(0)), stage.status(phone(2))), (None, Some(Status::Active)));
    let task = stage.tasks(None).into_iter().find(|known| known.id == task).unwrap();
    assert_eq!((task.status, stage.held()), (TaskStatus::CompletedSuccess, 0));
    stage.assert_checked();
}

#[test]
fn a_release_that_microsoft_refuses_makes_the_number_active_again() {
    let stage = Stage::new();
    active(&stage, 0..2);
    let task = stage.release(A, &phones(0..1)).unwrap().task;
    stage.upstream.world().faults.push_back(Fault::Refused);
    stage.orders();
    assert_eq!(stage.status(phone(0)), Some(Status::Active));
    assert_eq!(stage.entries(task)[0].state, EntryState::Failed);
    assert_eq!(stage.held(), 0);
}

#[test]
fn a_release_that_never_happens_is_refused_after_its_time() {
    let stage = Stage::with(Settings { deadline: Duration::ZERO, pause: Duration::ZERO, ..Settings::default() });
    active(&stage, 0..1);
    stage.release(A, &phones(0..1)).unwrap();
    stage.orders();
    stage.upstream.world().numbers.get_mut(&phone(0)).unwrap().state = State::Synced;
    stage.sync(A, Depth::Awaited).unwrap();
    assert_eq!(stage.status(phone(0)), Some(Status::Active));
}

#[test]
fn what_the_customer_deletes_is_marked_approved_and_gone() {
    let stage = Stage::new();
    active(&stage, 0..4);
    stage.upstream.world().numbers.remove(&phone(1));
    stage.upstream.world().numbers.remove(&phone(2));
    let report = stage.sync(A, Depth::Full).unwrap().unwrap();
    assert_eq!((report.asked, report.changed.marked), (2, 2));
    assert_eq!(stage.status(phone(1)), Some(Status::MarkedForRemoval));
    assert_eq!((stage.clear(&[phone(1)]), stage.approve(&[phone(2)])), (1, 1));
    assert_eq!(stage.status(phone(1)), Some(Status::Active));
    stage.orders();
    stage.sync(A, Depth::Awaited).unwrap();
    stage.orders();
    assert_eq!(stage.status(phone(2)), None);
    assert!(stage.open_tasks().is_empty());
    // Its whole life is told when it is gone.
    let wanted = Wanted { number: 1, size: 100 };
    let past = history::of(&stage.service, &Caller::of_the_command_line(), phone(2), wanted).unwrap();
    let kinds: Vec<_> = past.data.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, ["uploaded", "status_changed", "status_changed", "status_changed", "removed"]);
}

#[test]
fn a_number_that_reappears_is_active_again() {
    let stage = Stage::new();
    active(&stage, 0..2);
    let row = stage.upstream.world().numbers.remove(&phone(0)).unwrap();
    stage.sync(A, Depth::Full).unwrap();
    stage.upstream.world().numbers.insert(phone(0), row);
    stage.sync(A, Depth::Full).unwrap();
    assert_eq!(stage.status(phone(0)), Some(Status::Active));
}

#[test]
fn a_number_from_nowhere_is_found_and_one_that_moves_is_moved() {
    let stage = Stage::new();
    active(&stage, 0..1);
    let (alpha, beta) = (stage.account(A), stage.account(B));
    stage.upstream.world().appear(&alpha, phone(7));
    stage.sync(A, Depth::Full).unwrap();
    let found = stage.rows()[&phone(7)].clone();
    assert_eq!((found.source.as_str(), found.status, found.tenant), ("ocsync", Status::Active, A));
    stage.upstream.world().numbers.get_mut(&phone(0)).unwrap().account = beta;
    stage.sync(B, Depth::Full).unwrap();
    let moved = stage.rows()[&phone(0)].clone();
    assert_eq!((moved.source.as_str(), moved.status, moved.tenant), ("ocsync", Status::Active, B));
    stage.assert_checked();
}

#[test]
fn a_number_that_is_found_belongs_to_the_service_of_record() {
    let stage = Stage::new();
    // The tenant's newest numbers have no service.
    active(&stage, 0..1);
    let (guid, caller) = (Guid::from_u128(0x5e), Caller::of_the_command_line());
    let edit = ServiceEdit::default();
    customer::set(&stage.service, &caller, guid, Some(A), &edit, "cli:test@here").unwrap().unwrap();
    let alpha = stage.account(A);
    stage.upstream.world().appear(&alpha, phone(7));
    stage.sync(A, Depth::Full).unwrap();
    assert_eq!((stage.service_of(phone(0)), stage.service_of(phone(7))), (None, Some(guid)));
}

#[test]
fn a_truncated_or_repeated_page_removes_nothing() {
    for fault in [Fault::HalfPage, Fault::RepeatedRow, Fault::Malformed, Fault::LostBefore, Fault::Broken] {
        let stage = Stage::new();
        active(&stage, 0..90);
        let before = stage.rows();
        stage.upstream.world().faults.push_back(fault);
        assert!(stage.sync(A, Depth::Full).is_err(), "{fault:?}");
        assert_eq!(stage.rows(), before, "{fault:?}");
        assert!(stage.sync(A, Depth::Full).unwrap().unwrap().changed.is_nothing());
    }
}

#[test]
fn a_mass_removal_is_asked_about_first() {
    let stage = Stage::new();
    active(&stage, 0..200);
    stage.upstream.world().numbers.retain(|phone, _| phone.digits() % 2 == 0);
    let calls = stage.upstream.world().calls;
    let report = stage.sync(A, Depth::Full).unwrap().unwrap();
    assert_eq!((report.guarded, report.changed.marked), (Some(100), 0));
    assert!(stage.upstream.world().calls - calls < 10, "nothing is asked one by one before the answer");
    assert!(sync::confirm(&stage.service, A, "cli:test@here").unwrap());
    let report = stage.sync(A, Depth::Full).unwrap().unwrap();
    assert_eq!((report.guarded, report.changed.marked), (None, 100));
    assert!(!sync::confirm(&stage.service, A, "cli:test@here").unwrap());
}

#[test]
fn a_failed_check_moves_the_code_and_the_sweep_alone() {
    let stage = Stage::new();
    active(&stage, 0..3);
    stage.upstream.world().numbers.get_mut(&phone(0)).unwrap().assignment = "userAssigned".to_owned();
    stage.sweep();
    let good = stage.rows();
    assert_eq!(good[&phone(0)].assignment.as_deref(), Some("UserAssigned"));
    assert_eq!(
        (good[&phone(0)].aslv_code, good[&phone(0)].aslcht, good[&phone(0)].aslsct),
        (Some(200), good[&phone(1)].aslcht, good[&phone(0)].aslcht,)
    );
    stage.upstream.world().faults.push_back(Fault::LostBefore);
    let task = stage.sweep();
    assert_eq!(task.status, TaskStatus::CompletedSuccess);
    for (number, before) in &good {
        let after = stage.rows()[number].clone();
        assert_eq!(after.aslv_code, Some(504));
        assert_ne!(after.asticks, before.asticks);
        let (aslv_code, asticks) = (before.aslv_code, before.asticks);
        assert_eq!(crate::stage::Held { aslv_code, asticks, ..after }, *before);
    }
    assert!(task.output.unwrap().contains(r#""504":3"#));
}

#[test]
fn a_check_of_many_numbers_reads_the_list_and_leaves_the_others() {
    let stage = Stage::new();
    active(&stage, 0..60);
    stage.upstream.world().numbers.remove(&phone(10));
    // Twenty are asked for one by one; of more, those alone that the list does not have.
    for (count, calls) in [(20, 20), (21, 2)] {
        let (before, calls_before) = (stage.rows(), stage.upstream.world().calls);
        let some = phones(10..10 + count);
        let task = stage.sweep_of(A, &some);
        assert_eq!(task.status, TaskStatus::CompletedSuccess);
        assert_eq!(stage.upstream.world().calls - calls_before, calls, "{count}");
        for (number, after) in stage.rows() {
            if some.contains(&number) {
                assert_eq!(after.aslv_code, Some(if number == phone(10) { 404 } else { 200 }), "{number:?}");
                assert_ne!(after.asticks, before[&number].asticks);
            } else {
                assert_eq!(after, before[&number]);
            }
        }
    }
}

#[test]
fn an_unassignment_ends_when_the_customer_sees_it() {
    let stage = Stage::new();
    active(&stage, 0..2);
    stage.upstream.world().numbers.get_mut(&phone(0)).unwrap().assignment = "userAssigned".to_owned();
    stage.sweep();
    assert!(stage.release(A, &[phone(0)]).is_err(), "an assigned number is not released");
    stage.unassign(A, &[phone(0)]).unwrap();
    stage.orders();
    stage.orders();
    assert_eq!(stage.rows()[&phone(0)].assignment.as_deref(), Some("Unassigned"));
    assert!(stage.open_tasks().is_empty());
    stage.release(A, &[phone(0)]).unwrap();
}

#[test]
fn who_lost_the_lease_writes_nothing_and_orders_nothing_twice() {
    let short = Settings { lease: Duration::from_millis(1), pause: Duration::ZERO, ..Settings::default() };
    let stage = Stage::with(short);
    let task = stage.upload(A, &phones(0..10)).unwrap().task;
    // The first node's call takes longer than its lease: meanwhile the second one takes over and does all of it.
    let second = stage.second_node(Settings { lease: Duration::from_secs(60), ..short });
    let taken = std::sync::Arc::new(parking_lot::Mutex::new(false));
    stage.upstream.during_next_order({
        let taken = std::sync::Arc::clone(&taken);
        move || {
            let begun = Instant::now();
            while !job::go_on_with(&second, task).unwrap() {
                assert!(begun.elapsed() < Duration::from_secs(60), "the lease does not end");
            }
            *taken.lock() = true;
        }
    });
    job::go_on_with(&stage.jobs, task).unwrap();
    assert!(*taken.lock());
    assert_eq!(stage.upstream.world().effects.len(), 1);
    assert!(stage.entries(task).iter().all(|entry| entry.state == EntryState::Accepted));
}
