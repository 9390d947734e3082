//! Reads one record: its own values at once, what it shares as *keys*, texts that are equal when the shared values
//! were written alike. A key is parsed once ([`super::facts`]), however many records bear it.

use super::keys::{KeyId, Keys};
use super::plausible::Plausible;
use super::value::{self, Fault};
use crate::field::{FIELDS, at};
use numberline_domain::{NumberId, PhoneNumber, Status, Ticks};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Which of the 32 fields a record has, as bits by position.
pub(crate) type Present = u32;

/// What an absent field stands for on a new number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Default {
    /// This JSON.
    Json(&'static str),
    /// The import's own time.
    Now,
}

const NULL: Default = Default::Json("null");

/// What records share, each with the fields it is made of and what an absent field stands for on a new number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(super) fields: &'static [usize],
    defaults: &'static [Default],
    /// The table that keeps the kind, for messages.
    pub(super) table: &'static str,
    /// The key of a record that has nothing of the kind.
    pub(crate) null_key: &'static str,
}

pub(crate) const JOB: usize = 0;
pub(crate) const SERVICE: usize = 1;
pub(crate) const SBC: usize = 2;
pub(crate) const OFFER: usize = 3;
pub(crate) const PLACE: usize = 4;
pub(crate) const SWEEP: usize = 5;
pub(crate) const ASSIGNMENT: usize = 6;

/// Every kind; the first four make the shape.
pub(crate) const KINDS: [Kind; 7] = [
    Kind {
        fields: &[at("uploadToAccountJobId"), at("whenCreated"), at("tnUploadJobId")],
        defaults: &[NULL, Default::Now, NULL],
        table: "job_fact",
        null_key: "",
    },
    Kind {
        fields: &[
            at("tenantId"),
            at("umpCustomerGuid"),
            at("umpCustomerFullName"),
            at("msCompanyName"),
            at("ovocChannelId"),
            at("consentedOn"),
            at("tenantCallingProfileId"),
            at("ocSipConnectionName"),
            at("ocSipConnectionDescription"),
        ],
        defaults: &[NULL, NULL, NULL, NULL, Default::Json("0"), NULL, NULL, NULL, NULL],
        table: "service_fact",
        null_key: "",
    },
    Kind {
        fields: &[at("sbcList"), at("sbcListJson"), at("sbcListArray")],
        defaults: &[NULL, NULL, Default::Json("[]")],
        table: "sbc_fact",
        null_key: "",
    },
    Kind {
        fields: &[
            at("source"),
            at("callingProfileId"),
            at("isoCountryCode"),
            at("acquiredCapabilities"),
            at("availableCapabilities"),
        ],
        defaults: &[Default::Json("\"webapi\""), NULL, NULL, NULL, NULL],
        table: "offer_fact",
        null_key: "",
    },
    Kind {
        fields: &[at("locationId"), at("civicAddressId")],
        defaults: &[NULL, NULL],
        table: "place",
        null_key: "[null,null]",
    },
    Kind { fields: &[at("asticks")], defaults: &[NULL], table: "sweep", null_key: "[null]" },
    Kind { fields: &[at("assignmentStatus")], defaults: &[NULL], table: "assignment", null_key: "[null]" },
];

/// The bits of a kind's fields.
pub(super) const fn fields_of(kind: &Kind) -> Present {
    let mut bits = 0;
    let mut index = 0;
    while index < kind.fields.len() {
        bits |= 1 << kind.fields[index];
        index += 1;
    }
    bits
}

/// A record whose own values are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) line: u64,
    pub(crate) present: Present,
    pub(crate) phone: PhoneNumber,
    pub(crate) id: Option<NumberId>,
    pub(crate) entry: Option<i64>,
    pub(crate) acquired_on: Option<i64>,
    pub(crate) aslcht: Option<i64>,
    pub(crate) aslsct: Option<i64>,
    pub(crate) aslv_code: Option<i16>,
    pub(crate) status: Option<Status>,
    /// Its key of each kind, among the batch's.
    pub(crate) keys: [KeyId; KINDS.len()],
}

