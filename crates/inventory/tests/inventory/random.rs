//! Whatever is done to it in whatever order, the inventory equals the plain rendering.

use crate::plain::World;
use crate::strategies::{self as random, CHANNELS, TENANTS};
use numberline_domain::{Guid, Number, Offer, Place, SbcFacts, Scope, ServiceFacts, Status, StatusFilter};
use numberline_inventory::{Inventory, Selection};
use proptest::prelude::*;
use proptest::sample::Index;

#[derive(Debug, Clone)]
enum Operation {
    Upsert(Number),
    Remove(Index),
    ChangeStatus(Index, Status),
    ChangeShape(Index, u32),
    RenameService(Index, ServiceFacts),
    RenameSbc(Index, SbcFacts),
    ChangeOffer(Index, Offer),
    ChangePlace(Index, Place),
    Settle,
}

fn operation() -> impl Strategy<Value = Operation> {
    let index = any::<Index>;
    prop_oneof![
        12 => random::number().prop_map(Operation::Upsert),
        3 => index().prop_map(Operation::Remove),
        3 => (index(), random::status()).prop_map(|(index, status)| Operation::ChangeStatus(index, status)),
        3 => (index(), 1..=30_u32).prop_map(|(index, shape)| Operation::ChangeShape(index, shape)),
        1 => (index(), random::service()).prop_map(|(index, facts)| Operation::RenameService(index, facts)),
        1 => (index(), random::sbc()).prop_map(|(index, facts)| Operation::RenameSbc(index, facts)),
        1 => (index(), random::offer()).prop_map(|(index, offer)| Operation::ChangeOffer(index, offer)),
        1 => (index(), random::place()).prop_map(|(index, place)| Operation::ChangePlace(index, place)),
        1 => Just(Operation::Settle),
    ]
}

/// The id of one of these facts, and the fact.
fn choose<'a, T>(facts: &'a mut [T], index: &Index) -> (u32, &'a mut T) {
    let position = index.index(facts.len());
    (u32::try_from(position).unwrap() + 1, &mut facts[position])
}

fn upsert(world: &mut World, inventory: &mut Inventory, number: Number) {
    let elsewhere = world.numbers.iter().find(|other| other.id == number.id).map(|other| world.tenant_of(other));
    world.upsert(number);
    inventory.upsert(&number);
    // What the change log says of the tenant that the id left.
    if let Some(old) = elsewhere.filter(|old| *old != world.tenant_of(&number)) {
        inventory.remove(old, number.id);
    }
}

fn perform(world: &mut World, inventory: &mut Inventory, operation: &Operation) {
    let chosen = |world: &World, index: &Index| (!world.numbers.is_empty()).then(|| *index.get(&world.numbers));
    match operation {
        Operation::Upsert(number) => upsert(world, inventory, *number),
        Operation::Remove(index) => {
            let Some(number) = chosen(world, index) else { return };
            let tenant = world.tenant_of(&number);
            let other = TENANTS.into_iter().find(|other| *other != tenant).unwrap();
            assert!(!inventory.remove(other, number.id));
            assert!(inventory.remove(tenant, number.id));
            assert!(!inventory.remove(tenant, number.id));
            world.numbers.retain(|other| other.id != number.id);
        }
        Operation::ChangeStatus(index, status) => {
            let Some(number) = chosen(world, index) else { return };
            upsert(world, inventory, Number { status: *status, ..number });
        }
        Operation::ChangeShape(index, shape) => {
            let Some(number) = chosen(world, index) else { return };
            upsert(world, inventory, Number { shape: *shape, ..number });
        }
        Operation::RenameService(index, facts) => {
            let (id, service) = choose(&mut world.services, index);
            let (tenant_id, ovoc_channel_id) = (service.tenant_id, service.ovoc_channel_id);
            *service = ServiceFacts { tenant_id, ovoc_channel_id, ..facts.clone() };
            inventory.define_service(id, service);
        }
        Operation::RenameSbc(index, facts) => {
            let (id, sbc) = choose(&mut world.sbcs, index);
            *sbc = facts.clone();
            inventory.define_sbc(id, sbc);
        }
        Operation::ChangeOffer(index, facts) => {
            let (id, offer) = choose(&mut world.offers, index);
            *offer = facts.clone();
            inventory.define_offer(id, offer);
        }
        Operation::ChangePlace(index, facts) => {
            let (id, place) = choose(&mut world.places, index);
            *place = facts.clone();
            inventory.define_place(id, place);
        }
        Operation::Settle => {
            inventory.settle();
            assert_equal(world, inventory);
        }
    }
}

fn assert_equal(world: &World, inventory: &Inventory) {
    let unknown = Guid::from_u128(99);
    let some = vec![TENANTS[0], TENANTS[2], unknown];
    let scopes = [
        Scope::All,
        Scope::of(vec![TENANTS[1]]),
        Scope::of(some.clone()),
        Scope::within(vec![], vec![CHANNELS[0]]),
        Scope::within(vec![], vec![CHANNELS[1], 6]),
        Scope::within(vec![], CHANNELS.to_vec()),
        Scope::within(some, vec![CHANNELS[1]]),
        Scope::of(vec![TENANTS[0]]).narrowed_to(CHANNELS[0]),
        Scope::within(vec![], vec![CHANNELS[0]]).narrowed_to(CHANNELS[1]),
    ];
    let filters = Status::ALL.map(StatusFilter::Only).into_iter().chain([StatusFilter::All]);
    for (scope, filter) in scopes.iter().flat_map(|scope| filters.clone().map(move |filter| (scope, filter))) {
        for tenant in [None, Some(TENANTS[0]), Some(TENANTS[1]), Some(unknown)] {
            world.assert_pages(inventory, &Selection { scope, tenant, filter }, &[1, 3, 100]);
        }
    }
    for scope in &scopes {
        world.assert_totals(inventory, scope);
        for number in &world.numbers {
            world.assert_look_up(inventory, scope, number.phone);
        }
        for tenant in TENANTS {
            [1, 3, 100].into_iter().for_each(|size| world.assert_slices(inventory, scope, tenant, size));
            let is_shown =
                scope.admits_tenant(tenant) && CHANNELS.into_iter().any(|channel| scope.admits_channel(channel));
            assert_eq!(inventory.shows_tenant(tenant, scope), is_shown);
        }
        assert!(!inventory.shows_tenant(unknown, scope));
    }
    assert_eq!(inventory.len(), world.numbers.len() as u64);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_page_equals_the_plain_rendering(
        mut world in random::world(),
        operations in proptest::collection::vec(operation(), 1..100),
    ) {
        let mut inventory = world.build([]);
        for operation in &operations {
            perform(&mut world, &mut inventory, operation);
        }
        inventory.settle();
        assert_equal(&world, &inventory);
        assert_equal(&world, &world.build(&world.numbers));
        assert_equal(&world, &world.build(world.numbers.iter().rev()));
    }
}
