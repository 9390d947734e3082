//! Orders about numbers: taken whole or not at all, once, and along the life of a number alone.

use crate::support::{Fixture, assert_checked, import};
use numberline_domain::{
    EntryState, Event, Guid, Item, PhoneNumber, PhoneRange, Reason, Refused, Scope, Standing, Status, TaskId, TaskKind,
    TaskStatus, Wanted,
};
use numberline_service::order::{MOST_NUMBERS, Ordered, Origin, Refusal};
use numberline_service::release::{self, Release};
use numberline_service::task::{self, Action, ListTasks};
use numberline_service::token::Caller;
use numberline_service::unassign::{self, Unassign};
use numberline_service::upload::{self, Terms, Upload};
use numberline_service::{Service, removal, retention};
use numberline_store::{Entry, Seq, Subject, change, entry, hold, number, shape};

const TENANT: Guid = Guid::from_u128(0xaa);
const OTHER: Guid = Guid::from_u128(0xbb);
const FIRST: u64 = 448_718_943_000;

fn phone(place: u64) -> PhoneNumber {
    PhoneNumber::from_digits(FIRST + place).unwrap()
}

fn wanted(places: &[u64]) -> Wanted {
    Wanted { numbers: places.iter().copied().map(phone).collect(), ranges: Vec::new() }
}

fn record(place: u64, tenant: Guid, status: Status) -> String {
    format!(
        r#"{{"telephoneNumber":"{}","tenantId":"{tenant}","acquiredNumberStatus":{},"assignmentStatus":"Unassigned"}}"#,
        phone(place),
        status.code()
    ) + "\n"
}

/// A number of the tenant in each status: at the place of its code. At 8 an assigned one, at 9 one of another tenant.
fn stage(fixture: &Fixture) -> Service {
    let service = fixture.service();
    let mut file: String = Status::ALL.iter().map(|status| record(status.code().into(), TENANT, *status)).collect();
    file += &record(8, TENANT, Status::Active).replace("Unassigned", "UserAssigned");
    file += &record(9, OTHER, Status::Active);
    assert_eq!(import(&service, &file).refused, 0);
    service
}

/// Orders at the command line, which sees everything.
struct Clerk<'s> {
    service: &'s Service,
    caller: Caller,
    key: Option<&'s str>,
}

impl<'s> Clerk<'s> {
    fn new(service: &'s Service) -> Self {
        Self { service, caller: Caller::of_the_command_line(), key: None }
    }

    fn origin(&self) -> Origin<'_> {
        Origin { caller: &self.caller, actor: "cli:test@here", key: self.key }
    }

    fn upload(&self, wanted: Wanted) -> Result<Ordered, Refusal> {
        let terms = Terms {
            source: "webapi".to_owned(),
            calling_profile: None,
            usage: Terms::USAGE.to_owned(),
            additional_usage: None,
            capabilities: vec!["InboundCalling".to_owned()],
            ticket_id: None,
            workflow_version: 3,
        };
        upload::order(self.service, self.origin(), &Upload { tenant: TENANT, wanted, limit: MOST_NUMBERS, terms })
    }

    fn release(&self, wanted: Wanted) -> Result<Ordered, Refusal> {
        release::order(self.service, self.origin(), &Release { tenant: TENANT, wanted, limit: MOST_NUMBERS })
    }

    fn unassign(&self, wanted: Wanted) -> Result<Ordered, Refusal> {
        unassign::order(self.service, self.origin(), &Unassign { tenant: TENANT, wanted, limit: MOST_NUMBERS })
    }

    fn approve(&self, places: &[u64]) -> removal::Settled {
        removal::approve(self.service, self.origin(), &wanted(places).numbers).unwrap()
    }

    fn clear(&self, places: &[u64]) -> removal::Settled {
        removal::clear(self.service, self.origin(), &wanted(places).numbers).unwrap()
    }

    fn act(&self, task: TaskId, action: Action) -> Result<TaskStatus, task::Refusal> {
        task::act(self.service, &self.caller, "cli:test@here", task, action).map(|(view, _)| view.task.status)
    }
}

