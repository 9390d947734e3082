//! Tasks, their entries and orders, what they hold, and requests that are repeated.

use crate::support::{Fixture, author, guid, id, instant};
use numberline_domain::{EntryState, OrderKind, OrderState, PhoneNumber, TaskId, TaskKind, TaskStatus};
use numberline_store::hold::Holder;
use numberline_store::idempotency::Earlier;
use numberline_store::task::Filter;
use numberline_store::{
    Database, Entry, Error, Task, Tx, UpstreamOrder, entry, hold, idempotency, task, tenant, upstream_order,
};

fn task_id(bits: u128) -> TaskId {
    TaskId::from(guid(bits))
}

fn task(bits: u128) -> Task {
    Task {
        id: task_id(bits),
        kind: TaskKind::Upload,
        tenant: None,
        status: TaskStatus::InProgress,
        actor: "token:1".to_owned(),
        created_at: instant(i64::try_from(bits).unwrap()),
        completed_at: None,
        due_at: instant(0),
        is_paused: false,
        attempts: 0,
        input: "{}".to_owned(),
        output: None,
        error: None,
    }
}

fn phone(last: u64) -> PhoneNumber {
    PhoneNumber::from_digits(448_718_943_000 + last).unwrap()
}

fn entry(number: i64, task: u128) -> Entry {
    Entry {
        id: number,
        task: task_id(task),
        phone: phone(number.unsigned_abs()),
        number: Some(id(number)),
        state: EntryState::Waiting,
        order: None,
        error_code: None,
        error: None,
    }
}

fn write<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> T {
    database.write(&author(), work).unwrap().value
}

#[test]
fn a_task_comes_back_and_goes_its_way() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let made = Task { output: Some("[1]".to_owned()), error: Some("no".to_owned()), attempts: 3, ..task(1) };
    write(&database, |tx| task::insert(tx, &made));
    assert_eq!(database.read(|tx| task::get(tx, made.id)), Ok(Some(made.clone())));
    assert_eq!(database.read(|tx| task::get(tx, task_id(9))), Ok(None));
    assert!(write(&database, |tx| task::put_off(tx, made.id, instant(50), 4, Some("again"))));
    assert_eq!(database.read(|tx| task::due_orders(tx, instant(49), 10)), Ok(vec![]));
    assert_eq!(database.read(task::next_due), Ok(Some(instant(50))));
    assert_eq!(database.read(|tx| task::due_orders(tx, instant(50), 10)), Ok(vec![made.id]));
    assert!(write(&database, |tx| task::set_paused(tx, made.id, true, instant(0))));
    assert_eq!(database.read(|tx| task::due_orders(tx, instant(50), 10)), Ok(vec![]));
    assert_eq!(database.read(task::next_due), Ok(None));
    write(&database, |tx| task::set_output(tx, made.id, "[2]"));
    assert!(write(&database, |tx| task::finish(tx, made.id, TaskStatus::Failed, instant(60), None)));
    assert!(!write(&database, |tx| task::finish(tx, made.id, TaskStatus::Cancelled, instant(61), None)));
    assert!(!write(&database, |tx| task::put_off(tx, made.id, instant(62), 0, None)));
    let ended = database.read(|tx| task::get(tx, made.id)).unwrap().unwrap();
    assert_eq!((ended.status, ended.completed_at, ended.is_paused), (TaskStatus::Failed, Some(instant(60)), false));
    write(&database, |tx| task::reopen(tx, made.id, instant(70)));
    let open = write(&database, |tx| task::lock(tx, made.id)).unwrap();
    assert_eq!((open.status, open.completed_at, open.attempts), (TaskStatus::InProgress, None, 0));
    let mut counts = Vec::new();
    database.read(|tx| task::count_by_status(tx, |kind, status, count| counts.push((kind, status, count)))).unwrap();
    assert_eq!(counts, [(TaskKind::Upload, TaskStatus::InProgress, 1)]);
}

