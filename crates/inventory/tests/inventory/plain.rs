//! The plain rendering: what the inventory must equal, byte for byte.

use numberline_domain::{
    AssignmentWord, Guid, JobFacts, JsonText, Number, Offer, PhoneNumber, Place, SbcFacts, Scope, ServiceFacts, Shape,
    Status, StatusFilter, Ticks,
};
use numberline_inventory::{Edition, Inventory, Selection, Slice};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// A record, in the order of the API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    upload_telephone_number_entry_id: Option<i64>,
    source: &'a str,
    sbc_list: Option<&'a RawValue>,
    tenant_calling_profile_id: Option<i64>,
    oc_sip_connection_name: Option<&'a str>,
    oc_sip_connection_description: Option<&'a str>,
    ump_customer_guid: Option<String>,
    sbc_list_json: Option<&'a RawValue>,
    ovoc_channel_id: i64,
    consented_on: Option<String>,
    ump_customer_full_name: Option<&'a str>,
    ms_company_name: Option<&'a str>,
    sbc_list_array: Option<&'a RawValue>,
    id: i64,
    upload_to_account_job_id: Option<i64>,
    when_created: String,
    acquired_number_status: u8,
    telephone_number: String,
    calling_profile_id: Option<String>,
    acquired_capabilities: Option<&'a RawValue>,
    available_capabilities: Option<&'a RawValue>,
    acquired_on: Option<String>,
    iso_country_code: Option<&'a str>,
    tn_upload_job_id: Option<String>,
    location_id: Option<&'a str>,
    civic_address_id: Option<&'a str>,
    assignment_status: Option<&'a str>,
    tenant_id: String,
    aslcht: Option<String>,
    aslsct: Option<String>,
    aslv_code: Option<i16>,
    asticks: Option<i64>,
}

/// The members of an object, in their order.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Facts and rows as plain lists; the fact with id 1 comes first.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) jobs: Vec<JobFacts>,
    pub(crate) services: Vec<ServiceFacts>,
    pub(crate) sbcs: Vec<SbcFacts>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) places: Vec<Place>,
    pub(crate) sweeps: Vec<i64>,
    pub(crate) words: Vec<AssignmentWord>,
    pub(crate) numbers: Vec<Number>,
}

/// The fact with this id; `None` for 0.
fn by_id<T>(facts: &[T], id: u32) -> Option<&T> {
    (id as usize).checked_sub(1).map(|index| &facts[index])
}

/// Ids from 1 with the facts that have them.
pub(crate) fn with_ids<T>(facts: &[T]) -> impl Iterator<Item = (u32, &T)> {
    (1..).zip(facts)
}

impl World {
    pub(crate) fn service_of(&self, number: &Number) -> &ServiceFacts {
        let shape = by_id(&self.shapes, number.shape).unwrap();
        by_id(&self.services, shape.service).unwrap()
    }

    pub(crate) fn tenant_of(&self, number: &Number) -> Guid {
        self.service_of(number).tenant_id
    }

    /// Puts a number in; any other with its id or telephone number leaves.
    pub(crate) fn upsert(&mut self, number: Number) {
        self.numbers.retain(|other| other.id != number.id && other.phone != number.phone);
        self.numbers.push(number);
    }

    /// The selection's numbers, in order.
    pub(crate) fn select(&self, selection: &Selection<'_>) -> Vec<Number> {
        let mut selected: Vec<_> =
            self.numbers.iter().filter(|number| selection.filter.admits(number.status)).collect();
        selected.retain(|number| {
            let service = self.service_of(number);
            let is_seen = selection.scope.admits(service.tenant_id, service.ovoc_channel_id);
            is_seen && selection.tenant.is_none_or(|only| only == service.tenant_id)
        });
        selected.sort_by_key(|number| (self.tenant_of(number), number.id));
        selected.into_iter().copied().collect()
    }

