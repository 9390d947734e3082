//! One upload job's numbers, as NDJSON records.

use super::country::{COUNTRIES, NumberKind};
use super::customer::{Customer, SBCS, sbc_address, sbc_name};
use super::random::Random;
use super::{KNOWN_AT, Profile};
use numberline_domain::{Guid, Status, Ticks};
use std::io::Write;

const SECOND: i64 = 10_000_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 1_440 * MINUTE;

/// An upload job: which customer's, and where its numbers begin.
pub(super) struct Job<'a> {
    pub(super) customer: &'a Customer,
    /// Its place among all jobs, the oldest first.
    pub(super) place: u64,
    pub(super) jobs: u64,
    pub(super) first_id: i64,
    pub(super) phones: Vec<u64>,
    pub(super) profile: Profile,
    pub(super) random: Random,
}

/// What all numbers of a job have in common, as JSON.
struct Common {
    service: String,
    sbcs: String,
    job_id: u64,
    created: i64,
    microsoft_job: Guid,
    calling_profile: Guid,
    kind: NumberKind,
    iso: &'static str,
}

const PENDING: &str = r#"["InboundCalling","Office365","OutboundCalling","UserAssignment"]"#;
const GEOGRAPHIC: &str = r#"["Geographic","Office365","InboundCalling","OutboundCalling","UserAssignment"]"#;
const GEOGRAPHIC_AVAILABLE: &str = r#"["Geographic","FirstPartyAppAssignment","Office365","InboundCalling","OutboundCalling","UserAssignment","SharedCalling"]"#;
const TOLL_FREE: &str = r#"["TollFree","FirstPartyAppAssignment","Office365","InboundCalling","OutboundCalling"]"#;