#[track_caller]
fn items(refused: Result<Ordered, Refusal>) -> Vec<Refused> {
    match refused {
        Err(Refusal::Items(items)) => items,
        other => panic!("{other:?}"),
    }
}

/// The head and every number.
fn everything(fixture: &Fixture) -> (u64, Vec<String>) {
    let tables = fixture.tables();
    (tables.seq, tables.numbers.into_iter().map(|number| number.json).collect())
}

fn status(fixture: &Fixture, place: u64) -> Standing {
    let number = fixture.database().read(|tx| number::by_phone(tx, phone(place))).unwrap();
    number.map_or(Standing::Absent, |number| Standing::Listed(number.status))
}

/// What a job would do: ends an entry, and lets its number go.
fn end_entries(fixture: &Fixture, task: TaskId, state: EntryState) {
    let written = fixture.database().write(&crate::support::author(), |tx| {
        let entries = entry::page(tx, task, 0, 1000)?;
        let mut writer = entry::writer(tx)?;
        for entry in entries {
            writer.set(&Entry { state, ..entry })?;
        }
        drop(writer);
        hold::let_go_final(tx, task)?;
        let counts = entry::counts(tx, task)?;
        if let Some(outcome) = counts.outcome() {
            numberline_store::task::finish(tx, task, outcome, crate::support::instant(), None)?;
        }
        Ok::<_, numberline_store::Error>(())
    });
    written.unwrap();
}

/// I6: whatever the status of a number, an order moves it along the graph or not at all.
#[test]
fn i6_orders_move_a_number_along_the_graph_or_not_at_all() {
    for before in Status::ALL {
        for event in [Event::Uploaded, Event::ReleaseRequested, Event::RemovalApproved, Event::RemovalCleared] {
            let fixture = Fixture::new();
            let service = stage(&fixture);
            let clerk = Clerk::new(&service);
            let place = u64::from(before.code());
            let taken = match event {
                Event::Uploaded => clerk.upload(wanted(&[place])).is_ok(),
                Event::ReleaseRequested => clerk.release(wanted(&[place])).is_ok(),
                Event::RemovalApproved => clerk.approve(&[place]).failures.is_empty(),
                _ => clerk.clear(&[place]).failures.is_empty(),
            };
            let legal = Standing::Listed(before).after(event);
            assert_eq!(taken, legal.is_ok(), "{before} {event:?}");
            assert_eq!(status(&fixture, place), legal.unwrap_or(Standing::Listed(before)), "{before} {event:?}");
            assert_checked(&fixture);
        }
    }
}

#[test]
fn an_upload_lists_its_numbers_as_pending_with_what_was_asked_for() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let range = PhoneRange { start: phone(100), end: phone(104) };
    let ordered = Clerk::new(&service).upload(Wanted { numbers: vec![phone(200)], ranges: vec![range] }).unwrap();
    let database = fixture.database();
    let entries = database.read(|tx| entry::page(tx, ordered.task, 0, 100)).unwrap();
    assert_eq!(entries.len(), 6);
    for entry in &entries {
        assert_eq!(entry.state, EntryState::Waiting);
        let number = database.read(|tx| number::by_phone(tx, entry.phone)).unwrap().unwrap();
        assert_eq!((number.entry, number.status), (Some(entry.id), Status::PendingFirstSync));
        assert_eq!((number.acquired_on, number.assignment, number.sweep), (None, 0, 0));
        assert_eq!(entry.number, Some(number.id));
        assert!(database.read(|tx| shape::tenant_of(tx, number.shape)).unwrap().is_some());
    }
    assert_eq!(database.read(hold::count), Ok(6));
    let mut tasks = Vec::new();
    database.read(|tx| change::since(tx, Seq(ordered.seq - 1), |row| tasks.push(row.change.task))).unwrap();
    assert_eq!(tasks, [Some(ordered.task)]);
    assert_checked(&fixture);
}

