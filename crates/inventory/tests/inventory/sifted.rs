//! Sifted windows and counts against a plain filter over the plain rendering.

use crate::plain::World;
use crate::strategies as random;
use numberline_domain::{Number, PhoneNumber, Scope, Search, Status, StatusFilter};
use numberline_inventory::{Census, Gathering, Inventory, Selection, Sieve, Tally, total_of};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;

/// The field of a record.
fn field(record: &str, name: &str) -> serde_json::Value {
    serde_json::from_str::<serde_json::Value>(record).unwrap()[name].clone()
}

/// The window that a sieve leaves, counted so many stretches at a time.
fn sifted(inventory: &Inventory, selection: &Selection<'_>, sieve: &Sieve, skip: u64, count: u64) -> (u64, String) {
    let ready = inventory.ready(sieve);
    let mut tally = Tally::default();
    while !tally.is_whole() {
        inventory.count_on(selection, &ready, &mut tally, 1);
    }
    let mut out = Vec::new();
    inventory.sifted(selection, &ready, &tally, skip, count, &mut out);
    (total_of(&tally.totals(), selection.filter), String::from_utf8(out).unwrap())
}

/// The census of every tenant of a scope, taken a few numbers at a time.
fn census(inventory: &Inventory, scope: &Scope) -> Census {
    let mut sum = Census::default();
    for (tenant, _) in inventory.tenants_of(scope) {
        let mut gathering = Gathering::default();
        let mut skip = 0;
        while let seen @ 1.. = inventory.gather(scope, tenant, skip, 3, &mut gathering) {
            skip += seen;
        }
        sum.add(&inventory.census(&gathering));
    }
    sum
}

