//! Uploads: numbers for a tenant, pending until the sync sees them at Microsoft.

use crate::order::{self, Desk, Order, Ordered, Origin, Refusal, Seen, look};
use crate::{Error, Service, customer, profile};
use numberline_domain::{
    Country, Event, Guid, Item, JobFacts, JsonText, Number, NumberId, Offer, PhoneNumber, Reason, Refused, SbcFacts,
    ServiceFacts, Shape, Standing, Status, TaskKind, Wanted,
};
use numberline_store::{Change, ChangeKind, Counter, Entry, Subject, Tx, fact, number, shape, tenant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// The workflow that knows further usages.
const NEWEST_WORKFLOW: u8 = 3;

/// An upload as it is ordered.
#[derive(Debug, Clone)]
pub struct Upload {
    /// For whom.
    pub tenant: Guid,
    /// Which numbers.
    pub wanted: Wanted,
    /// How many they may come to.
    pub limit: usize,
    /// What they shall be, and be able to do.
    pub terms: Terms,
}

/// What uploaded numbers shall be: the input of the task, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// By which interface they came: `webapi` or `webui`.
    pub source: String,
    /// Name or GUID of the calling profile.
    pub calling_profile: Option<String>,
    /// What they are for, such as `CallingUserAssignment`.
    pub usage: String,
    /// What else they are for.
    pub additional_usage: Option<String>,
    /// What they shall be able to do.
    pub capabilities: Vec<String>,
    /// The request that they belong to, elsewhere.
    pub ticket_id: Option<String>,
    /// How the upload is carried out.
    pub workflow_version: u8,
}