#[test]
fn every_refusal_of_an_order_is_told_and_nothing_is_changed() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let clerk = Clerk::new(&service);
    let before = everything(&fixture);
    let wrong = Wanted {
        numbers: [1, 2, 7, 8, 9, 9].map(phone).to_vec(),
        ranges: vec![PhoneRange { start: phone(5), end: phone(4) }],
    };
    let refused = items(clerk.release(wrong));
    let told: Vec<_> = refused.iter().map(|refused| (refused.item, refused.reason)).collect();
    let at = |place| Item::Number(phone(place));
    let reversed = Item::Range(PhoneRange { start: phone(5), end: phone(4) });
    let expected = [
        (reversed, Reason::Reversed),
        (at(9), Reason::Doubled),
        (at(1), Reason::Illegal),
        (at(2), Reason::Illegal),
        (at(7), Reason::Unknown),
        (at(8), Reason::Assigned),
        (at(9), Reason::Unknown),
    ];
    assert_eq!(told, expected);
    assert_eq!((refused[3].from, refused[3].to), {
        let (from, to) = (Status::MarkedForRemoval, Status::ReleaseRequested);
        (Some(Standing::Listed(from)), Some(Standing::Listed(to)))
    });
    let refused = items(clerk.upload(wanted(&[0, 9, 50])));
    assert_eq!(refused.iter().map(|refused| refused.reason).collect::<Vec<_>>(), [Reason::Illegal, Reason::Taken]);
    assert_eq!(items(clerk.unassign(wanted(&[4])))[0].reason, Reason::NotActive);
    assert_eq!(everything(&fixture), before, "a refused order changes nothing");
    assert_eq!(fixture.database().read(hold::count), Ok(0));
}

#[test]
fn a_number_in_one_operation_is_refused_to_every_other_with_its_task() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let clerk = Clerk::new(&service);
    let task = clerk.unassign(wanted(&[0])).unwrap().task;
    let held = Reason::Held { task };
    assert_eq!(items(clerk.release(wanted(&[0])))[0].reason, held);
    assert_eq!(items(clerk.unassign(wanted(&[0])))[0].reason, held);
    assert_eq!(items(clerk.upload(wanted(&[0])))[0].reason, held);
    assert_eq!(clerk.approve(&[0]).failures[0].reason, held);
    end_entries(&fixture, task, EntryState::Done);
    clerk.release(wanted(&[0])).unwrap();
    assert_eq!(status(&fixture, 0), Standing::Listed(Status::ReleaseRequested));
}

/// I2: one effect for each key, whatever is sent under it.
#[test]
fn i2_a_repeated_request_is_carried_out_once() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let clerk = Clerk { key: Some("one"), ..Clerk::new(&service) };
    let first = clerk.upload(wanted(&[50, 51])).unwrap();
    assert_eq!(clerk.upload(wanted(&[50, 51])).unwrap().task, first.task);
    assert!(matches!(clerk.upload(wanted(&[52])), Err(Refusal::KeyReused)));
    assert!(matches!(clerk.release(wanted(&[0])), Err(Refusal::KeyReused)));
    let query = ListTasks { kind: None, status: None, tenant: Some(TENANT), page: 1, size: 10 };
    assert_eq!(task::list(&service, &clerk.caller, &query).unwrap().total, 1);
    assert_eq!(status(&fixture, 52), Standing::Absent);
}