fn filled(mut world: World, numbers: Vec<Number>) -> (World, Inventory) {
    numbers.into_iter().for_each(|number| world.upsert(number));
    let inventory = world.build(&world.numbers);
    (world, inventory)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sieve_lets_through_what_a_plain_filter_does(
        world in random::world(),
        numbers in vec(random::number(), 1..120),
        chosen in any::<Index>(),
        digits in 1..6_usize,
        skip in 0..20_usize,
        status in random::status(),
    ) {
        let (world, inventory) = filled(world, numbers);
        let sample = chosen.get(&world.numbers);
        let record = world.record(sample);
        let service = world.service_of(sample);
        let phone = sample.phone.digits().to_string();
        let digits = digits.min(phone.len());
        let name = service.ump_customer_full_name.clone().filter(|name| !name.is_empty());
        let country = field(&record, "isoCountryCode");
        let word = field(&record, "assignmentStatus");
        type Test<'a> = Box<dyn Fn(&str) -> bool + 'a>;
        let mut cases: Vec<(Sieve, Test<'_>)> = vec![
            (
                Sieve { service: Some(service.ump_customer_guid), ..Sieve::default() },
                Box::new(|other| field(other, "umpCustomerGuid") == field(&record, "umpCustomerGuid")),
            ),
            (
                Sieve { country: Some(country.as_str().map(str::to_owned)), ..Sieve::default() },
                Box::new(|other| field(other, "isoCountryCode") == country),
            ),
            (
                Sieve { assignment: Some(word.as_str().map(str::to_owned)), ..Sieve::default() },
                Box::new(|other| field(other, "assignmentStatus") == word),
            ),
            (
                Sieve { search: Some(Search::Prefix(phone[..digits].to_owned())), ..Sieve::default() },
                Box::new(|other| field(other, "telephoneNumber").as_str().unwrap()[1..].starts_with(&phone[..digits])),
            ),
            (
                Sieve { search: Some(Search::Part(phone[phone.len() - digits..].to_owned())), ..Sieve::default() },
                Box::new(|other| {
                    field(other, "telephoneNumber").as_str().unwrap()[1..].contains(&phone[phone.len() - digits..])
                }),
            ),
            (
                Sieve { search: Some(Search::Guid(service.tenant_id)), ..Sieve::default() },
                Box::new(|other| {
                    let guid = service.tenant_id.to_string();
                    ["tenantId", "umpCustomerGuid", "callingProfileId"].iter().any(|name| field(other, name) == guid)
                }),
            ),
        ];
        if let Some(name) = &name {
            let lower = name.to_lowercase();
            cases.push((
                Sieve { search: Some(Search::Text(lower.clone())), ..Sieve::default() },
                Box::new(move |other| {
                    ["umpCustomerFullName", "msCompanyName", "ocSipConnectionName"].iter().any(|name| {
                        field(other, name).as_str().is_some_and(|text| text.to_lowercase().contains(&lower))
                    })
                }),
            ));
        }
        let channel = vec![service.ovoc_channel_id];
        let scopes = [
            Scope::All,
            Scope::within(Vec::new(), channel.clone()),
            Scope::within(vec![service.tenant_id], channel),
        ];
        let filters = [StatusFilter::All, StatusFilter::Only(status)];
        for (scope, filter) in scopes.iter().flat_map(|scope| filters.map(|filter| (scope, filter))) {
            let selection = Selection { scope, tenant: None, filter };
            let records: Vec<_> = world.select(&selection).iter().map(|number| world.record(number)).collect();
            for (sieve, admits) in &cases {
                let expected: Vec<_> = records.iter().filter(|record| admits(record)).map(String::as_str).collect();
                let (total, window) = sifted(&inventory, &selection, sieve, skip as u64, 7);
                prop_assert_eq!(total, expected.len() as u64, "{:?}", sieve);
                let expected: Vec<_> = expected.into_iter().skip(skip).take(7).collect();
                prop_assert_eq!(window, expected.join(","), "{:?}", sieve);
            }
        }
    }

    #[test]
    fn picked_numbers_come_in_the_lists_order_and_within_the_scope(
        world in random::world(),
        numbers in vec(random::number(), 1..80),
        unknown in 101..990_u64,
    ) {
        let (world, inventory) = filled(world, numbers);
        let phones: Vec<_> = world.numbers.iter().chain([&world.numbers[0]]).map(|number| number.phone)
            .chain([PhoneNumber::from_digits(unknown).unwrap()]).collect();
        let service = world.service_of(&world.numbers[0]);
        let (tenant, channel) = (vec![service.tenant_id], vec![service.ovoc_channel_id]);
        let scopes = [Scope::of(tenant.clone()), Scope::within(Vec::new(), channel.clone()), Scope::within(tenant, channel)];
        for scope in [&Scope::All].into_iter().chain(&scopes) {
            let selection = Selection { scope, tenant: None, filter: StatusFilter::All };
            let expected: Vec<_> = world.select(&selection).iter().map(|number| world.record(number)).collect();
            let mut out = Vec::new();
            let ready = inventory.ready(&Sieve::default());
            let (totals, appended) = inventory.picked(&selection, &ready, &phones, 0, u64::MAX, &mut out);
            prop_assert_eq!((totals.iter().sum::<u64>(), appended), (expected.len() as u64, expected.len() as u64));
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected.join(","));
        }
    }

    #[test]
    fn a_census_counts_what_records_say(world in random::world(), numbers in vec(random::number(), 1..80)) {
        let (world, inventory) = filled(world, numbers);
        let service = world.service_of(&world.numbers[0]);
        let (tenant, channel) = (vec![service.tenant_id], vec![service.ovoc_channel_id]);
        for scope in [Scope::All, Scope::within(Vec::new(), channel.clone()), Scope::within(tenant, channel)] {
            let selection = Selection { scope: &scope, tenant: None, filter: StatusFilter::All };
            let numbers = world.select(&selection);
            let sum = census(&inventory, &scope);
            let records: Vec<_> = numbers.iter().map(|number| world.record(number)).collect();
            let mut countries: BTreeMap<Option<String>, u64> = BTreeMap::new();
            let mut words: BTreeMap<Option<String>, u64> = BTreeMap::new();
            let mut months: BTreeMap<String, u64> = BTreeMap::new();
            for record in &records {
                let text = |name: &str| field(record, name).as_str().map(str::to_owned);
                *countries.entry(text("isoCountryCode")).or_default() += 1;
                *words.entry(text("assignmentStatus")).or_default() += 1;
                if let Some(acquired) = text("acquiredOn") {
                    *months.entry(acquired[..7].to_owned()).or_default() += 1;
                }
            }
            prop_assert_eq!((&sum.countries, &sum.assignments, &sum.months), (&countries, &words, &months));
            let statuses = Status::ALL.map(|status| numbers.iter().filter(|number| number.status == status).count() as u64);
            prop_assert_eq!(sum.statuses, statuses);
            let unchecked = numbers.iter().filter(|number| number.aslcht.is_none()).count() as u64;
            prop_assert_eq!((sum.never_checked, sum.total()), (unchecked, numbers.len() as u64));
            prop_assert_eq!(sum.check_hours.values().sum::<u64>() + unchecked, sum.total());
            let listed = inventory.directory(&scope, None, "", usize::MAX);
            let shown: u64 = listed.iter().flat_map(|entry| entry.totals).sum();
            prop_assert_eq!(shown, sum.total());
            let services = listed.iter().flat_map(|entry| entry.services.iter().map(|service| (entry.tenant, service.channel)));
            let are_seen = { services }.all(|(tenant, channel)| scope.admits(tenant, channel));
            prop_assert!(are_seen);
        }
    }
}