/// Records read, in the order of the file.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The import's own time, as JSON.
    now: String,
    pub(crate) records: Vec<Result<Candidate, Refused>>,
    /// The keys of all candidates.
    pub(crate) keys: Keys,
    pub(crate) unknown: BTreeMap<String, u64>,
    plausible: Plausible,
    /// Numbers that are well-formed but that no numbering plan knows.
    pub(crate) implausible: Vec<PhoneNumber>,
    pub(crate) bytes: u64,
}

/// A record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(super) line: u64,
    pub(super) number: Option<String>,
    pub(super) faults: Vec<Fault>,
}

/// The members of a record as they stand in the file.
struct Members<'a> {
    values: [Option<&'a RawValue>; FIELDS.len()],
    unknown: Vec<String>,
    doubled: Option<&'static str>,
}

impl Batch {
    /// An empty batch of an import that happens now.
    pub(super) fn new(now: Ticks) -> Self {
        Self {
            now: format!("\"{now}\""),
            records: Vec::new(),
            keys: Keys::default(),
            unknown: BTreeMap::new(),
            plausible: Plausible::default(),
            implausible: Vec::new(),
            bytes: 0,
        }
    }

    /// Reads one record.
    pub(super) fn read(&mut self, line: u64, json: &[u8]) {
        self.bytes += json.len() as u64;
        let Ok(text) = std::str::from_utf8(json) else {
            let faults = vec![Fault { field: "record", reason: "is not UTF-8".to_owned() }];
            self.records.push(Err(Refused { line, number: None, faults }));
            return;
        };
        let members = match serde_json::from_str::<Members<'_>>(text) {
            Ok(members) => members,
            Err(error) => {
                let reason = if error.is_data() {
                    "is not a record: a JSON object was expected".to_owned()
                } else {
                    format!("is not JSON: {error}")
                };
                let faults = vec![Fault { field: "record", reason }];
                self.records.push(Err(Refused { line, number: None, faults }));
                return;
            }
        };
        for name in &members.unknown {
            *self.unknown.entry(name.clone()).or_default() += 1;
        }
        let record = self.candidate(line, &members);
        if let Ok(Candidate { phone, .. }) = record
            && !self.plausible.is_plausible(phone)
        {
            self.implausible.push(phone);
        }
        self.records.push(record);
    }

    fn candidate(&mut self, line: u64, members: &Members<'_>) -> Result<Candidate, Refused> {
        let mut faults = Vec::new();
        if let Some(field) = members.doubled {
            faults.push(Fault { field, reason: "stands twice in the record".to_owned() });
        }
        let mut own = Own { members, faults: &mut faults };
        let phone = own.phone();
        let id = own.integer_within("id", NumberId::RANGE).and_then(NumberId::from_i64);
        let entry = own.integer("uploadTelephoneNumberEntryId");
        let (acquired_on, aslcht, aslsct) = (own.ticks("acquiredOn"), own.ticks("aslcht"), own.ticks("aslsct"));
        let widest = i64::from(i16::MAX);
        let aslv_code = own.integer_within("aslvCode", -widest..=widest).and_then(|code| i16::try_from(code).ok());
        let status = own.integer_within("acquiredNumberStatus", 0..=4).and_then(|code| Status::from_code(code).ok());
        own.refuse_null("id");
        own.require("tenantId");
        let (Some(phone), true) = (phone, faults.is_empty()) else {
            let number = members.values[at("telephoneNumber")].map(value::shown);
            return Err(Refused { line, number, faults });
        };
        let mut present = 0;
        for (position, member) in members.values.iter().enumerate() {
            present |= Present::from(member.is_some()) << position;
        }
        if status.is_none() {
            // A null status keeps the stored one, like an absent status (V2 writes null).
            present &= !(1 << at("acquiredNumberStatus"));
        }
        let keys = self.add_keys(members);
        Ok(Candidate { line, present, phone, id, entry, acquired_on, aslcht, aslsct, aslv_code, status, keys })
    }

    fn add_keys(&mut self, members: &Members<'_>) -> [KeyId; KINDS.len()] {
        let now = self.now.as_str();
        std::array::from_fn(|kind| {
            self.keys.add(kind, |key| {
                let mut separator = '[';
                for (field, default) in KINDS[kind].fields.iter().zip(KINDS[kind].defaults) {
                    key.push(separator);
                    let default = match default {
                        Default::Json(json) => json,
                        Default::Now => now,
                    };
                    key.push_str(members.values[*field].map_or(default, RawValue::get));
                    separator = ',';
                }
                key.push(']');
            })
        })
    }
}