#[test]
fn no_number_of_due_sweeps_hides_a_due_order() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| {
        (1..=9).try_for_each(|bits| task::insert(tx, &Task { kind: TaskKind::Sweep, ..task(bits) }))?;
        task::insert(tx, &Task { due_at: instant(1), ..task(10) })
    });
    assert_eq!(database.read(|tx| task::due_orders(tx, instant(1), 9)), Ok(vec![task_id(10)]));
    let sweeps: Vec<TaskId> = (1..=9).map(task_id).collect();
    assert_eq!(database.read(|tx| task::due_sweeps(tx, instant(1), 10)), Ok(sweeps));
}

#[test]
fn tasks_are_listed_newest_first_as_far_as_they_are_asked_for() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| {
        tenant::intern(tx, guid(7), 7)?;
        tenant::intern(tx, guid(8), 8)?;
        task::insert(tx, &Task { tenant: Some(7), ..task(1) })?;
        task::insert(tx, &Task { tenant: Some(8), kind: TaskKind::Release, ..task(2) })?;
        task::insert(tx, &Task { status: TaskStatus::Failed, ..task(3) })
    });
    let listed = |filter: Filter| {
        let list = |tx: &Tx<'_>| Ok::<_, Error>((task::page(tx, &filter, 0, 10)?, task::count(tx, &filter)?));
        let (page, count) = database.read(list).unwrap();
        assert_eq!(page.len() as u64, count);
        page.into_iter().map(|task| task.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(Filter::default()), [task_id(3), task_id(2), task_id(1)]);
    assert_eq!(listed(Filter { kind: Some(TaskKind::Upload), ..Filter::default() }), [task_id(3), task_id(1)]);
    assert_eq!(listed(Filter { tenants: Some(vec![8, 7]), ..Filter::default() }), [task_id(2), task_id(1)]);
    assert_eq!(listed(Filter { tenants: Some(vec![]), ..Filter::default() }), []);
    let both =
        Filter { kind: Some(TaskKind::Upload), status: Some(TaskStatus::InProgress), tenants: Some(vec![7, 8, 9]) };
    assert_eq!(listed(both), [task_id(1)]);
    let second = database.read(|tx| task::page(tx, &Filter::default(), 1, 1)).unwrap();
    assert_eq!(second.iter().map(|task| task.id).collect::<Vec<_>>(), [task_id(2)]);
}

#[test]
fn entries_stand_as_they_were_written() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let order = UpstreamOrder {
        id: guid(40),
        task: task_id(1),
        kind: OrderKind::Upload,
        account: "contoso".to_owned(),
        state: OrderState::Intended,
        first_sent: instant(1),
        tries: 0,
        error: None,
    };
    let failed = Entry {
        state: EntryState::Failed,
        order: Some(order.id),
        error_code: Some("no-such-plan".to_owned()),
        error: Some("it is not in a plan".to_owned()),
        ..entry(2, 1)
    };
    write(&database, |tx| {
        task::insert(tx, &task(1))?;
        upstream_order::insert(tx, &order)?;
        entry::insert_each(tx, &[entry(1, 1), entry(2, 1), Entry { number: None, ..entry(3, 1) }])?;
        entry::writer(tx)?.set(&failed)
    });
    assert_eq!(database.read(|tx| entry::get(tx, 2)), Ok(Some(failed.clone())));
    assert_eq!(database.read(|tx| entry::of_order(tx, order.id)), Ok(vec![failed.clone()]));
    assert_eq!(database.read(|tx| entry::page(tx, task_id(1), 1, 1)), Ok(vec![failed]));
    let waiting = database.read(|tx| entry::in_state(tx, task_id(1), EntryState::Waiting, 9)).unwrap();
    assert_eq!(waiting.iter().map(|entry| entry.id).collect::<Vec<_>>(), [1, 3]);
    let counts = database.read(|tx| entry::counts(tx, task_id(1))).unwrap();
    assert_eq!((counts.total(), counts.open(), counts.in_state(EntryState::Failed)), (3, 2, 1));
    let moved = write(&database, |tx| entry::move_all(tx, task_id(1), EntryState::Failed, EntryState::Waiting));
    assert_eq!(moved, 1);
    let again = database.read(|tx| entry::get(tx, 2)).unwrap().unwrap();
    assert_eq!((again.state, again.error, again.order), (EntryState::Waiting, None, Some(order.id)));
    let gone = database.write(&author(), |tx| entry::writer(tx)?.set(&entry(9, 1)));
    assert_eq!(gone.unwrap_err(), Error::RowCount { expected: 1, touched: 0 });
}