impl Job<'_> {
    /// Appends one line for each number.
    pub(super) fn write(mut self, out: &mut Vec<u8>) {
        let common = self.common();
        for index in 0..self.phones.len() {
            self.write_number(&common, index, out).expect("writing to memory cannot fail");
        }
    }

    fn common(&mut self) -> Common {
        let customer = self.customer;
        let service = self.random.pick(&customer.services);
        let text = |text: &str| serde_json::to_string(text).expect("a text serialises");
        let optional = |value: Option<String>| value.map_or_else(|| "null".to_owned(), |value| text(&value));
        let (profile_id, connection) = service.connection.clone().unzip();
        let service_json = format!(
            r#""tenantCallingProfileId":{},"ocSipConnectionName":{},"ocSipConnectionDescription":{},"umpCustomerGuid":"{}","sbcListJson":null,"ovocChannelId":{},"consentedOn":{},"umpCustomerFullName":{},"msCompanyName":{}"#,
            profile_id.map_or_else(|| "null".to_owned(), |id: i64| id.to_string()),
            optional(connection.clone()),
            optional(connection.map(|name| format!("{name}, two sites"))),
            service.guid,
            service.channel,
            optional(service.consented_on.map(|instant| instant.to_string())),
            text(&service.full_name),
            text(&customer.company),
        );
        let country = &COUNTRIES[customer.country];
        let age =
            700 * DAY / i64::try_from(self.jobs).unwrap_or(1) * i64::try_from(self.jobs - self.place).unwrap_or(1);
        Common {
            service: service_json,
            sbcs: sbcs_json(&service.sbcs),
            job_id: 4_000 + self.place,
            created: KNOWN_AT - DAY - age + i64::try_from(self.random.below(600_000_000)).unwrap_or_default(),
            microsoft_job: self.random.guid(),
            calling_profile: Guid::from_u128(
                0xab86_ef82_ce9e_4ead_befb_0000_0000_0000 + u128::from(self.random.below(4)),
            ),
            kind: country.kind,
            iso: country.iso,
        }
    }

    fn write_number(&mut self, common: &Common, index: usize, out: &mut Vec<u8>) -> std::io::Result<()> {
        let random = &mut self.random;
        let offset = i64::try_from(index).unwrap_or_default();
        let id = self.first_id + offset;
        let life = Life::of(random, common, offset);
        let (mut created, mut sbcs) = (common.created, None);
        let mut site = None;
        if self.profile == Profile::Varied {
            created += offset * 1_000_003;
            let first = usize::try_from(random.below(SBCS as u64)).unwrap_or_default();
            let second = usize::try_from(random.below(SBCS as u64)).unwrap_or_default();
            sbcs = Some(sbcs_json(&[first, second]));
            site = Some((random.guid(), random.guid()));
        } else if life.acquired_on.is_some() && random.below(3) > 0 {
            site = Some(*random.pick(&self.customer.sites));
        }
        write!(
            out,
            r#"{{"uploadTelephoneNumberEntryId":{},"source":"webapi",{},{},"id":{id},"uploadToAccountJobId":{},"whenCreated":"{}","acquiredNumberStatus":{},"telephoneNumber":"+{}","callingProfileId":"{}","acquiredCapabilities":{},"availableCapabilities":{},"acquiredOn":{},"isoCountryCode":"{}","tnUploadJobId":"{}","#,
            id + 200_000,
            common.service,
            sbcs.as_deref().unwrap_or(&common.sbcs),
            common.job_id,
            ticks(created),
            life.status.code(),
            self.phones[index],
            common.calling_profile,
            life.acquired,
            life.available,
            time(life.acquired_on),
            common.iso,
            common.microsoft_job,
        )?;
        match site {
            Some((location, civic)) => write!(out, r#""locationId":"{location}","civicAddressId":"{civic}","#)?,
            None => write!(out, r#""locationId":null,"civicAddressId":null,"#)?,
        }
        match life.assignment {
            Some(word) => write!(out, r#""assignmentStatus":"{word}","#)?,
            None => write!(out, r#""assignmentStatus":null,"#)?,
        }
        let number = |value: Option<i64>| value.map_or_else(|| "null".to_owned(), |value| value.to_string());
        writeln!(
            out,
            r#""tenantId":"{}","aslcht":{},"aslsct":{},"aslvCode":{},"asticks":{}}}"#,
            self.customer.tenant,
            time(life.checked),
            time(life.assigned),
            number(life.code),
            number(life.sweep),
        )
    }
}

/// What has happened to a number so far.
struct Life {
    acquired: &'static str,
    available: &'static str,
    status: Status,
    acquired_on: Option<i64>,
    assignment: Option<&'static str>,
    checked: Option<i64>,
    assigned: Option<i64>,
    code: Option<i64>,
    sweep: Option<i64>,
}

impl Life {
    fn of(random: &mut Random, common: &Common, offset: i64) -> Self {
        // One number in twenty has not been seen at Microsoft yet.
        if random.below(20) == 0 {
            let none = None;
            return Self {
                acquired: PENDING,
                available: "null",
                status: Status::PendingFirstSync,
                acquired_on: none,
                assignment: None,
                checked: none,
                assigned: none,
                code: none,
                sweep: none,
            };
        }
        let status = match random.below(100) {
            0 | 1 => Status::ReleaseRequested,
            2 | 3 => Status::MarkedForRemoval,
            4 => Status::ReadyForRemoval,
            _ => Status::Active,
        };
        let assignment = match (status, random.below(100)) {
            (Status::Active, 0..55) => "UserAssigned",
            (Status::Active, 55..58) => "ConferenceAssigned",
            (Status::Active, 58..61) => "VoiceApp",
            (Status::Active, 61) => "ThirdPartyAppAssigned",
            _ => "Unassigned",
        };
        // Three sweeps have run; each asks for one number after the other, some 55 ms apart.
        let sweep = KNOWN_AT - i64::try_from(random.below(40) / 38).unwrap_or_default() * DAY;
        let asked = sweep + 12 * SECOND + offset * 550_000;
        let code = match random.below(100) {
            0 => 500,
            1 | 2 => 404,
            _ => 200,
        };
        let checked = if code == 200 { asked } else { asked - DAY };
        let days_ago = i64::try_from(random.below(300)).unwrap_or_default();
        let (acquired, available) = match common.kind {
            NumberKind::Geographic => (GEOGRAPHIC, GEOGRAPHIC_AVAILABLE),
            NumberKind::TollFree => (TOLL_FREE, TOLL_FREE),
        };
        Self {
            acquired,
            available,
            status,
            acquired_on: Some(common.created - 15 * SECOND + offset * 306),
            assignment: Some(assignment),
            checked: Some(checked),
            assigned: Some(checked - days_ago * DAY),
            code: Some(code),
            sweep: Some(sweep + 1_521_345),
        }
    }
}

fn sbcs_json(sbcs: &[usize]) -> String {
    let list: Vec<String> =
        sbcs.iter().map(|sbc| format!(r#"{{"sbcName":"{}","sbcId":{}}}"#, sbc_name(*sbc), sbc + 1)).collect();
    let addresses: Vec<String> = sbcs.iter().map(|sbc| format!("\"{}\"", sbc_address(*sbc))).collect();
    format!(r#""sbcList":[{}],"sbcListArray":[{}]"#, list.join(","), addresses.join(","))
}

fn ticks(instant: i64) -> Ticks {
    Ticks::from_i64(instant).expect("an instant of this century")
}

fn time(instant: Option<i64>) -> String {
    instant.map_or_else(|| "null".to_owned(), |instant| format!("\"{}\"", ticks(instant)))
}
