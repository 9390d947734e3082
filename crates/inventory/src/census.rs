//! What a tenant's numbers are like, counted: by country, assignment, source, service, month of acquisition, age of the
//! last check.

use crate::row::{Row, null};
use crate::{Inventory, Selection};
use hashbrown::HashMap;
use numberline_domain::{Guid, Scope, Status, StatusFilter, Ticks};
use std::collections::BTreeMap;

const TICKS_PER_HOUR: i64 = 36_000_000_000;

/// Counts of numbers by what they have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    /// In the order of [`Status::ALL`].
    pub statuses: [u64; Status::COUNT],
    /// By `isoCountryCode`.
    pub countries: BTreeMap<Option<String>, u64>,
    /// By `assignmentStatus`.
    pub assignments: BTreeMap<Option<String>, u64>,
    /// By `source`.
    pub sources: BTreeMap<String, u64>,
    /// By `umpCustomerGuid`.
    pub services: BTreeMap<Option<Guid>, u64>,
    /// By year and month of `acquiredOn`, as `2026-02`.
    pub months: BTreeMap<String, u64>,
    /// Without `acquiredOn`.
    pub never_acquired: u64,
    /// By `aslcht`, the last successful check: whole hours since 0001-01-01.
    pub check_hours: BTreeMap<i64, u64>,
    /// Without `aslcht`.
    pub never_checked: u64,
    /// Whose last check did not succeed: an `aslvCode` other than 200.
    pub failing_checks: u64,
}

/// A census under way: counts by id, which are cheap to raise.
#[derive(Default)]
pub struct Gathering {
    statuses: [u64; Status::COUNT],
    offers: HashMap<u32, u64>,
    services: HashMap<u32, u64>,
    words: HashMap<u8, u64>,
    acquired_hours: HashMap<i64, u64>,
    check_hours: HashMap<i64, u64>,
    never_acquired: u64,
    never_checked: u64,
    failing_checks: u64,
}

impl Census {
    /// Adds the counts of another.
    pub fn add(&mut self, other: &Self) {
        fn join<K: Ord + Clone>(into: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
            for (key, count) in from {
                match into.get_mut(key) {
                    Some(sum) => *sum += count,
                    None => drop(into.insert(key.clone(), *count)),
                }
            }
        }
        for (sum, count) in self.statuses.iter_mut().zip(other.statuses) {
            *sum += count;
        }
        join(&mut self.countries, &other.countries);
        join(&mut self.assignments, &other.assignments);
        join(&mut self.sources, &other.sources);
        join(&mut self.services, &other.services);
        join(&mut self.months, &other.months);
        join(&mut self.check_hours, &other.check_hours);
        self.never_acquired += other.never_acquired;
        self.never_checked += other.never_checked;
        self.failing_checks += other.failing_checks;
    }

    /// All numbers.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.statuses.iter().sum()
    }
}

impl Inventory {
    /// Counts at most `count` of a tenant's numbers that the scope has, after the first `skip`; says how many there were.
    pub fn gather(&self, scope: &Scope, tenant: Guid, skip: u64, count: u64, into: &mut Gathering) -> u64 {
        let selection = Selection { scope, tenant: Some(tenant), filter: StatusFilter::All };
        self.walk(&selection, skip, count, &mut |slot| {
            let row = self.rows.get(slot);
            let form = self.dictionary.form(row.shape).expect("a row came in with a defined shape");
            into.count(row, form.service, form.offer);
        })
    }

    /// What was gathered, by the names that the ids have now.
    #[must_use]
    pub fn census(&self, gathered: &Gathering) -> Census {
        let mut census = Census {
            statuses: gathered.statuses,
            never_acquired: gathered.never_acquired,
            check_hours: gathered.check_hours.iter().map(|(hour, count)| (*hour, *count)).collect(),
            never_checked: gathered.never_checked,
            failing_checks: gathered.failing_checks,
            ..Census::default()
        };
        for (offer, count) in &gathered.offers {
            if let Some(card) = self.dictionary.offer_card(*offer) {
                *census.countries.entry(card.country.as_deref().map(str::to_owned)).or_default() += count;
                *census.sources.entry(card.source.to_string()).or_default() += count;
            }
        }
        for (service, count) in &gathered.services {
            let guid = self.dictionary.service_card(*service).and_then(|card| card.guid);
            *census.services.entry(guid).or_default() += count;
        }
        for (word, count) in &gathered.words {
            *census.assignments.entry(self.dictionary.word_text(*word).map(str::to_owned)).or_default() += count;
        }
        for (hour, count) in &gathered.acquired_hours {
            // An hour's first instant is within the calendar whenever one of its instants is.
            if let Ok(ticks) = Ticks::from_i64(hour * TICKS_PER_HOUR) {
                let month = ticks.to_string()[..7].to_owned();
                *census.months.entry(month).or_default() += count;
            }
        }
        census
    }
}

impl Gathering {
    fn count(&mut self, row: &Row, service: u32, offer: u32) {
        self.statuses[usize::from(row.status_code())] += 1;
        *self.offers.entry(offer).or_default() += 1;
        *self.services.entry(service).or_default() += 1;
        *self.words.entry(row.assignment).or_default() += 1;
        if row.has(null::ACQUIRED_ON) {
            *self.acquired_hours.entry(row.acquired_on / TICKS_PER_HOUR).or_default() += 1;
        } else {
            self.never_acquired += 1;
        }
        if row.has(null::ASLCHT) {
            *self.check_hours.entry(row.aslcht / TICKS_PER_HOUR).or_default() += 1;
        } else {
            self.never_checked += 1;
        }
        if row.has(null::ASLV_CODE) && row.aslv_code != 200 {
            self.failing_checks += 1;
        }
    }
}
