//! Customers: their tenants, services and sites, and how many numbers each gets.

use super::Plan;
use super::country::COUNTRIES;
use super::random::Random;
use numberline_domain::{Guid, Ticks};

/// A service of a customer.
pub(super) struct Service {
    pub(super) guid: Guid,
    pub(super) full_name: String,
    pub(super) channel: i64,
    pub(super) consented_on: Option<Ticks>,
    pub(super) sbcs: Vec<usize>,
    /// Services with IP-group SIP connections have these.
    pub(super) connection: Option<(i64, String)>,
}

/// A customer.
pub(super) struct Customer {
    pub(super) tenant: Guid,
    pub(super) company: String,
    pub(super) services: Vec<Service>,
    /// Locations and civic addresses.
    pub(super) sites: Vec<(Guid, Guid)>,
    pub(super) country: usize,
}

/// SBCs that an operator has: id, name, and `fqdn [ip]`.
pub(super) const SBCS: usize = 12;

pub(super) fn sbc_name(sbc: usize) -> String {
    const SITES: [&str; 6] = ["London", "Frankfurt", "New York", "Paris", "Sydney", "Amsterdam"];
    format!("{} SBC {}", SITES[sbc % SITES.len()], sbc / SITES.len() + 1)
}

pub(super) fn sbc_address(sbc: usize) -> String {
    format!("sbc{}.voice.example.net [192.0.2.{}]", sbc + 1, sbc + 10)
}

const FIRST: [&str; 20] = [
    "Alder",
    "Birch",
    "Cedar",
    "Harbour",
    "Northwind",
    "Meridian",
    "Bluestone",
    "Kestrel",
    "Orchard",
    "Summit",
    "Tideway",
    "Lantern",
    "Granite",
    "Falcon",
    "Juniper",
    "Silverline",
    "Mercer",
    "Quayside",
    "Hawthorn",
    "Brightwater",
];
const SECOND: [&str; 16] = [
    "Logistics",
    "Insurance",
    "Foods",
    "Engineering",
    "Energy",
    "Clinics",
    "Textiles",
    "Legal",
    "Schools",
    "Robotics",
    "Hotels",
    "Travel",
    "Analytics",
    "Ceramics",
    "Pharma",
    "Media",
];
const FORM: [&str; 6] = ["Ltd", "GmbH", "Inc", "S.A.", "B.V.", "Pty Ltd"];

/// How many numbers each customer gets: the first a tenth, the others by a power law, each at least one.
pub(super) fn sizes(plan: &Plan) -> Vec<u64> {
    let (numbers, others) = (plan.numbers, u64::from(plan.tenants) - 1);
    if others == 0 {
        return vec![numbers];
    }
    let largest = (numbers / 10).clamp(1, numbers - others);
    let rest = numbers - largest - others;
    // Integers alone, so that every machine rounds alike. The shift keeps the second customer under a tenth.
    let weights: Vec<u128> = (0..others).map(|rank| 1_000_000_000_000 / u128::from(rank + 11)).collect();
    let sum: u128 = weights.iter().sum();
    let mut sizes = vec![largest];
    sizes.extend(weights.iter().map(|weight| {
        let share = u128::from(rest) * weight / sum;
        1 + u64::try_from(share).expect("a share of the rest")
    }));
    let spread: u64 = sizes.iter().sum();
    // What rounding left over goes to the second customer.
    sizes[1] += numbers - spread;
    sizes
}

pub(super) fn customer(plan: &Plan, index: u64) -> Customer {
    let mut random = Random::new(plan.seed, index + 1);
    let tenant = random.guid();
    let company = format!("{} {} {}", random.pick(&FIRST), random.pick(&SECOND), random.pick(&FORM));
    let weights: u64 = COUNTRIES.iter().map(|country| country.weight).sum();
    let mut choice = random.below(weights);
    let country = COUNTRIES.iter().position(|country| {
        let chosen = choice < country.weight;
        choice = choice.saturating_sub(country.weight);
        chosen
    });
    let services = (0..1 + random.below(20) / 18).map(|number| service(&mut random, &company, number)).collect();
    let sites = (0..1 + random.below(6)).map(|_| (random.guid(), random.guid())).collect();
    Customer { tenant, company, services, sites, country: country.unwrap_or_default() }
}

fn service(random: &mut Random, company: &str, number: u64) -> Service {
    let guid = random.guid();
    let full_name = if number == 0 { company.to_owned() } else { format!("{company} ({})", number + 1) };
    // One customer in five came through a reseller.
    let channel = if random.below(5) == 0 { 1_500 + i64::try_from(random.below(8)).unwrap_or_default() } else { 0 };
    let day = 864_000_000_000;
    let days_before = i64::try_from(200 + random.below(500)).unwrap_or(200);
    let consented = Ticks::from_i64(super::KNOWN_AT - days_before * day).ok();
    let consented_on = if random.below(4) == 0 { None } else { consented };
    let first = usize::try_from(random.below(SBCS as u64)).unwrap_or_default();
    let sbcs = if random.below(3) == 0 { vec![first] } else { vec![first, (first + 1) % SBCS] };
    let connection = (random.below(12) == 0).then(|| {
        let id = 40 + i64::try_from(random.below(60)).unwrap_or_default();
        (id, format!("{company} trunk"))
    });
    Service { guid, full_name, channel, consented_on, sbcs, connection }
}
