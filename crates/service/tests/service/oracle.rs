//! The plain SQL oracle: the tables read past the product, joined here, written with serde.

use numberline_domain::{ChannelId, Guid, PhoneNumber, Status, StatusFilter, Ticks};
use numberline_testing::{Bare, Row};
use serde::Serialize;
use serde_json::value::RawValue;

const NUMBERS: &str = "
    SELECT number.entry, offer_fact.source, sbc_list, tenant_calling_profile_id, oc_sip_connection_name,
           oc_sip_connection_description, ump_customer_guid, sbc_list_json, ovoc_channel_id, consented_on,
           ump_customer_full_name, ms_company_name, sbc_list_array, number.id, upload_to_account_job_id, when_created,
           number.status, number.phone, calling_profile_id, acquired_capabilities, available_capabilities, acquired_on,
           iso_country_code, tn_upload_job_id, location_id, civic_address_id, assignment.word, tenant.guid, aslcht,
           aslsct, aslv_code, sweep.ticks
    FROM number
    LEFT JOIN shape ON shape.id = number.shape
    LEFT JOIN job_fact ON job_fact.id = shape.job
    LEFT JOIN service_fact ON service_fact.id = shape.service
    LEFT JOIN tenant ON tenant.id = service_fact.tenant
    LEFT JOIN sbc_fact ON sbc_fact.id = shape.sbc
    LEFT JOIN offer_fact ON offer_fact.id = shape.offer
    LEFT JOIN place ON place.id = number.place
    LEFT JOIN sweep ON sweep.id = number.sweep
    LEFT JOIN assignment ON assignment.id = number.assignment";

/// A record, in the order of the API and of the columns.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    upload_telephone_number_entry_id: Option<i64>,
    source: String,
    sbc_list: Option<Box<RawValue>>,
    tenant_calling_profile_id: Option<i64>,
    oc_sip_connection_name: Option<String>,
    oc_sip_connection_description: Option<String>,
    ump_customer_guid: Option<String>,
    sbc_list_json: Option<Box<RawValue>>,
    ovoc_channel_id: i64,
    consented_on: Option<String>,
    ump_customer_full_name: Option<String>,
    ms_company_name: Option<String>,
    sbc_list_array: Option<Box<RawValue>>,
    id: i64,
    upload_to_account_job_id: Option<i64>,
    when_created: String,
    acquired_number_status: i64,
    telephone_number: String,
    calling_profile_id: Option<String>,
    acquired_capabilities: Option<Box<RawValue>>,
    available_capabilities: Option<Box<RawValue>>,
    acquired_on: Option<String>,
    iso_country_code: Option<String>,
    tn_upload_job_id: Option<String>,
    location_id: Option<String>,
    civic_address_id: Option<String>,
    assignment_status: Option<String>,
    tenant_id: String,
    aslcht: Option<String>,
    aslsct: Option<String>,
    aslv_code: Option<i64>,
    asticks: Option<i64>,
}

/// A number as the tables have it.
pub(crate) struct Stored {
    pub(crate) tenant: Guid,
    pub(crate) channel: ChannelId,
    pub(crate) id: i64,
    pub(crate) phone: PhoneNumber,
    pub(crate) status: Status,
    pub(crate) json: String,
}

/// One state of the tables.
pub(crate) struct Tables {
    pub(crate) seq: u64,
    pub(crate) tenants: Vec<Guid>,
    /// Tenants with the channels of their services.
    pub(crate) homes: Vec<(Guid, ChannelId)>,
    /// In the order of tenants and ids.
    pub(crate) numbers: Vec<Stored>,
}

impl Tables {
    /// Reads everything from one snapshot.
    pub(crate) fn read(bare: &mut Bare) -> Self {
        bare.snapshot(|bare| {
            let seq = bare.query("SELECT seq FROM head")[0].integer(0).unsigned_abs();
            let tenants = bare.query("SELECT guid FROM tenant");
            let tenants = tenants.iter().map(|row| Guid::parse(row.text(0)).unwrap()).collect();
            let homes = bare.query("SELECT guid, ovoc_channel_id FROM service_fact JOIN tenant ON tenant.id = tenant");
            let homes = homes.iter().map(|row| (Guid::parse(row.text(0)).unwrap(), row.integer(1))).collect();
            let mut numbers: Vec<Stored> = bare.query(NUMBERS).iter().map(stored).collect();
            numbers.sort_by_key(|number| (number.tenant.to_string(), number.id));
            Self { seq, tenants, homes, numbers }
        })
    }

    /// The records of these tenants, channels and statuses, in order.
    pub(crate) fn select(&self, admits: impl Fn(Guid, ChannelId) -> bool, filter: StatusFilter) -> Vec<&str> {
        let admits = |number: &Stored| filter.admits(number.status) && admits(number.tenant, number.channel);
        let selected = self.numbers.iter().filter(|number| admits(number));
        selected.map(|number| number.json.as_str()).collect()
    }
}

fn stored(row: &Row) -> Stored {
    let integer = |column: usize| row.optional_integer(column);
    let text = |column: usize| row.optional_text(column).map(str::to_owned);
    let time = |column| integer(column).map(|ticks| Ticks::from_i64(ticks).unwrap().to_string());
    let json = |column| text(column).map(|json| RawValue::from_string(json).unwrap());
    let record = Record {
        upload_telephone_number_entry_id: integer(0),
        source: text(1).unwrap(),
        sbc_list: json(2),
        tenant_calling_profile_id: integer(3),
        oc_sip_connection_name: text(4),
        oc_sip_connection_description: text(5),
        ump_customer_guid: text(6),
        sbc_list_json: json(7),
        ovoc_channel_id: integer(8).unwrap(),
        consented_on: time(9),
        ump_customer_full_name: text(10),
        ms_company_name: text(11),
        sbc_list_array: json(12),
        id: integer(13).unwrap(),
        upload_to_account_job_id: integer(14),
        when_created: time(15).unwrap(),
        acquired_number_status: integer(16).unwrap(),
        telephone_number: format!("+{}", integer(17).unwrap()),
        calling_profile_id: text(18),
        acquired_capabilities: json(19),
        available_capabilities: json(20),
        acquired_on: time(21),
        iso_country_code: text(22),
        tn_upload_job_id: text(23),
        location_id: text(24),
        civic_address_id: text(25),
        assignment_status: text(26),
        tenant_id: text(27).unwrap(),
        aslcht: time(28),
        aslsct: time(29),
        aslv_code: integer(30),
        asticks: integer(31),
    };
    Stored {
        tenant: Guid::parse(&record.tenant_id).unwrap(),
        channel: record.ovoc_channel_id,
        id: record.id,
        phone: PhoneNumber::parse(&record.telephone_number).unwrap(),
        status: Status::from_code(record.acquired_number_status).unwrap(),
        json: serde_json::to_string(&record).unwrap(),
    }
}