/// Reads a record's own values, collecting every fault.
struct Own<'a> {
    members: &'a Members<'a>,
    faults: &'a mut Vec<Fault>,
}

impl Own<'_> {
    fn note<T>(&mut self, read: Result<Option<T>, Fault>) -> Option<T> {
        read.unwrap_or_else(|fault| {
            self.faults.push(fault);
            None
        })
    }

    fn raw(&self, field: &'static str) -> Option<&RawValue> {
        self.members.values[crate::field::position(field)?]
    }

    fn phone(&mut self) -> Option<PhoneNumber> {
        self.require("telephoneNumber");
        let text = value::text("telephoneNumber", self.raw("telephoneNumber")).map(|text| text.map(Cow::into_owned));
        let text = self.note(text)?;
        let phone = PhoneNumber::parse(&text).map(Some);
        self.note(phone.map_err(|error| Fault { field: "telephoneNumber", reason: format!("`{text}` {error}") }))
    }

    fn integer(&mut self, field: &'static str) -> Option<i64> {
        let read = value::integer(field, self.raw(field));
        self.note(read)
    }

    fn integer_within(&mut self, field: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let value = self.integer(field)?;
        if range.contains(&value) {
            return Some(value);
        }
        let reason = format!("{value} lies outside {} to {}", range.start(), range.end());
        self.faults.push(Fault { field, reason });
        None
    }

    fn ticks(&mut self, field: &'static str) -> Option<i64> {
        let read = value::ticks(field, self.raw(field));
        self.note(read).map(Ticks::as_i64)
    }

    fn refuse_null(&mut self, field: &'static str) {
        if self.raw(field).is_some_and(|raw| raw.get() == "null") {
            self.faults.push(Fault { field, reason: "may not be null".to_owned() });
        }
    }

    /// The number itself must stand in every record; the tenant at least may not be null.
    fn require(&mut self, field: &'static str) {
        self.refuse_null(field);
        if field == "telephoneNumber" && self.raw(field).is_none() {
            self.faults.push(Fault { field, reason: "is missing".to_owned() });
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members { values: [None; FIELDS.len()], unknown: Vec::new(), doubled: None };
        let mut expected = 0;
        while let Some(name) = map.next_key_seed(Name { expected })? {
            let raw: &RawValue = map.next_value()?;
            match name {
                Named::Field(position) => {
                    if members.values[position].replace(raw).is_some() {
                        members.doubled = Some(FIELDS[position].name);
                    }
                    expected = position + 1;
                }
                Named::Unknown(name) => members.unknown.push(name),
            }
        }
        Ok(members)
    }
}

enum Named {
    Field(usize),
    Unknown(String),
}

/// Reads a member's name; records mostly come in the API's order, so the next field is tried first.
struct Name {
    expected: usize,
}

impl<'de> serde::de::DeserializeSeed<'de> for Name {
    type Value = Named;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Named, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Named;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Named, E> {
        if FIELDS.get(self.expected).is_some_and(|field| field.name == name) {
            return Ok(Named::Field(self.expected));
        }
        Ok(crate::field::position(name).map_or_else(|| Named::Unknown(name.to_owned()), Named::Field))
    }
}
