//! The V3 record of a number as a transaction sees it: for what is about to leave. Lists come from the inventory.

use crate::Error;
use crate::follower::dictionary::Fetched;
use numberline_domain::{Number, Scope};
use numberline_inventory::Inventory;
use numberline_store::Tx;

/// The records of numbers, in their order.
pub(crate) fn of_each(tx: &Tx<'_>, numbers: &[Number]) -> Result<Vec<String>, Error> {
    let mut inventory = Inventory::new();
    let mut fetched = Fetched::default();
    for number in numbers {
        fetched.fetch_for(tx, &inventory, number)?;
    }
    fetched.define(&mut inventory);
    for number in numbers {
        inventory.upsert(number);
    }
    inventory.settle();
    numbers
        .iter()
        .map(|number| {
            let mut record = Vec::new();
            inventory.number(&Scope::All, number.phone, &mut record);
            String::from_utf8(record).map_err(|_| Error::Refused("a record is not UTF-8".to_owned()))
        })
        .collect()
}
