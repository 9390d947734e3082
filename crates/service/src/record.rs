//! Records of rows as a transaction sees them: the last of what is about to leave.

use crate::Error;
use crate::follower::dictionary::Fetched;
use numberline_domain::{Number, Scope};
use numberline_inventory::Inventory;
use numberline_store::Tx;

/// The V3 records of these rows, in their order. No two have the same telephone number or id.
///
/// # Errors
/// When the database cannot be read, or lacks what a row names.
pub(crate) fn render(tx: &Tx<'_>, numbers: &[Number]) -> Result<Vec<String>, Error> {
    let mut inventory = Inventory::new();
    let mut fetched = Fetched::default();
    for number in numbers {
        fetched.fetch_for(tx, &inventory, number)?;
    }
    fetched.define(&mut inventory);
    numbers.iter().for_each(|number| inventory.upsert(number));
    inventory.settle();
    let records = numbers.iter().map(|number| {
        let mut record = Vec::new();
        inventory.number(&Scope::All, number.phone, &mut record);
        String::from_utf8(record).expect("records are made of texts and digits")
    });
    Ok(records.collect())
}
