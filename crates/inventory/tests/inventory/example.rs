//! The reference document's own example comes back byte for byte.

use crate::plain::World;
use numberline_domain::{
    AssignmentWord, Guid, JobFacts, JsonText, Number, NumberId, Offer, PhoneNumber, Place, SbcFacts, Scope,
    ServiceFacts, Shape, Status, StatusFilter, Ticks,
};
use numberline_inventory::Selection;
use serde_json::Value;

const EXAMPLE: &str = include_str!("../data/example-response.json");

/// The id of a fact: that of an equal one, or the next.
fn intern<T: PartialEq>(facts: &mut Vec<T>, fact: T) -> u32 {
    let position = facts.iter().position(|known| *known == fact).unwrap_or_else(|| {
        facts.push(fact);
        facts.len() - 1
    });
    u32::try_from(position).unwrap() + 1
}

fn take_in(world: &mut World, record: &Value) {
    let integer = |name: &str| record[name].as_i64();
    let text = |name: &str| record[name].as_str().map(str::to_owned);
    let guid = |name: &str| record[name].as_str().map(|text| Guid::parse(text).unwrap());
    let time = |name: &str| record[name].as_str().map(|text| Ticks::parse(text).unwrap());
    // Members of the only objects, `sbcList`, are not in alphabetical order, which is how they are kept here.
    let list = |name: &str| {
        let sorted = record[name].to_string();
        let json = sorted.replace(r#"{"sbcId":11,"sbcName":"US SP1 SBC"}"#, r#"{"sbcName":"US SP1 SBC","sbcId":11}"#);
        (!record[name].is_null()).then(|| JsonText::from_json(&json))
    };
    let job = JobFacts {
        upload_to_account_job_id: integer("uploadToAccountJobId"),
        when_created: time("whenCreated").unwrap(),
        tn_upload_job_id: guid("tnUploadJobId"),
    };
    let service = ServiceFacts {
        tenant_id: guid("tenantId").unwrap(),
        ump_customer_guid: guid("umpCustomerGuid"),
        ump_customer_full_name: text("umpCustomerFullName"),
        ms_company_name: text("msCompanyName"),
        ovoc_channel_id: integer("ovocChannelId").unwrap(),
        consented_on: time("consentedOn"),
        tenant_calling_profile_id: integer("tenantCallingProfileId"),
        oc_sip_connection_name: text("ocSipConnectionName"),
        oc_sip_connection_description: text("ocSipConnectionDescription"),
    };
    let sbc = SbcFacts {
        sbc_list: list("sbcList"),
        sbc_list_json: list("sbcListJson"),
        sbc_list_array: list("sbcListArray"),
    };
    let offer = Offer {
        source: text("source").unwrap(),
        calling_profile_id: guid("callingProfileId"),
        iso_country_code: text("isoCountryCode"),
        acquired_capabilities: list("acquiredCapabilities"),
        available_capabilities: list("availableCapabilities"),
    };
    let shape = Shape {
        job: intern(&mut world.jobs, job),
        service: intern(&mut world.services, service),
        sbc: intern(&mut world.sbcs, sbc),
        offer: intern(&mut world.offers, offer),
    };
    let place = Place { location_id: text("locationId"), civic_address_id: text("civicAddressId") };
    let word = text("assignmentStatus").map_or(0, |word| intern(&mut world.words, AssignmentWord(word)));
    let number = Number {
        id: NumberId::from_i64(integer("id").unwrap()).unwrap(),
        phone: PhoneNumber::parse(record["telephoneNumber"].as_str().unwrap()).unwrap(),
        entry: integer("uploadTelephoneNumberEntryId"),
        acquired_on: time("acquiredOn"),
        aslcht: time("aslcht"),
        aslsct: time("aslsct"),
        shape: intern(&mut world.shapes, shape),
        place: if place == Place::default() { 0 } else { intern(&mut world.places, place) },
        sweep: integer("asticks").map_or(0, |ticks| intern(&mut world.sweeps, ticks)),
        aslv_code: integer("aslvCode").map(|code| i16::try_from(code).unwrap()),
        assignment: u8::try_from(word).unwrap(),
        status: Status::from_code(integer("acquiredNumberStatus").unwrap()).unwrap(),
    };
    world.upsert(number);
}

#[test]
fn the_documents_example_comes_back_byte_for_byte() {
    let document: Value = serde_json::from_str(EXAMPLE).unwrap();
    let mut world = World::default();
    for record in document["data"].as_array().unwrap() {
        take_in(&mut world, record);
    }
    let inventory = world.build(&world.numbers);
    let tenant = Guid::parse(document["data"][0]["tenantId"].as_str().unwrap()).unwrap();
    let selection = Selection { scope: &Scope::All, tenant: Some(tenant), filter: StatusFilter::All };
    let mut page = Vec::new();
    inventory.page(&selection, 1, 10, &mut page);
    assert_eq!(String::from_utf8(page).unwrap(), JsonText::from_json(EXAMPLE).as_str());
}
