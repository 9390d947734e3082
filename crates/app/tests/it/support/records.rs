//! Numbers to import: the reference document's ten, and others in the shapes that real dumps have.

use numberline_domain::JsonText;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// The reference document's example.
pub(crate) const EXAMPLE: &str = include_str!("../../data/example-response.json");
/// The tenant of its ten numbers.
pub(crate) const TENANT: &str = "3bc57cac-5794-457f-ad36-2c88cade9dbb";
/// Another tenant.
pub(crate) const OTHER_TENANT: &str = "7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3";
/// The list of numbers.
pub(crate) const NUMBERS: &str = "/api/v3/oc/numbers";

/// What V3 added to the records of V2.
const ADDED_BY_V3: [&str; 10] = [
    "tenantCallingProfileId",
    "ocSipConnectionName",
    "ocSipConnectionDescription",
    "umpCustomerGuid",
    "sbcListJson",
    "ovocChannelId",
    "consentedOn",
    "umpCustomerFullName",
    "msCompanyName",
    "sbcListArray",
];

/// The example without the blanks between its tokens.
pub(crate) fn compact_example() -> String {
    JsonText::parse(EXAMPLE).unwrap().to_string()
}

/// The example's records, each compact, in order.
pub(crate) fn compact_records() -> Vec<String> {
    records_of(&compact_example())
}

/// The records of an envelope, each as it stands there, in order.
pub(crate) fn records_of(envelope: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Envelope<'e> {
        #[serde(borrow)]
        data: Vec<&'e RawValue>,
    }
    let envelope: Envelope<'_> = serde_json::from_str(envelope).unwrap();
    envelope.data.into_iter().map(|record| record.get().to_owned()).collect()
}

/// A V2 dump of the records of a V3 envelope, with the null status that such dumps have.
pub(crate) fn as_v2(envelope: &str) -> String {
    let mut envelope: Value = serde_json::from_str(envelope).unwrap();
    for record in envelope["data"].as_array_mut().unwrap() {
        let record = record.as_object_mut().unwrap();
        for field in ADDED_BY_V3 {
            record.remove(field);
        }
        record.insert("acquiredNumberStatus".to_owned(), Value::Null);
    }
    envelope["data"].to_string()
}

/// A record of another tenant. Different positions give different ids and numbers.
pub(crate) fn record(position: u32) -> Value {
    let mut record = v2(900_000 + position, &format!("+49301{position:07}"), "DE", OTHER_TENANT);
    record["acquiredNumberStatus"] = json!(position % 5);
    record
}

/// Lines of such records.
pub(crate) fn lines(positions: std::ops::Range<u32>) -> Vec<String> {
    positions.map(|position| record(position).to_string()).collect()
}

/// A V2 dump as operators have it: toll-free, Australian and British numbers, SBCs as `fqdn [ip]`, a null status.
pub(crate) fn v2_dump() -> String {
    let mut toll_free = v2(70_101, "+18333998785", "US", OTHER_TENANT);
    toll_free["acquiredCapabilities"] = json!(["TollFree", "ConferenceAssignment", "VoiceApplicationAssignment"]);
    toll_free["locationId"] = json!("3f1c8a54-77f2-4a0c-8b1f-6f2c9a7d1e05");
    toll_free["civicAddressId"] = json!("b2a67b0e-1d0c-4f6e-9a31-0c2b7c5b6f44");
    let mut australian = v2(70_102, "+61397508869", "AU", OTHER_TENANT);
    australian["source"] = json!("ocsync");
    australian["assignmentStatus"] = json!("UserAssigned");
    australian["acquiredOn"] = json!("2025-11-03T02:14:09.5Z");
    let mut british = v2(70_103, "+442074996300", "GB", TENANT);
    british["availableCapabilities"] = Value::Null;
    british["acquiredOn"] = Value::Null;
    british["assignmentStatus"] = Value::Null;
    json!([toll_free, australian, british]).to_string()
}

fn v2(id: u32, number: &str, country: &str, tenant: &str) -> Value {
    json!({
        "uploadTelephoneNumberEntryId": 50_000 + u64::from(id),
        "source": "webapi",
        "sbcList": [{"sbcName": "oc1.example.net [192.0.2.10]", "sbcId": 8}],
        "id": id,
        "uploadToAccountJobId": 1207,
        "whenCreated": "2025-10-01T07:30:00.1234567+00:00",
        "acquiredNumberStatus": null,
        "telephoneNumber": number,
        "callingProfileId": "5c0d1c7a-6a0f-4d3e-8a67-0b7a3a2f9e11",
        "acquiredCapabilities": ["Geographic", "InboundCalling", "OutboundCalling", "UserAssignment"],
        "availableCapabilities": ["Geographic", "InboundCalling", "OutboundCalling", "UserAssignment", "Office365"],
        "acquiredOn": "2025-10-01T07:31:12.0000001+00:00",
        "isoCountryCode": country,
        "tnUploadJobId": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "locationId": null,
        "civicAddressId": null,
        "assignmentStatus": "Unassigned",
        "tenantId": tenant,
        "aslcht": null,
        "aslsct": null,
        "aslvCode": null,
        "asticks": null,
    })
}
