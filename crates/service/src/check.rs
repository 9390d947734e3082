//! Compares the log, the tables and a rebuilt inventory, one line for each disagreement.

mod log;

use crate::{Error, Progress, Service, follower};
use numberline_domain::{Guid, Number, Scope, Status, StatusFilter};
use numberline_inventory::{Inventory, Selection};
use numberline_store::{Tx, check, head, number, replication};
use std::cell::Cell;
use std::collections::BTreeMap;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Numbers in the tables.
    pub numbers: u64,
    /// Tenants that exist.
    pub tenants: u64,
    /// The last change.
    pub changes: u64,
    /// Lines given out.
    pub disagreements: u64,
    /// Whether replicas are attached and none has to have a commit before it is acknowledged.
    pub may_lose_commits: bool,
}

/// Checks everything; `tell` gets a line for each disagreement.
///
/// # Errors
/// When the database fails. That it is damaged is no failure, but a disagreement.
pub fn run(service: &Service, progress: &dyn Progress, mut tell: impl FnMut(&str)) -> Result<Summary, Error> {
    let disagreements = Cell::new(0);
    let mut note = |line: String| {
        disagreements.set(disagreements.get() + 1);
        tell(&line);
    };
    let may_lose_commits = service.database.read(|tx| {
        progress.phase("tables", None);
        check::files(tx, &mut note)?;
        check::tables(tx, &mut note)?;
        check::digests(tx, &mut note)?;
        Ok::<_, Error>(replication::read(tx)?.may_lose_commits())
    })?;
    // A table that names rows which are not there cannot be built from; what was told so far says why.
    if let Err(error) = follower::rebuild(service, progress) {
        if !is_damage(&error) {
            return Err(error);
        }
        note(format!("the inventory cannot be built: {error}"));
        return service.database.read(|tx| {
            let (numbers, changes) = (number::count(tx)?, head::read(tx)?.seq.0);
            Ok(Summary { numbers, tenants: 0, changes, disagreements: disagreements.get(), may_lose_commits })
        });
    }
    let inventory = service.shared.inventory();
    service.database.read(|tx| {
        progress.phase("inventory", Some(inventory.len()));
        if head::read(tx)?.seq.0 == inventory.seq() {
            compare(tx, &inventory, &mut note)?;
        } else {
            note("the database was written to meanwhile: stop the writers or check again".to_owned());
        }
        let tenants = inventory.tenant_count() as u64;
        Ok(Summary {
            numbers: number::count(tx)?,
            tenants,
            changes: head::read(tx)?.seq.0,
            disagreements: disagreements.get(),
            may_lose_commits,
        })
    })
}

/// Whether an error tells of what is in the database, and not of a database that could not answer.
const fn is_damage(error: &Error) -> bool {
    matches!(error, Error::Refused(_) | Error::Store(numberline_store::Error::Corrupt { .. }))
}

fn compare(tx: &Tx<'_>, inventory: &Inventory, note: &mut impl FnMut(String)) -> Result<(), Error> {
    compare_rows(tx, inventory, note)?;
    compare_totals(tx, inventory, note)?;
    log::compare(tx, inventory, note)
}

fn everything(scope: &Scope) -> Selection<'_> {
    Selection { scope, tenant: None, filter: StatusFilter::All }
}

/// Every row of the table is in the inventory with the same values, and no other.
fn compare_rows(tx: &Tx<'_>, inventory: &Inventory, note: &mut impl FnMut(String)) -> Result<(), Error> {
    let scope = Scope::All;
    let mut held: Vec<Number> = Vec::new();
    inventory.numbers(&everything(&scope), 0, u64::MAX, |_, number| held.push(number));
    held.sort_unstable_by_key(|number| number.id);
    let mut held = held.into_iter().peekable();
    number::scan(tx, |stored| {
        while let Some(extra) = held.next_if(|number| number.id < stored.id) {
            note(format!("number {} (id {}) is in the inventory alone", extra.phone, extra.id));
        }
        match held.next_if(|number| number.id == stored.id) {
            Some(number) if number == stored => {}
            Some(number) => note(format!("number {} (id {}) differs in the inventory", number.phone, number.id)),
            None => note(format!("number {} (id {}) is missing in the inventory", stored.phone, stored.id)),
        }
    })?;
    for extra in held {
        note(format!("number {} (id {}) is in the inventory alone", extra.phone, extra.id));
    }
    Ok(())
}

/// The inventory's counters are what SQL counts.
fn compare_totals(tx: &Tx<'_>, inventory: &Inventory, note: &mut impl FnMut(String)) -> Result<(), Error> {
    let mut counted: BTreeMap<Guid, [u64; Status::COUNT]> = BTreeMap::new();
    number::count_by_tenant_and_status(tx, |tenant, status, count| {
        counted.entry(tenant).or_default()[usize::from(status.code())] = count;
    })?;
    let scope = Scope::All;
    for (tenant, counts) in counted {
        let totals = inventory.totals(&Selection { tenant: Some(tenant), ..everything(&scope) });
        if totals != counts {
            note(format!("tenant {tenant} has {counts:?} numbers by status, but totals say {totals:?}"));
        }
    }
    Ok(())
}
