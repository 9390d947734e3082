//! Records so alike that one is a copy of another with its own values written over: each value that may differ, and each
//! that makes a copy impossible.

use crate::plain::World;
use crate::strategies as random;
use numberline_domain::{JobFacts, Number, NumberId, PhoneNumber, Place, Scope, Shape, StatusFilter};
use numberline_inventory::Selection;
use proptest::collection::vec;
use proptest::prelude::*;

/// How many shapes there are: jobs that differ in value alone, and now and then another SBC or offer.
const SHAPES: u32 = 12;

/// Mostly the first of two values.
fn rarely<T: Clone + std::fmt::Debug>(often: T, seldom: T) -> impl Strategy<Value = T> {
    prop_oneof![9 => Just(often), 1 => Just(seldom)]
}

fn job() -> impl Strategy<Value = JobFacts> {
    let upload = prop_oneof![9 => (1000..9999_i64).prop_map(Some), 1 => Just(None), 1 => Just(Some(-12))];
    let upstream = prop_oneof![9 => random::guid().prop_map(Some), 1 => Just(None)];
    (upload, random::ticks(), upstream).prop_map(|(upload, when_created, upstream)| JobFacts {
        upload_to_account_job_id: upload,
        when_created,
        tn_upload_job_id: upstream,
    })
}

/// Mostly as long as any other, which says nothing of where its halves meet.
fn place() -> impl Strategy<Value = Place> {
    let some = ("[0-9a-f]{4}", "[0-9a-f]{4}").prop_map(|(location, address)| (Some(location), Some(address)));
    let uneven = ("[0-9a-f]{3}", "[0-9a-f]{5}").prop_map(|(location, address)| (Some(location), Some(address)));
    let place = prop_oneof![6 => some, 3 => uneven, 1 => Just((None, None))];
    place.prop_map(|(location_id, civic_address_id)| Place { location_id, civic_address_id })
}

fn world() -> impl Strategy<Value = World> {
    let shape = (1..=6_u32, rarely(1, 2), rarely(1, 2), rarely(1, 2));
    let shapes = vec(shape, SHAPES as usize);
    let sweeps = vec(prop_oneof![4 => 100..999_i64, 1 => Just(-31)], 2);
    let facts = (vec(job(), 6), vec(place(), 3), sweeps);
    (random::world(), facts, shapes).prop_map(|(world, (jobs, places, sweeps), shapes)| World {
        jobs,
        places,
        sweeps,
        shapes: shapes.into_iter().map(|(job, service, sbc, offer)| Shape { job, service, sbc, offer }).collect(),
        ..world
    })
}

fn number() -> impl Strategy<Value = Number> {
    let time = || prop_oneof![9 => random::ticks().prop_map(Some), 1 => Just(None)];
    let entry = prop_oneof![9 => (100..999_i64).prop_map(Some), 1 => Just(None), 1 => Just(Some(-7))];
    let phone_prefix = rarely(44_871_000_u64, 1_555_000_000);
    let ids = (1..=SHAPES, 0..=3_u32, prop_oneof![9 => 1..=2_u32, 1 => Just(0)], rarely(1, 3));
    let rest = (rarely(Some(200), None), rarely(Some(200), Some(404)), random::status());
    (entry, phone_prefix, (time(), time(), time()), ids, rest).prop_map(|(entry, prefix, times, ids, rest)| Number {
        id: NumberId::from_i64(0).unwrap(),
        phone: PhoneNumber::from_digits(prefix).unwrap(),
        entry,
        acquired_on: times.0,
        aslcht: times.1,
        aslsct: times.2,
        shape: ids.0,
        place: ids.1,
        sweep: ids.2,
        aslv_code: rest.0.and(rest.1),
        assignment: ids.3,
        status: rest.2,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_copied_record_has_its_own_values(mut world in world(), numbers in vec(number(), 1..80)) {
        // Ids of two and of three digits.
        for (id, number) in (60_i64..).zip(numbers) {
            let phone = PhoneNumber::from_digits(number.phone.digits() + id.unsigned_abs() * 7).unwrap();
            world.numbers.push(Number { id: NumberId::from_i64(id).unwrap(), phone, ..number });
        }
        let inventory = world.build(&world.numbers);
        for filter in [StatusFilter::All, StatusFilter::Only(world.numbers[0].status)] {
            world.assert_pages(&inventory, &Selection { scope: &Scope::All, tenant: None, filter }, &[50, 200]);
        }
    }
}