    pub(crate) fn record(&self, number: &Number) -> String {
        let shape = by_id(&self.shapes, number.shape).unwrap();
        let job = by_id(&self.jobs, shape.job).unwrap();
        let service = by_id(&self.services, shape.service).unwrap();
        let sbc = by_id(&self.sbcs, shape.sbc).unwrap();
        let offer = by_id(&self.offers, shape.offer).unwrap();
        let place = by_id(&self.places, number.place);
        let raw = |json: &'_ Option<JsonText>| {
            json.as_ref().map(|json| RawValue::from_string(json.as_str().to_owned()).unwrap())
        };
        let lists = [&sbc.sbc_list, &sbc.sbc_list_json, &sbc.sbc_list_array].map(raw);
        let capabilities = [&offer.acquired_capabilities, &offer.available_capabilities].map(raw);
        let guid = |guid: Option<Guid>| guid.map(|guid| guid.to_string());
        let time = |time: Option<Ticks>| time.map(|time| time.to_string());
        let record = Record {
            upload_telephone_number_entry_id: number.entry,
            source: &offer.source,
            sbc_list: lists[0].as_deref(),
            tenant_calling_profile_id: service.tenant_calling_profile_id,
            oc_sip_connection_name: service.oc_sip_connection_name.as_deref(),
            oc_sip_connection_description: service.oc_sip_connection_description.as_deref(),
            ump_customer_guid: guid(service.ump_customer_guid),
            sbc_list_json: lists[1].as_deref(),
            ovoc_channel_id: service.ovoc_channel_id,
            consented_on: time(service.consented_on),
            ump_customer_full_name: service.ump_customer_full_name.as_deref(),
            ms_company_name: service.ms_company_name.as_deref(),
            sbc_list_array: lists[2].as_deref(),
            id: number.id.as_i64(),
            upload_to_account_job_id: job.upload_to_account_job_id,
            when_created: job.when_created.to_string(),
            acquired_number_status: number.status.code(),
            telephone_number: number.phone.to_string(),
            calling_profile_id: guid(offer.calling_profile_id),
            acquired_capabilities: capabilities[0].as_deref(),
            available_capabilities: capabilities[1].as_deref(),
            acquired_on: time(number.acquired_on),
            iso_country_code: offer.iso_country_code.as_deref(),
            tn_upload_job_id: guid(job.tn_upload_job_id),
            location_id: place.and_then(|place| place.location_id.as_deref()),
            civic_address_id: place.and_then(|place| place.civic_address_id.as_deref()),
            assignment_status: by_id(&self.words, number.assignment.into()).map(|word| word.0.as_str()),
            tenant_id: service.tenant_id.to_string(),
            aslcht: time(number.aslcht),
            aslsct: time(number.aslsct),
            aslv_code: number.aslv_code,
            asticks: by_id(&self.sweeps, number.sweep).copied(),
        };
        serde_json::to_string(&record).unwrap()
    }

    /// A new inventory with these facts and rows, put in in this order.
    pub(crate) fn build<'a>(&self, numbers: impl IntoIterator<Item = &'a Number>) -> Inventory {
        let mut inventory = Inventory::new();
        with_ids(&self.jobs).for_each(|(id, job)| inventory.define_job(id, job));
        with_ids(&self.services).for_each(|(id, service)| inventory.define_service(id, service));
        with_ids(&self.sbcs).for_each(|(id, sbc)| inventory.define_sbc(id, sbc));
        with_ids(&self.offers).for_each(|(id, offer)| inventory.define_offer(id, offer));
        with_ids(&self.shapes).for_each(|(id, shape)| inventory.define_shape(id, *shape));
        with_ids(&self.places).for_each(|(id, place)| inventory.define_place(id, place));
        with_ids(&self.sweeps).for_each(|(id, ticks)| inventory.define_sweep(id, *ticks));
        (1..).zip(&self.words).for_each(|(id, word)| inventory.define_assignment(id, word));
        numbers.into_iter().for_each(|number| inventory.upsert(number));
        inventory.settle();
        inventory
    }

    /// Every page of the selection for these sizes, its totals and its walk are what the plain rendering says.
    pub(crate) fn assert_pages(&self, inventory: &Inventory, selection: &Selection<'_>, sizes: &[usize]) {
        let selected = self.select(selection);
        let records: Vec<_> = selected.iter().map(|number| self.record(number)).collect();
        assert_eq!(inventory.total(selection), records.len() as u64);
        for &size in sizes {
            let pages = records.len().div_ceil(size);
            for page in 1..=pages + 1 {
                let data: Vec<_> = records.iter().skip((page - 1) * size).take(size).map(String::as_str).collect();
                let expected = format!(
                    r#"{{"currentPage":{page},"pageSize":{size},"totalPages":{pages},"totalRecords":{},"data":[{}]}}"#,
                    records.len(),
                    data.join(",")
                );
                let mut actual = Vec::new();
                inventory.page(selection, page as u64, size as u64, &mut actual);
                assert_eq!(String::from_utf8(actual).unwrap(), expected, "page {page} of {size}, {selection:?}");
            }
        }
        let expected: String = records.iter().map(|record| format!("{record}\n")).collect();
        let mut lines = Vec::new();
        assert_eq!(inventory.records(selection, 0, u64::MAX, b"\n", &mut lines), records.len() as u64);
        assert_eq!(String::from_utf8(lines).unwrap(), expected);
        let mut walked = Vec::new();
        inventory.numbers(selection, 0, u64::MAX, |tenant, number| walked.push((tenant, number)));
        let expected: Vec<_> = selected.iter().map(|number| (self.tenant_of(number), *number)).collect();
        assert_eq!(walked, expected);
    }

    /// The totals by status of a scope.
    pub(crate) fn assert_totals(&self, inventory: &Inventory, scope: &Scope) {
        let of = |filter| self.select(&Selection { scope, tenant: None, filter }).len() as u64;
        let expected = Status::ALL.map(|status| of(StatusFilter::Only(status)));
        let selection = Selection { scope, tenant: None, filter: StatusFilter::All };
        assert_eq!(inventory.totals(&selection), expected);
    }

    /// The look-up of a telephone number in a scope.
    pub(crate) fn assert_look_up(&self, inventory: &Inventory, scope: &Scope, phone: PhoneNumber) {
        let known = self.numbers.iter().find(|number| number.phone == phone);
        let seen = known.filter(|number| {
            let service = self.service_of(number);
            scope.admits(service.tenant_id, service.ovoc_channel_id)
        });
        let mut actual = Vec::new();
        let is_found = inventory.number(scope, phone, &mut actual);
        assert_eq!(is_found.then(|| String::from_utf8(actual).unwrap()), seen.map(|number| self.record(number)));
        let mut short = Vec::new();
        let is_found = inventory.number_as(Edition::V2, scope, phone, &mut short);
        assert_eq!(is_found.then(|| String::from_utf8(short).unwrap()), seen.map(|number| self.short_record(number)));
    }

    /// A tenant's slices of this size, joined, are its records in the order of ids.
    pub(crate) fn assert_slices(&self, inventory: &Inventory, scope: &Scope, tenant: Guid, size: u64) {
        let selected = self.select(&Selection { scope, tenant: Some(tenant), filter: StatusFilter::All });
        let expected: String = selected.iter().map(|number| format!("{}\n", self.short_record(number))).collect();
        let (mut joined, mut after) = (Vec::new(), None);
        loop {
            let slice = Slice { edition: Edition::V2, scope, tenant, after, count: size };
            after = inventory.slice(&slice, b"\n", &mut joined);
            if after.is_none() {
                break;
            }
        }
        assert_eq!(String::from_utf8(joined).unwrap(), expected);
    }

    /// The record without the ten fields that the third edition added.
    fn short_record(&self, number: &Number) -> String {
        let record: Vec<(String, Box<RawValue>)> = serde_json::from_str::<Members>(&self.record(number)).unwrap().0;
        let kept = record.iter().enumerate().filter(|(place, _)| !(3..13).contains(place));
        let members: Vec<_> = kept.map(|(_, (name, value))| format!("\"{name}\":{}", value.get())).collect();
        format!("{{{}}}", members.join(","))
    }
}