/// I2: many who want the same numbers at the same moment.
#[test]
fn i2_of_many_orders_at_once_one_is_taken() {
    let fixture = Fixture::new();
    let first = stage(&fixture);
    let services: Vec<Service> = (0..4).map(|_| fixture.service()).collect();
    let outcomes: Vec<(bool, bool)> = std::thread::scope(|scope| {
        let threads: Vec<_> = services
            .iter()
            .map(|service| {
                scope.spawn(move || {
                    let same_key = Clerk { key: Some("same"), ..Clerk::new(service) };
                    (same_key.upload(wanted(&[60])).is_ok(), Clerk::new(service).upload(wanted(&[70, 71])).is_ok())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(outcomes.iter().all(|(repeated, _)| *repeated), "the same request has the same answer");
    assert_eq!(outcomes.iter().filter(|(_, taken)| *taken).count(), 1);
    let query = ListTasks { kind: Some(TaskKind::Upload), status: None, tenant: None, page: 1, size: 10 };
    assert_eq!(task::list(&first, &Caller::of_the_command_line(), &query).unwrap().total, 2);
    assert_checked(&fixture);
}

#[test]
fn removals_do_what_they_can_and_may_be_repeated() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let clerk = Clerk::new(&service);
    let settled = clerk.approve(&[2, 0, 7, 2]);
    assert_eq!((settled.processed, settled.succeeded()), (4, 2));
    let reasons: Vec<_> = settled.failures.iter().map(|failure| failure.reason).collect();
    assert_eq!(reasons, [Reason::Illegal, Reason::Unknown]);
    assert_eq!(status(&fixture, 2), Standing::Listed(Status::ReadyForRemoval));
    // Its task works on it: repeating adds none.
    assert_eq!(clerk.approve(&[2]).succeeded(), 1);
    let query = ListTasks { kind: Some(TaskKind::Removal), status: None, tenant: None, page: 1, size: 10 };
    let tasks = task::list(&service, &clerk.caller, &query).unwrap();
    assert_eq!((tasks.total, tasks.tasks[0].tenant, tasks.tasks[0].counts.total()), (1, Some(TENANT), 1));
    assert_eq!(clerk.clear(&[2]).failures[0].reason, Reason::Held { task: tasks.tasks[0].task.id });
    // Given up, it is taken up again by the next approval.
    clerk.act(tasks.tasks[0].task.id, Action::Abandon).unwrap();
    assert_eq!(clerk.approve(&[2]).succeeded(), 1);
    assert_eq!(task::list(&service, &clerk.caller, &query).unwrap().total, 2);
    assert_checked(&fixture);
}

#[test]
fn a_caller_sees_no_number_and_no_task_of_other_tenants() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let all = Clerk::new(&service);
    let task = all.unassign(wanted(&[0])).unwrap().task;
    let scope = Scope::of(vec![OTHER]);
    let other = Clerk { caller: Caller { scope, ..Caller::of_the_command_line() }, ..Clerk::new(&service) };
    assert!(matches!(other.upload(wanted(&[80])), Err(Refusal::UnknownTenant)));
    let settled = other.approve(&[2, 99]);
    assert_eq!(settled.failures[0], Refused { item: Item::Number(phone(2)), ..settled.failures[1] });
    assert!(matches!(task::find(&service, &other.caller, task), Err(task::Refusal::UnknownTask)));
    assert!(matches!(other.act(task, Action::Pause), Err(task::Refusal::UnknownTask)));
    let query = ListTasks { kind: None, status: None, tenant: None, page: 1, size: 10 };
    assert_eq!(task::list(&service, &other.caller, &query).unwrap().total, 0);
    assert_eq!(status(&fixture, 2), Standing::Listed(Status::MarkedForRemoval));
}

#[test]
fn what_failed_is_tried_again_and_what_was_not_begun_is_given_up() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let clerk = Clerk::new(&service);
    let upload = clerk.upload(wanted(&[90, 91])).unwrap().task;
    assert_eq!(clerk.act(upload, Action::Pause).unwrap(), TaskStatus::InProgress);
    assert_eq!(clerk.act(upload, Action::Resume).unwrap(), TaskStatus::InProgress);
    end_entries(&fixture, upload, EntryState::Failed);
    assert!(matches!(clerk.act(upload, Action::Pause), Err(task::Refusal::Status { .. })));
    assert_eq!(clerk.act(upload, Action::Retry).unwrap(), TaskStatus::InProgress);
    assert_eq!(fixture.database().read(hold::count), Ok(2));
    assert_eq!(clerk.act(upload, Action::Abandon).unwrap(), TaskStatus::Cancelled);
    assert_eq!(fixture.database().read(hold::count), Ok(0));
    assert!(matches!(clerk.act(upload, Action::Retry), Err(task::Refusal::Status { .. })));
    // What was given up stays pending, and can be withdrawn.
    let release = clerk.release(wanted(&[0, 90])).unwrap().task;
    assert_eq!(status(&fixture, 0), Standing::Listed(Status::ReleaseRequested));
    assert_eq!(clerk.act(release, Action::Abandon).unwrap(), TaskStatus::Cancelled);
    assert_eq!(status(&fixture, 0), Standing::Listed(Status::Active));
    assert_eq!(status(&fixture, 90), Standing::Listed(Status::PendingFirstSync));
    assert_checked(&fixture);
}

#[test]
fn an_upload_that_microsoft_has_taken_may_be_withdrawn() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let clerk = Clerk::new(&service);
    let upload = clerk.upload(wanted(&[95])).unwrap().task;
    assert_eq!(items(clerk.release(wanted(&[95])))[0].reason, Reason::Held { task: upload });
    fixture
        .database()
        .write(&crate::support::author(), |tx| {
            let entry = entry::page(tx, upload, 0, 1)?.remove(0);
            hold::let_go(tx, [entry.id])?;
            entry::writer(tx)?.set(&Entry { state: EntryState::Accepted, ..entry })
        })
        .unwrap();
    clerk.release(wanted(&[95])).unwrap();
    let view = task::find(&service, &clerk.caller, upload).unwrap();
    assert_eq!(view.counts.outcome(), Some(TaskStatus::Cancelled));
    assert_eq!(view.failures[0].error_code.as_deref(), Some("withdrawn"));
}

#[test]
fn a_key_is_forgotten_once_nobody_repeats_its_request_any_longer() {
    let fixture = Fixture::new();
    let service = stage(&fixture);
    let clerk = Clerk { key: Some("one"), ..Clerk::new(&service) };
    let first = clerk.upload(wanted(&[51])).unwrap();
    let hour = std::time::Duration::from_secs(3600);
    let sooner = fixture.service_after(retention::KEYS_KEPT - hour);
    assert_eq!(retention::forget_keys(&sooner).unwrap(), 0);
    assert_eq!(clerk.upload(wanted(&[51])).unwrap().task, first.task);
    let later = fixture.service_after(retention::KEYS_KEPT + hour);
    assert_eq!(retention::forget_keys(&later).unwrap(), 1);
    assert!(clerk.upload(wanted(&[52])).is_ok());
}

#[test]
fn an_order_names_the_channels_of_its_numbers_in_the_log() {
    let fixture = Fixture::new();
    let service = fixture.service();
    let of_channel = |place, channel| {
        let member = format!(r#""ovocChannelId":{channel},"tenantId""#);
        record(place, TENANT, Status::Active).replace(r#""tenantId""#, &member)
    };
    assert_eq!(import(&service, &(of_channel(0, 3) + &of_channel(1, 4) + &of_channel(2, 5))).refused, 0);
    Clerk::new(&service).release(wanted(&[1, 2])).unwrap();
    let mut last = None;
    fixture
        .database()
        .read(|tx| change::since(tx, Seq(0), |logged| last = Some(logged.change.subject.clone())))
        .unwrap();
    let Some(Subject::Numbers { channels, .. }) = last else { panic!("{last:?}") };
    assert_eq!(channels, Some(vec![4, 5]));
}
