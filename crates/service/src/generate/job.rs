//! One upload job's numbers, as records that need no reading. What they share is given as the keys that a file with the
//! same numbers would have.

use super::country::{COUNTRIES, NumberKind};
use super::customer::{Customer, SBCS, sbc_address, sbc_name};
use super::random::Random;
use super::{KNOWN_AT, Profile};
use crate::import::KeyId;
use crate::import::record::{ASSIGNMENT, Batch, Candidate, JOB, KINDS, OFFER, PLACE, Present, SBC, SERVICE, SWEEP};
use numberline_domain::{Guid, NumberId, PhoneNumber, Status, Ticks};
use std::fmt::Write as _;
use std::sync::Arc;

const SECOND: i64 = 10_000_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 1_440 * MINUTE;

/// An upload job: which customer's, and where its numbers begin.
pub(super) struct Job {
    pub(super) customers: Arc<[Customer]>,
    pub(super) customer: usize,
    /// Its place among all jobs, the oldest first.
    pub(super) place: u64,
    pub(super) jobs: u64,
    /// How many numbers were made before it.
    pub(super) before: u64,
    pub(super) first_id: i64,
    pub(super) phones: Vec<u64>,
    pub(super) profile: Profile,
    pub(super) random: Random,
}

/// What all numbers of a job have in common.
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

impl Job {
    /// Appends one record for each number.
    pub(super) fn read(mut self, batch: &mut Batch) {
        let common = self.common();
        for index in 0..self.phones.len() {
            let record = self.number(&common, index, batch);
            batch.records.push(Ok(record));
        }
        batch.bytes = self.phones.len() as u64;
    }

    fn common(&mut self) -> Common {
        let customer = &self.customers[self.customer];
        let service = self.random.pick(&customer.services);
        let text = |text: &str| serde_json::to_string(text).expect("a text serialises");
        let optional = |value: Option<String>| value.map_or_else(|| "null".to_owned(), |value| text(&value));
        let (profile_id, connection) = service.connection.clone().unzip();
        let service_key = format!(
            r#"["{}","{}",{},{},{},{},{},{},{}]"#,
            customer.tenant,
            service.guid,
            text(&service.full_name),
            text(&customer.company),
            service.channel,
            optional(service.consented_on.map(|instant| instant.to_string())),
            profile_id.map_or_else(|| "null".to_owned(), |id: i64| id.to_string()),
            optional(connection.clone()),
            optional(connection.map(|name| format!("{name}, two sites"))),
        );
        let country = &COUNTRIES[customer.country];
        let age =
            700 * DAY / i64::try_from(self.jobs).unwrap_or(1) * i64::try_from(self.jobs - self.place).unwrap_or(1);
        Common {
            service: service_key,
            sbcs: sbcs_key(&service.sbcs),
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

    fn number(&mut self, common: &Common, index: usize, batch: &mut Batch) -> Candidate {
        let random = &mut self.random;
        let offset = i64::try_from(index).unwrap_or_default();
        let life = Life::of(random, common, offset);
        let (mut created, mut sbcs) = (common.created, None);
        let mut site = None;
        if self.profile == Profile::Varied {
            created += offset * 1_000_003;
            let first = usize::try_from(random.below(SBCS as u64)).unwrap_or_default();
            let second = usize::try_from(random.below(SBCS as u64)).unwrap_or_default();
            sbcs = Some(sbcs_key(&[first, second]));
            site = Some((random.guid(), random.guid()));
        } else if life.acquired_on.is_some() && random.below(3) > 0 {
            site = Some(*random.pick(&self.customers[self.customer].sites));
        }
        let keys = Shared { common, life: &life, created, sbcs: sbcs.as_deref().unwrap_or(&common.sbcs), site };
        let id = self.first_id + offset;
        Candidate {
            line: self.before + index as u64 + 1,
            // A generated record has every field.
            present: Present::MAX,
            phone: PhoneNumber::from_digits(self.phones[index]).expect("countries have well-formed numbers"),
            id: NumberId::from_i64(id),
            entry: Some(id + 200_000),
            acquired_on: life.acquired_on,
            aslcht: life.checked,
            aslsct: life.assigned,
            aslv_code: life.code,
            status: Some(life.status),
            keys: keys.add(batch),
        }
    }
}

/// What a number shares with others.
struct Shared<'a> {
    common: &'a Common,
    life: &'a Life,
    created: i64,
    sbcs: &'a str,
    site: Option<(Guid, Guid)>,
}

impl Shared<'_> {
    fn add(&self, batch: &mut Batch) -> [KeyId; KINDS.len()] {
        std::array::from_fn(|kind| {
            batch.keys.add(kind, |key| self.write(kind, key).expect("writing to memory cannot fail"))
        })
    }

    fn write(&self, kind: usize, key: &mut String) -> std::fmt::Result {
        let Self { common, life, .. } = self;
        match kind {
            JOB => write!(key, r#"[{},"{}","{}"]"#, common.job_id, ticks(self.created), common.microsoft_job),
            SERVICE => key.write_str(&common.service),
            SBC => key.write_str(self.sbcs),
            OFFER => {
                let Common { calling_profile, iso, .. } = common;
                let Life { acquired, available, .. } = life;
                write!(key, r#"["webapi","{calling_profile}","{iso}",{acquired},{available}]"#)
            }
            PLACE => match self.site {
                Some((location, civic)) => write!(key, r#"["{location}","{civic}"]"#),
                None => key.write_str(KINDS[PLACE].null_key),
            },
            SWEEP => match life.sweep {
                Some(ticks) => write!(key, "[{ticks}]"),
                None => key.write_str(KINDS[SWEEP].null_key),
            },
            _ => match life.assignment {
                Some(word) => write!(key, r#"["{word}"]"#),
                None => key.write_str(KINDS[ASSIGNMENT].null_key),
            },
        }
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
    code: Option<i16>,
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
                code: None,
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

fn sbcs_key(sbcs: &[usize]) -> String {
    let list: Vec<String> =
        sbcs.iter().map(|sbc| format!(r#"{{"sbcName":"{}","sbcId":{}}}"#, sbc_name(*sbc), sbc + 1)).collect();
    let addresses: Vec<String> = sbcs.iter().map(|sbc| format!("\"{}\"", sbc_address(*sbc))).collect();
    format!("[[{}],null,[{}]]", list.join(","), addresses.join(","))
}

fn ticks(instant: i64) -> Ticks {
    Ticks::from_i64(instant).expect("an instant of this century")
}
