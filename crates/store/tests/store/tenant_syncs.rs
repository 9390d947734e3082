//! How tenants' syncs stand: whose pass is due, and what is asked for while one is made.

use crate::support::{Fixture, author, guid};
use numberline_store::{Database, Error, Tx, lease, tenant, tenant_sync};
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
