//! Parses the keys of [`super::record`] into what the domain knows, collecting every fault; and writes them.

use super::record::{self, KINDS};
use super::value::{self, Fault};
use crate::field::{FIELDS, at};
use numberline_domain::{AssignmentWord, Guid, JobFacts, JsonText, Label, Offer, Place, SbcFacts, ServiceFacts, Ticks};
use serde_json::value::RawValue;

/// What a key says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fact {
    Nothing,
    Job(JobFacts),
    Service(ServiceFacts),
    Sbc(SbcFacts),
    Offer(Offer),
    Place(Place),
    Sweep(i64),
    Assignment(AssignmentWord),
}

/// Parses the key of a kind.
pub(super) fn parse(kind: usize, text: &str) -> Result<Fact, Vec<Fault>> {
    if text == KINDS[kind].null_key {
        return Ok(Fact::Nothing);
    }
    match kind {
        record::JOB => job(text).map(Fact::Job),
        record::SERVICE => service(text).map(Fact::Service),
        record::SBC => sbc(text).map(Fact::Sbc),
        record::OFFER => offer(text).map(Fact::Offer),
        record::PLACE => place(text).map(Fact::Place),
        record::SWEEP => sweep(text).map(Fact::Sweep),
        _ => assignment(text).map(Fact::Assignment),
    }
}

/// The key of a fact, member by member: JSON texts in the order of its kind's fields.
pub(super) fn members(fact: &Fact) -> Vec<String> {
    match fact {
        Fact::Nothing => vec!["null".to_owned(), "null".to_owned()],
        Fact::Job(facts) => {
            vec![json(&facts.upload_to_account_job_id), time(Some(facts.when_created)), guid(facts.tn_upload_job_id)]
        }
        Fact::Service(facts) => vec![
            guid(Some(facts.tenant_id)),
            guid(facts.ump_customer_guid),
            json(&facts.ump_customer_full_name),
            json(&facts.ms_company_name),
            json(&facts.ovoc_channel_id),
            time(facts.consented_on),
            json(&facts.tenant_calling_profile_id),
            json(&facts.oc_sip_connection_name),
            json(&facts.oc_sip_connection_description),
        ],
        Fact::Sbc(facts) => [&facts.sbc_list, &facts.sbc_list_json, &facts.sbc_list_array].map(list).into(),
        Fact::Offer(facts) => vec![
            json(&facts.source),
            guid(facts.calling_profile_id),
            json(&facts.iso_country_code),
            list(&facts.acquired_capabilities),
            list(&facts.available_capabilities),
        ],
        Fact::Place(place) => vec![json(&place.location_id), json(&place.civic_address_id)],
        Fact::Sweep(ticks) => vec![json(ticks)],
        Fact::Assignment(word) => vec![json(&word.0)],
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts and integers always serialise")
}

fn guid(value: Option<Guid>) -> String {
    json(&value.map(|guid| guid.to_string()))
}

fn time(value: Option<Ticks>) -> String {
    json(&value.map(|ticks| ticks.to_string()))
}

fn list(value: &Option<JsonText>) -> String {
    value.as_ref().map_or_else(|| "null".to_owned(), ToString::to_string)
}

/// The members of a key, in the order of its kind's fields.
struct Key<'a> {
    members: Vec<&'a RawValue>,
    fields: &'static [usize],
    next: usize,
    faults: Vec<Fault>,
}

impl<'a> Key<'a> {
    fn open(key: &'a str, fields: &'static [usize]) -> Self {
        let members = serde_json::from_str(key).expect("a key is made of JSON values");
        Self { members, fields, next: 0, faults: Vec::new() }
    }

    fn read<T>(&mut self, reader: fn(&'static str, Option<&'a RawValue>) -> Result<Option<T>, Fault>) -> Option<T> {
        let (field, raw) = (FIELDS[self.fields[self.next]].name, self.members[self.next]);
        self.next += 1;
        reader(field, Some(raw)).unwrap_or_else(|fault| {
            self.faults.push(fault);
            None
        })
    }

