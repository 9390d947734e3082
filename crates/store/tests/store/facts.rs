//! Interned values: what goes in comes out, and equal values are kept once.

use crate::support::{Fixture, author, guid, instant, job, offer, sbc, service};
use numberline_domain::{JobFacts, JsonText, Offer, Place, SbcFacts, ServiceFacts, Shape};
use numberline_store::{Error, Tx, fact, place, shape, sweep, tenant};

/// Runs the work in a fresh database.
fn inside<T>(work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let fixture = Fixture::new();
    fixture.open().write(&author(), work).map(|written| written.value)
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn json(text: &str) -> Option<JsonText> {
    Some(JsonText::parse(text).unwrap())
}

#[test]
fn job_facts_come_back() {
    let full =
        JobFacts { upload_to_account_job_id: Some(-1), when_created: instant(3), tn_upload_job_id: Some(guid(4)) };
    let mut seen = Vec::new();
    inside(|tx| {
        assert!(fact::job::insert(tx, 1, &job())?);
        assert!(fact::job::insert(tx, 2, &full)?);
        assert!(!fact::job::insert(tx, 3, &full)?, "the same facts are kept once");
        assert_eq!(fact::job::find_id(tx, &full)?, Some(2));
        assert_eq!(fact::job::get(tx, 1)?, Some(job()));
        assert_eq!(fact::job::get(tx, 3)?, None);
        fact::job::scan(tx, |id, facts| seen.push((id, facts)))
    })
    .unwrap();
    assert_eq!(seen, [(1, job()), (2, full)]);
}

#[test]
fn service_facts_come_back_and_null_is_not_the_empty_text() {
    let full = ServiceFacts {
        ms_company_name: text("Contoso \"Ltd\" 🜁"),
        ovoc_channel_id: 12,
        tenant_calling_profile_id: Some(5),
        oc_sip_connection_name: text("trunk"),
        oc_sip_connection_description: text(""),
        ..service(guid(1))
    };
    let without = ServiceFacts { oc_sip_connection_description: None, ..full.clone() };
    inside(|tx| {
        tenant::intern(tx, guid(1), 1)?;
        assert!(fact::service::insert(tx, 1, &full)?);
        assert!(fact::service::insert(tx, 2, &without)?);
        assert_eq!(fact::service::find_id(tx, &full)?, Some(1));
        assert_eq!(fact::service::find_id(tx, &without)?, Some(2));
        assert_eq!(fact::service::get(tx, 1)?, Some(full));
        assert_eq!(fact::service::get(tx, 2)?, Some(without));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_service_of_an_unknown_tenant_is_refused() {
    let refusal = inside(|tx| fact::service::insert(tx, 1, &service(guid(1))));
    assert_eq!(refusal, Err(Error::Constraint { name: "service_fact.tenant".to_owned() }));
}

#[test]
fn sbc_texts_and_offers_come_back() {
    let list =
        SbcFacts { sbc_list: json("[]"), sbc_list_json: json("null"), sbc_list_array: json(r#"["a [1.2.3.4]"]"#) };
    let bare = Offer { source: String::new(), calling_profile_id: None, iso_country_code: None, ..offer() };
    let full = Offer { acquired_capabilities: json("[\"b\",\"a\"]"), available_capabilities: json("[]"), ..offer() };
    inside(|tx| {
        assert!(fact::sbc::insert(tx, 1, &list)? && fact::sbc::insert(tx, 2, &sbc())?);
        assert_eq!((fact::sbc::get(tx, 1)?, fact::sbc::get(tx, 2)?), (Some(list), Some(sbc())));
        assert!(fact::offer::insert(tx, 1, &bare)? && fact::offer::insert(tx, 2, &full)?);
        assert_eq!((fact::offer::get(tx, 1)?, fact::offer::get(tx, 2)?), (Some(bare), Some(full)));
        Ok(())
    })
    .unwrap();
}

#[test]
fn places_come_back() {
    let half = Place { location_id: text("somewhere"), civic_address_id: None };
    let other = Place { location_id: text("somewhere"), civic_address_id: text("") };
    inside(|tx| {
        assert!(place::insert(tx, 1, &half)? && place::insert(tx, 2, &other)?);
        assert_eq!(place::find_id(tx, &other)?, Some(2));
        assert_eq!(place::get(tx, 1)?, Some(half));
        Ok(())
    })
    .unwrap();
}

/// A dictionary id's largest value.
const LARGEST: u32 = (1 << 31) - 1;

#[test]
fn shapes_and_sweeps_come_back() {
    let first = Shape { job: 1, service: 2, sbc: 3, offer: LARGEST };
    inside(|tx| {
        assert!(shape::insert(tx, LARGEST, first)?);
        assert!(!shape::insert(tx, 8, first)?);
        assert_eq!(shape::find_id(tx, first)?, Some(LARGEST));
        assert_eq!(shape::get(tx, LARGEST)?, Some(first));
        assert!(sweep::insert(tx, 1, i64::MIN)?);
        assert!(!sweep::insert(tx, 2, i64::MIN)?);
        assert_eq!((sweep::get(tx, 1)?, sweep::find_id(tx, 5)?), (Some(i64::MIN), None));
        Ok(())
    })
    .unwrap();
}

#[test]
fn an_id_cannot_be_given_to_two_values() {
    let other = JobFacts { upload_to_account_job_id: None, ..job() };
    let refusal = inside(|tx| fact::job::insert(tx, 1, &job()).and_then(|_| fact::job::insert(tx, 1, &other)));
    assert_eq!(refusal, Err(Error::Constraint { name: "job_fact_id_key".to_owned() }));
}