impl Terms {
    /// What numbers are for when nothing else is said.
    pub const USAGE: &'static str = "CallingUserAssignment";
    /// What they can do when nothing else is said.
    pub const CAPABILITIES: [&'static str; 2] = ["InboundCalling", "OutboundCalling"];
}

/// The ids of an upload's rows.
struct Ids {
    job: i64,
    entries: Range<i64>,
    numbers: Range<i64>,
}

/// Orders numbers for a tenant: they are listed at once, as pending.
///
/// # Errors
/// A [`Refusal`]; nothing is changed then.
pub fn order(service: &Service, origin: Origin<'_>, upload: &Upload) -> Result<Ordered, Refusal> {
    let input = serde_json::to_string(&upload.terms).expect("texts and integers serialise");
    let order = Order::new(TaskKind::Upload, upload.tenant, input, &upload.wanted);
    let mut expanded = order::expand(&upload.wanted, upload.limit);
    if upload.terms.additional_usage.is_some() && upload.terms.workflow_version < NEWEST_WORKFLOW {
        expanded.refused.push(Refused::new(Item::Order, Reason::WorkflowTooOld));
    }
    let phones: Vec<PhoneNumber> = expanded.numbers.iter().map(|(phone, _)| *phone).collect();
    let count = if expanded.refused.is_empty() { phones.len() as u64 } else { 0 };
    let ids = Ids {
        job: service.database.reserve(Counter::UploadJob, 1)?.start,
        entries: service.database.reserve(Counter::Entry, count)?,
        numbers: service.database.reserve(Counter::Number, count)?,
    };
    order::take(service, origin, &order, |tx, desk| {
        let mut refused = expanded.refused.clone();
        refused.extend(look(tx, &phones)?.iter().filter_map(|seen| judge(seen, desk.tenant).err()));
        order::all_or_nothing(refused)?;
        keep(tx, desk, upload, &ids, &expanded.numbers)
    })
}

/// Whether a number can be uploaded for a tenant.
fn judge(seen: &Seen, tenant: u32) -> Result<(), Refused> {
    let taken = Refused::new(Item::Number(seen.phone), Reason::Taken);
    let (number, owner) = match (seen.number, seen.holder) {
        (Some(found), _) => found,
        (None, Some((task, holder))) if holder == Some(tenant) => {
            return Err(Refused::new(Item::Number(seen.phone), Reason::Held { task }));
        }
        (None, Some(_)) => return Err(taken),
        (None, None) => return Ok(()),
    };
    if owner != tenant {
        return Err(taken);
    }
    seen.free(number.status, Event::Uploaded.aim())?;
    let next = Standing::Listed(number.status).after(Event::Uploaded);
    next.map(drop).map_err(|illegal| Refused::illegal(seen.phone, illegal))
}

/// Whether it is this upload that the number waits to be seen by. The entry that a number names may be another system's,
/// from a file, and ours of that id another number's.
pub(crate) fn is_upload_of(entry: &Entry, number: &Number) -> bool {
    number.entry == Some(entry.id) && number.phone == entry.phone
}

/// Writes the entries, the rows and the log.
fn keep(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    upload: &Upload,
    ids: &Ids,
    numbers: &[(PhoneNumber, Country)],
) -> Result<(), Refusal> {
    let row_ids: Vec<NumberId> =
        ids.numbers.clone().map(|id| NumberId::from_i64(id).expect("counters count from 1")).collect();
    let phones = numbers.iter().map(|(phone, _)| *phone);
    order::keep_entries(tx, desk.task, ids.entries.clone(), phones.zip(row_ids.iter().copied()))?;
    let shapes = shapes(tx, desk, upload, ids.job, numbers)?;
    let mut writer = number::writer(tx)?;
    for (((phone, country), id), entry) in numbers.iter().zip(&row_ids).zip(ids.entries.clone()) {
        writer.upsert(&Number {
            id: *id,
            phone: *phone,
            entry: Some(entry),
            acquired_on: None,
            aslcht: None,
            aslsct: None,
            shape: shapes[country],
            place: 0,
            sweep: 0,
            aslv_code: None,
            assignment: 0,
            status: Status::PendingFirstSync,
        })?;
    }
    drop(writer);
    let channels = shape::channels_of(tx, shapes.values().copied())?;
    if let Some(subject) = Subject::numbers_in(row_ids, channels) {
        let after = serde_json::json!({
            "acquiredNumberStatus": Status::PendingFirstSync.code(),
            "uploadToAccountJobId": ids.job,
        });
        tx.log(Change {
            tenant: Some(desk.tenant),
            kind: ChangeKind::Uploaded,
            subject,
            before: None,
            after: Some(after.to_string()),
            task: Some(desk.task),
        });
    }
    Ok(())
}

/// The shape of the numbers of each country.
fn shapes(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    upload: &Upload,
    job: i64,
    numbers: &[(PhoneNumber, Country)],
) -> Result<BTreeMap<Country, u32>, Error> {
    let countries: BTreeMap<Country, ()> = numbers.iter().map(|(_, country)| (*country, ())).collect();
    let countries: Vec<Country> = countries.into_keys().collect();
    let job = JobFacts {
        upload_to_account_job_id: Some(job),
        when_created: desk.author.at,
        tn_upload_job_id: Some(Guid::from(desk.task)),
    };
    let job = fact::job::intern_each(tx, &[job])?[0];
    let (service, sbc) = facts_of_service(tx, desk.tenant)?;
    let capabilities = serde_json::to_string(&upload.terms.capabilities).expect("texts serialise");
    let calling_profile_id = match upload.terms.calling_profile.as_deref() {
        Some(name) => profile::by_name(tx, name)?.map(|profile| profile.id).or_else(|| Guid::parse(name).ok()),
        None => None,
    };
    let offers: Vec<Offer> = countries
        .iter()
        .map(|country| Offer {
            source: upload.terms.source.clone(),
            calling_profile_id,
            iso_country_code: country.as_str().map(str::to_owned),
            acquired_capabilities: Some(JsonText::from_json(&capabilities)),
            available_capabilities: None,
        })
        .collect();
    let offers = fact::offer::intern_each(tx, &offers)?;
    let shapes: Vec<Shape> = offers.iter().map(|offer| Shape { job, service, sbc, offer: *offer }).collect();
    Ok(countries.into_iter().zip(shape::intern_each(tx, &shapes)?).collect())
}

/// The service and the SBCs that a tenant's new numbers get, uploaded or found: those of its service of record, else those
/// of its newest numbers, else none.
pub(crate) fn facts_of_service(tx: &mut Tx<'_>, id: u32) -> Result<(u32, u32), Error> {
    let tenant_id = tenant::get(tx, id)?.ok_or_else(|| Error::missing("tenant", id))?;
    let of_record = customer::facts_for_upload(tx, tenant_id)?;
    if of_record.is_none()
        && let Some(newest) = shape::newest_of_tenant(tx, id)?
    {
        return Ok((newest.service, newest.sbc));
    }
    let (service, sbc) = of_record.unwrap_or_else(|| bare_facts(tenant_id));
    Ok((fact::service::intern_each(tx, &[service])?[0], fact::sbc::intern_each(tx, &[sbc])?[0]))
}

/// What is known of a tenant that has no service yet.
fn bare_facts(tenant_id: Guid) -> (ServiceFacts, SbcFacts) {
    let service = ServiceFacts {
        tenant_id,
        ump_customer_guid: None,
        ump_customer_full_name: None,
        ms_company_name: None,
        ovoc_channel_id: 0,
        consented_on: None,
        tenant_calling_profile_id: None,
        oc_sip_connection_name: None,
        oc_sip_connection_description: None,
    };
    let none = || Some(JsonText::from_json("[]"));
    (service, SbcFacts { sbc_list: none(), sbc_list_json: None, sbc_list_array: none() })
}
