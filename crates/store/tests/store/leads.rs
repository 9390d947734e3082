//! The rows of leads.

use crate::support::{Fixture, author, guid};
use numberline_domain::Lead;
use numberline_store::record::lead;
use numberline_store::{Database, Error, Tx, tenant};
use std::sync::Barrier;
use std::thread;

const CHANGES: usize = 20;

fn sample() -> Lead {
    Lead {
        id: guid(1),
        tenant_id: guid(2),
        service: None,
        channel: None,
        is_direct: false,
        status: "Active".to_owned(),
        tenant_origin: None,
        operator_id: None,
        consented_on: None,
        last_modified_on: None,
        consented_countries: Vec::new(),
        contact_details: None,
        contacts: Vec::new(),
        comments: Some(String::new()),
    }
}

fn write<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> T {
    database.write(&author(), work).unwrap().value
}

/// Adds a sign to what is told of the lead.
fn add(tx: &Tx<'_>) -> Result<(), Error> {
    lead::lock(tx, guid(1))?;
    let known = lead::get(tx, guid(1))?.unwrap();
    let comments = known.comments.as_deref().unwrap_or_default().to_owned() + ".";
    lead::set(tx, &Lead { comments: Some(comments), ..known })
}

#[test]
fn changes_of_one_lead_at_once_lose_nothing() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| {
        tenant::intern(tx, guid(2), 1)?;
        lead::set(tx, &sample())
    });
    let start = Barrier::new(2);
    thread::scope(|scope| {
        for _ in 0..2 {
            let (fixture, start) = (&fixture, &start);
            scope.spawn(move || {
                let database = fixture.open();
                start.wait();
                for _ in 0..CHANGES {
                    write(&database, |tx| add(tx));
                }
            });
        }
    });
    let comments = database.read(|tx| lead::get(tx, guid(1))).unwrap().unwrap().comments;
    assert_eq!(comments, Some(".".repeat(2 * CHANGES)));
}