#[test]
fn an_order_stands_as_it_was_written() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let order = |bits, state| UpstreamOrder {
        id: guid(bits),
        task: task_id(1),
        kind: OrderKind::Delete,
        account: "contoso".to_owned(),
        state,
        first_sent: instant(i64::try_from(bits).unwrap()),
        tries: 1,
        error: Some("time-out".to_owned()),
    };
    let (open, taken) = (order(1, OrderState::Intended), order(2, OrderState::Accepted));
    write(&database, |tx| {
        task::insert(tx, &task(1))?;
        upstream_order::insert(tx, &taken)?;
        upstream_order::insert(tx, &open)
    });
    assert_eq!(database.read(|tx| upstream_order::get(tx, taken.id)), Ok(Some(taken.clone())));
    assert_eq!(database.read(|tx| upstream_order::of_task(tx, task_id(1))), Ok(vec![open.clone(), taken]));
    assert_eq!(database.read(|tx| upstream_order::open_of_task(tx, task_id(1))), Ok(vec![open.clone()]));
    let refused = UpstreamOrder { state: OrderState::Refused, tries: 2, error: None, ..open };
    write(&database, |tx| upstream_order::set(tx, &refused));
    assert_eq!(database.read(|tx| upstream_order::get(tx, refused.id)), Ok(Some(refused)));
    let mut counts = Vec::new();
    database
        .read(|tx| upstream_order::count_by_state(tx, |kind, state, count| counts.push((kind, state, count))))
        .unwrap();
    let delete = OrderKind::Delete;
    assert_eq!(counts, [(delete, OrderState::Accepted, 1), (delete, OrderState::Refused, 1)]);
}

#[test]
fn a_number_is_held_by_one_entry_until_it_is_let_go() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| {
        task::insert(tx, &task(1))?;
        task::insert(tx, &task(2))?;
        entry::insert_each(tx, &[entry(1, 1), entry(2, 1), entry(3, 2)])
    });
    let take = |wanted: &[(PhoneNumber, i64)]| write(&database, |tx| hold::take_each(tx, wanted));
    assert_eq!(take(&[(phone(1), 1), (phone(2), 2)]), [true, true]);
    assert_eq!(take(&[(phone(1), 3), (phone(3), 3)]), [false, true]);
    let holder = |entry, task| Some(Holder { entry, task: task_id(task) });
    let holders = || database.read(|tx| hold::holders(tx, &[phone(3), phone(1), phone(9)])).unwrap();
    assert_eq!(holders(), [holder(3, 2), holder(1, 1), None]);
    write(&database, |tx| hold::let_go(tx, [1]));
    assert_eq!(holders(), [holder(3, 2), None, None]);
    write(&database, |tx| entry::writer(tx)?.set(&Entry { state: EntryState::Done, ..entry(3, 2) }));
    assert_eq!(write(&database, |tx| hold::let_go_final(tx, task_id(2))), 1);
    assert_eq!(write(&database, |tx| hold::let_go_final(tx, task_id(1))), 0);
    assert_eq!(database.read(hold::count), Ok(1));
}

#[test]
fn a_key_stands_for_one_task_of_its_actor() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| task::insert(tx, &task(1)));
    let note = |actor: &str, request: &[u8]| {
        write(&database, |tx| idempotency::note(tx, actor, "key", request, task_id(1), instant(1)))
    };
    assert!(note("token:1", b"one"));
    assert!(!note("token:1", b"two"));
    assert!(note("token:2", b"two"));
    let earlier = Earlier { request: b"one".to_vec(), task: task_id(1) };
    assert_eq!(database.read(|tx| idempotency::find(tx, "token:1", "key")), Ok(Some(earlier)));
    assert_eq!(database.read(|tx| idempotency::find(tx, "token:1", "other")), Ok(None));
    assert_eq!(write(&database, |tx| idempotency::forget(tx, instant(2))), 2);
}
