//! Import files made from a small model: few tenants, channels, ids and telephone numbers, so that records clash, replace
//! and move each other; fields that are absent; nulls.

use numberline_domain::PhoneNumber;
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write as _;

/// How many telephone numbers there are.
pub(crate) const PHONES: u64 = 14;
const FIRST_PHONE: u64 = 448_718_943_000;

/// The fields beside the telephone number, each with the values it takes.
const FIELDS: [(&str, &[&str]); 31] = [
    ("uploadTelephoneNumberEntryId", &["294672", "null", "1"]),
    ("source", &[r#""webapi""#, r#""portal""#]),
    (
        "sbcList",
        &[
            r#"[{"sbcName":"US SP1 SBC","sbcId":11}]"#,
            "null",
            "[]",
            r#"[{"sbcName":"a","sbcId":11},{"sbcName":"b","sbcId":12}]"#,
        ],
    ),
    ("tenantCallingProfileId", &["null", "7"]),
    ("ocSipConnectionName", &["null", r#""trunk \"é\"""#]),
    ("ocSipConnectionDescription", &["null", r#""""#]),
    (
        "umpCustomerGuid",
        &[r#""82686da4-980d-4eef-8c00-cfe918d954d4""#, "null", r#""82686da4-980d-4eef-8c00-cfe918d954d4""#],
    ),
    ("sbcListJson", &["null", r#"[{"b":1,"a":[null,1.50]}]"#]),
    ("ovocChannelId", &["0", "3", "9"]),
    ("consentedOn", &["null", r#""2025-01-02T03:04:05Z""#]),
    ("umpCustomerFullName", &[r#""BradOCDev""#, "null", r#""Ünïcode \u0001""#]),
    ("msCompanyName", &[r#""MSFT""#, "null"]),
    ("sbcListArray", &["[]", r#"["sbc.example [10.0.0.1]"]"#, "null"]),
    ("id", &["1", "2", "3", "4", "70", "71", "72", "900", "2000", "121452"]),
    ("uploadToAccountJobId", &["4977", "4978", "null"]),
    ("whenCreated", &[r#""2026-02-16T16:17:56.1427926+00:00""#, r#""2026-02-16T18:00:00+02:00""#]),
    ("acquiredNumberStatus", &["0", "1", "2", "3", "4", "null"]),
    ("callingProfileId", &[r#""ab86ef82-ce9e-4ead-befb-4aa954b64872""#, "null"]),
    ("acquiredCapabilities", &[r#"["Geographic","Office365"]"#, "null", "[]"]),
    ("availableCapabilities", &["null", r#"["UserAssignment"]"#]),
    ("acquiredOn", &[r#""2026-02-16T16:17:56.1427926+00:00""#, "null"]),
    ("isoCountryCode", &[r#""GB""#, "null", r#""US""#]),
    ("tnUploadJobId", &["null", r#""0f0f0f0f-980d-4eef-8c00-cfe918d954d4""#]),
    ("locationId", &["null", r#""here""#, r#""there""#]),
    ("civicAddressId", &["null", r#""street""#]),
    ("assignmentStatus", &["null", r#""UserAssigned""#, r#""Something new""#]),
    (
        "tenantId",
        &[
            r#""3bc57cac-5794-457f-ad36-2c88cade9dbb""#,
            r#""00000000-0000-0000-0000-000000000001""#,
            r#""FFFFFFFF-5794-457f-ad36-2c88cade9dbb""#,
        ],
    ),
    ("aslcht", &["null", r#""2026-03-01T00:00:00Z""#]),
    ("aslsct", &["null", r#""2026-03-01T00:00:00.1Z""#]),
    ("aslvCode", &["null", "-3", "200"]),
    ("asticks", &["null", "639069187671521345", "639069187671521346"]),
];

/// A record: which fields it has, as bits, and which of its values each has.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    phone: u64,
    present: u32,
    picks: Vec<u8>,
}

impl Record {
    fn write(&self, out: &mut String) {
        write!(out, r#"{{"telephoneNumber":"+{}""#, FIRST_PHONE + self.phone).unwrap();
        for (position, ((name, values), pick)) in FIELDS.iter().zip(&self.picks).enumerate() {
            if self.present & (1 << position) != 0 {
                write!(out, r#","{name}":{}"#, values[usize::from(*pick) % values.len()]).unwrap();
            }
        }
        out.push_str("}\n");
    }
}

/// The records as NDJSON.
pub(crate) fn file(records: &[Record]) -> String {
    let mut text = String::new();
    records.iter().for_each(|record| record.write(&mut text));
    text
}

/// Every telephone number of the model.
pub(crate) fn phones() -> Vec<PhoneNumber> {
    (0..PHONES).map(|phone| PhoneNumber::from_digits(FIRST_PHONE + phone).unwrap()).collect()
}

/// A few records; whole ones, such as lack little, and such as have little.
pub(crate) fn records() -> impl Strategy<Value = Vec<Record>> {
    let few = (any::<u32>(), any::<u32>(), any::<u32>()).prop_map(|(one, two, three)| one & two & three);
    let most = (any::<u32>(), any::<u32>()).prop_map(|(one, two)| one | two | 1 << 26);
    let present = prop_oneof![2 => Just(u32::MAX), 2 => most, 2 => few];
    let record = (0..PHONES, present, vec(any::<u8>(), FIELDS.len()));
    vec(record.prop_map(|(phone, present, picks)| Record { phone, present, picks }), 1..10)
}

/// Whole records for every telephone number, each differing from the other `variants` of them.
pub(crate) fn plain_file(variant: u64) -> String {
    let record = |phone: u64| {
        let picks = (0..31).map(|position| u8::try_from((variant + position * phone) % 30).unwrap()).collect();
        // Without ids of their own: those of the model would clash.
        Record { phone, present: !(1 << 13), picks }
    };
    file(&(0..PHONES).map(record).collect::<Vec<_>>())
}
