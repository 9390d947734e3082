//! Tenants of thousands of rows: blocks split, fill, empty and merge.

use crate::heads::{bare_number, simple_world};
use crate::plain::World;
use crate::strategies::TENANTS;
use numberline_domain::{Number, Scope, Shape, Status, StatusFilter};
use numberline_inventory::{Inventory, Selection};

const ROWS: i64 = 6_000;

/// A permutation of 0 to [`ROWS`] that looks random: 3,571 is prime and does not divide it.
fn scattered() -> impl Iterator<Item = i64> {
    (0..ROWS).map(|index| index * 3_571 % ROWS)
}

/// Every third id has an odd status; ids have gaps.
fn number(index: i64, shape: u32) -> Number {
    let status = if index % 3 == 0 { Status::ALL[usize::try_from(index / 3 % 5).unwrap()] } else { Status::Active };
    bare_number(index * 10, shape, status)
}

/// One tenant whose numbers are in two channels, unless `channels` is 1.
fn world(channels: u32) -> World {
    let mut world = simple_world();
    let mut second = world.services[0].clone();
    second.ovoc_channel_id = 8;
    world.services.push(second);
    let shape = |service| Shape { job: 1, service, sbc: 1, offer: 1 };
    world.shapes = vec![shape(1), shape(5)];
    world.numbers = scattered().map(|index| number(index, if index % 7 < 3 { channels } else { 1 })).collect();
    world
}

fn assert_equal(world: &World, inventory: &Inventory) {
    let filters = Status::ALL.map(StatusFilter::Only).into_iter().chain([StatusFilter::All]);
    for filter in filters {
        let selection = Selection { scope: &Scope::All, tenant: Some(TENANTS[0]), filter };
        world.assert_pages(inventory, &selection, &[499, 2_000]);
    }
    world.assert_totals(inventory, &Scope::All);
}

#[test]
fn rows_in_any_order_are_listed_by_id() {
    let world = world(1);
    assert_equal(&world, &world.build(&world.numbers));
}

#[test]
fn rows_of_two_channels_are_listed_as_one() {
    let world = world(2);
    assert_equal(&world, &world.build(&world.numbers));
}

#[test]
fn rows_removed_and_brought_back_leave_no_trace() {
    let mut world = world(2);
    let all = world.numbers.clone();
    let mut inventory = world.build(&all);
    let (gone, kept): (Vec<_>, Vec<_>) = all.iter().copied().partition(|number| number.id.as_i64() / 10 % 11 < 9);
    for number in &gone {
        assert!(inventory.remove(TENANTS[0], number.id));
    }
    inventory.settle();
    world.numbers = kept;
    assert_equal(&world, &inventory);

    for number in gone.iter().rev() {
        inventory.upsert(number);
    }
    inventory.settle();
    world.numbers = all;
    assert_equal(&world, &inventory);

    for number in &world.numbers {
        assert!(inventory.remove(TENANTS[0], number.id));
    }
    inventory.settle();
    world.numbers.clear();
    assert_equal(&world, &inventory);
    assert!(inventory.is_empty() && inventory.knows_tenant(TENANTS[0]));
}
