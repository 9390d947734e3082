//! The 32 fields of a record, in the order of the API: their names and what kind of JSON they hold.

/// What kind of value a field holds (apart from null).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An integer.
    Integer,
    /// A text, a time or a GUID.
    Text,
    /// A list.
    List,
}

/// A field of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the API.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

const fn integer(name: &'static str) -> Field {
    Field { name, kind: Kind::Integer }
}

const fn text(name: &'static str) -> Field {
    Field { name, kind: Kind::Text }
}

const fn list(name: &'static str) -> Field {
    Field { name, kind: Kind::List }
}

/// Every field, in the order of the API.
pub const FIELDS: [Field; 32] = [
    integer("uploadTelephoneNumberEntryId"),
    text("source"),
    list("sbcList"),
    integer("tenantCallingProfileId"),
    text("ocSipConnectionName"),
    text("ocSipConnectionDescription"),
    text("umpCustomerGuid"),
    list("sbcListJson"),
    integer("ovocChannelId"),
    text("consentedOn"),
    text("umpCustomerFullName"),
    text("msCompanyName"),
    list("sbcListArray"),
    integer("id"),
    integer("uploadToAccountJobId"),
    text("whenCreated"),
    integer("acquiredNumberStatus"),
    text("telephoneNumber"),
    text("callingProfileId"),
    list("acquiredCapabilities"),
    list("availableCapabilities"),
    text("acquiredOn"),
    text("isoCountryCode"),
    text("tnUploadJobId"),
    text("locationId"),
    text("civicAddressId"),
    text("assignmentStatus"),
    text("tenantId"),
    text("aslcht"),
    text("aslsct"),
    integer("aslvCode"),
    integer("asticks"),
];

/// The position of a field in [`FIELDS`], by name.
#[must_use]
pub fn position(name: &str) -> Option<usize> {
    FIELDS.iter().position(|field| field.name == name)
}

/// The position of a field that the code names itself.
pub(crate) const fn at(name: &str) -> usize {
    let mut index = 0;
    while index < FIELDS.len() {
        if equal(FIELDS[index].name.as_bytes(), name.as_bytes()) {
            return index;
        }
        index += 1;
    }
    panic!("no such field")
}

const fn equal(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}
