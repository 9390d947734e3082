//! How tenants' syncs stand: whose pass is due, and what is asked for while one is made.

use crate::support::{Fixture, author, guid};
use numberline_domain::Ticks;
use numberline_store::tenant_sync::Outcome;
use numberline_store::{Database, Error, SyncState, TenantSync, Tx, lease, tenant, tenant_sync};
use std::time::Duration;

const LEASE: &str = "sync:";
const LONG: Duration = Duration::from_secs(3600);

fn write<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> T {
    database.write(&author(), work).unwrap().value
}

/// So many tenants with accounts, whose passes are due.
fn tenants(database: &Database, count: u32) {
    for id in 1..=count {
        write(database, |tx| {
            tenant::intern(tx, guid(id.into()), id)?;
            tenant_sync::name(tx, id, &format!("account {id}"))
        });
    }
}

fn due(database: &Database, most: u32) -> Vec<u32> {
    let due = database.read(|tx| tenant_sync::due(tx, LEASE, most)).unwrap();
    due.into_iter().map(|sync| sync.tenant).collect()
}

#[test]
fn tenants_whose_passes_others_make_hide_no_other_one() {
    let fixture = Fixture::new();
    let database = fixture.open();
    tenants(&database, 12);
    assert_eq!(due(&database, 2), [1, 2]);
    let taken = [1, 2, 11].map(|id| {
        let name = format!("{LEASE}{id}");
        write(&database, |tx| lease::acquire(tx, &name, "another", LONG)).unwrap()
    });
    assert_eq!(due(&database, 2), [3, 4]);
    write(&database, |tx| lease::give_back(tx, &taken[0]));
    assert_eq!(due(&database, 20), [1, 3, 4, 5, 6, 7, 8, 9, 10, 12]);
}

/// Far off.
fn later() -> Ticks {
    Ticks::from_i64(3_000_000_000_000_000_000).unwrap()
}

fn standing(database: &Database) -> TenantSync {
    database.read(|tx| tenant_sync::find(tx, 1)).unwrap().unwrap()
}

fn end(database: &Database, begun: &TenantSync, state: SyncState) {
    let missing = (state == SyncState::Guarded).then_some(60);
    let outcome = Outcome { state, due_at: later(), missing, report: "{}".to_owned() };
    write(database, |tx| tenant_sync::succeed(tx, begun, &outcome));
}

#[test]
fn a_confirmation_is_for_one_pass() {
    let fixture = Fixture::new();
    let database = fixture.open();
    tenants(&database, 1);
    end(&database, &standing(&database), SyncState::Guarded);
    assert!(write(&database, |tx| tenant_sync::confirm(tx, 1)));
    assert_eq!(due(&database, 1), [1]);
    let begun = standing(&database);
    assert_eq!((begun.is_confirmed, begun.state), (true, SyncState::Active));
    end(&database, &begun, SyncState::Active);
    let ended = standing(&database);
    assert_eq!((ended.is_confirmed, ended.state, ended.due_at), (false, SyncState::Active, later()));
}

#[test]
fn a_confirmation_during_a_pass_that_stops_to_ask_again_is_for_the_next_one() {
    let fixture = Fixture::new();
    let database = fixture.open();
    tenants(&database, 1);
    end(&database, &standing(&database), SyncState::Guarded);
    let begun = standing(&database);
    assert!(write(&database, |tx| tenant_sync::confirm(tx, 1)));
    end(&database, &begun, SyncState::Guarded);
    let ended = standing(&database);
    assert_eq!((ended.is_confirmed, ended.state), (true, SyncState::Active));
    assert_eq!(due(&database, 1), [1]);
}

#[test]
fn a_confirmation_of_what_is_there_again_is_forgotten() {
    let fixture = Fixture::new();
    let database = fixture.open();
    tenants(&database, 1);
    end(&database, &standing(&database), SyncState::Guarded);
    let begun = standing(&database);
    assert!(write(&database, |tx| tenant_sync::confirm(tx, 1)));
    end(&database, &begun, SyncState::Active);
    assert!(!standing(&database).is_confirmed);
}

#[test]
fn what_is_asked_for_during_a_pass_is_due_after_it() {
    for is_full in [false, true] {
        let fixture = Fixture::new();
        let database = fixture.open();
        tenants(&database, 1);
        end(&database, &standing(&database), SyncState::Active);
        let begun = standing(&database);
        assert!(write(&database, |tx| tenant_sync::ask(tx, 1, is_full)));
        write(&database, |tx| tenant_sync::succeed_awaited(tx, &begun, later()));
        assert_eq!((due(&database, 1), standing(&database).succeeded_at.is_none()), (vec![1], is_full));
        end(&database, &begun, SyncState::Active);
        assert_eq!((due(&database, 1), standing(&database).succeeded_at.is_none()), (vec![1], is_full));
        end(&database, &standing(&database), SyncState::Active);
        assert_eq!((due(&database, 1), standing(&database).succeeded_at.is_none()), (vec![], false));
    }
}