    fn required<T>(&mut self, value: Option<T>, field: &'static str) -> Option<T> {
        if value.is_none() && !self.faults.iter().any(|fault| fault.field == field) {
            self.faults.push(Fault { field, reason: "may not be null".to_owned() });
        }
        value
    }

    fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }
}

fn owned(field: &'static str, raw: Option<&RawValue>) -> Result<Option<String>, Fault> {
    Ok(value::text(field, raw)?.map(std::borrow::Cow::into_owned))
}

/// PostgreSQL's index of the words takes none of any length.
fn word(field: &'static str, raw: Option<&RawValue>) -> Result<Option<String>, Fault> {
    let Some(word) = owned(field, raw)? else { return Ok(None) };
    let length = word.chars().count();
    if length <= Label::MOST {
        return Ok(Some(word));
    }
    Err(Fault { field, reason: format!("has {length} characters; {} are the most", Label::MOST) })
}

fn job(key: &str) -> Result<JobFacts, Vec<Fault>> {
    let mut key = Key::open(key, KINDS[record::JOB].fields);
    let upload_to_account_job_id = key.read(value::integer);
    let read = key.read(value::ticks);
    let when_created = key.required(read, FIELDS[at("whenCreated")].name);
    let tn_upload_job_id = key.read(value::guid);
    let facts = when_created.map(|when_created| JobFacts { upload_to_account_job_id, when_created, tn_upload_job_id });
    key.finish(facts)
}

fn service(key: &str) -> Result<ServiceFacts, Vec<Fault>> {
    let mut key = Key::open(key, KINDS[record::SERVICE].fields);
    let tenant = key.read(value::guid);
    let ump_customer_guid = key.read(value::guid);
    let ump_customer_full_name = key.read(owned);
    let ms_company_name = key.read(owned);
    let channel = key.read(value::integer);
    let ovoc_channel_id = key.required(channel, FIELDS[at("ovocChannelId")].name).unwrap_or_default();
    let facts = ServiceFacts {
        // A record without a tenant relies on the stored one; its own facts are never stored.
        tenant_id: tenant.unwrap_or(Guid::from_u128(0)),
        ump_customer_guid,
        ump_customer_full_name,
        ms_company_name,
        ovoc_channel_id,
        consented_on: key.read(value::ticks),
        tenant_calling_profile_id: key.read(value::integer),
        oc_sip_connection_name: key.read(owned),
        oc_sip_connection_description: key.read(owned),
    };
    key.finish(Some(facts))
}

fn sbc(key: &str) -> Result<SbcFacts, Vec<Fault>> {
    let mut key = Key::open(key, KINDS[record::SBC].fields);
    let facts = SbcFacts {
        sbc_list: key.read(value::sbc_list),
        sbc_list_json: key.read(value::any_list),
        sbc_list_array: key.read(value::texts),
    };
    key.finish(Some(facts))
}

fn offer(key: &str) -> Result<Offer, Vec<Fault>> {
    let mut key = Key::open(key, KINDS[record::OFFER].fields);
    let source = key.read(owned);
    let source = key.required(source, FIELDS[at("source")].name).unwrap_or_default();
    let facts = Offer {
        source,
        calling_profile_id: key.read(value::guid),
        iso_country_code: key.read(owned),
        acquired_capabilities: key.read(value::texts),
        available_capabilities: key.read(value::texts),
    };
    key.finish(Some(facts))
}

fn place(key: &str) -> Result<Place, Vec<Fault>> {
    let mut key = Key::open(key, KINDS[record::PLACE].fields);
    let place = Place { location_id: key.read(owned), civic_address_id: key.read(owned) };
    key.finish(Some(place))
}

fn sweep(key: &str) -> Result<i64, Vec<Fault>> {
    let mut key = Key::open(key, KINDS[record::SWEEP].fields);
    let ticks = key.read(value::integer);
    key.finish(ticks)
}

fn assignment(key: &str) -> Result<AssignmentWord, Vec<Fault>> {
    let mut key = Key::open(key, KINDS[record::ASSIGNMENT].fields);
    let word = key.read(word).map(AssignmentWord);
    key.finish(word)
}
