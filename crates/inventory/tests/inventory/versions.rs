//! Seqs, tenants and tokens.

use crate::heads::{bare_number, simple_world};
use crate::strategies::TENANTS;
use numberline_domain::{ChannelId, Guid, Role, Scope, Status, StatusFilter, Ticks, Token, TokenHash, TokenId};
use numberline_inventory::{Commit, Inventory, Selection, Touched};

fn commit(seq: u64) -> Commit {
    Commit { seq, mark: 77 }
}

#[test]
fn a_scope_hears_nothing_of_others() {
    let mut inventory = Inventory::new();
    let touched = |tenant, seq| Touched { tenant, channel: Some(0), commit: commit(seq) };
    inventory.announce(4, [touched(TENANTS[0], 3), touched(TENANTS[1], 4)].into_iter());
    inventory.announce(9, [touched(TENANTS[1], 8)].into_iter());
    let first = Scope::of(vec![TENANTS[0]]);
    let both = Scope::of(vec![TENANTS[0], TENANTS[1]]);
    assert_eq!(inventory.scope_seq(&Scope::All), 9);
    assert_eq!(inventory.scope_seq(&first), 3);
    assert_eq!(inventory.scope_seq(&both), 8);
    let touched = |scope, tenant| inventory.touched(&Selection { scope, tenant, filter: StatusFilter::All });
    assert_eq!(touched(&Scope::All, Some(TENANTS[0])), commit(3));
    assert_eq!(touched(&both, None), commit(8));
    assert_eq!(touched(&first, Some(TENANTS[1])), Commit::default());
    // What touched no number, a token perhaps, makes no page another.
    assert_eq!(touched(&Scope::All, None), commit(8));
}

#[test]
fn a_scope_of_channels_hears_nothing_of_others() {
    let mut inventory = Inventory::new();
    let touched = |tenant, channel, seq| Touched { tenant: TENANTS[tenant], channel, commit: commit(seq) };
    inventory.announce(5, [touched(0, Some(1), 3), touched(0, Some(2), 4), touched(1, Some(2), 5)].into_iter());
    let news = |inventory: &Inventory, tenants: &[usize], channels: &[ChannelId]| {
        let tenants = tenants.iter().map(|tenant| TENANTS[*tenant]).collect();
        inventory.scope_seq(&Scope::within(tenants, channels.to_vec()))
    };
    let told = |inventory: &Inventory| {
        [
            news(inventory, &[], &[1]),
            news(inventory, &[], &[2]),
            news(inventory, &[], &[1, 2]),
            news(inventory, &[0], &[2]),
            news(inventory, &[0, 1], &[1]),
            news(inventory, &[], &[3]),
        ]
    };
    assert_eq!(told(&inventory), [3, 5, 5, 4, 3, 0]);
    inventory.announce(9, [touched(0, None, 8)].into_iter());
    assert_eq!(told(&inventory), [8, 8, 8, 8, 8, 0]);
    let of = |channel| Scope::within(vec![], vec![channel]);
    assert!(inventory.shows_tenant(TENANTS[0], &of(1)) && !inventory.shows_tenant(TENANTS[1], &of(1)));
    let tag = |tenant, channel| {
        inventory.touched(&Selection { scope: &of(channel), tenant: Some(tenant), filter: StatusFilter::All })
    };
    assert_eq!((tag(TENANTS[1], 2), tag(TENANTS[1], 1)), (commit(5), Commit::default()));
}

#[test]
fn an_emptied_tenant_stays_known() {
    let mut inventory = Inventory::new();
    inventory.name_tenant(TENANTS[0]);
    assert!(inventory.knows_tenant(TENANTS[0]));
    assert!(!inventory.knows_tenant(TENANTS[1]));
    assert_eq!(inventory.tenant_count(), 1);
    let selection = Selection { scope: &Scope::All, tenant: Some(TENANTS[0]), filter: StatusFilter::All };
    let mut page = Vec::new();
    inventory.page(&selection, 1, 200, &mut page);
    assert_eq!(page, br#"{"currentPage":1,"pageSize":200,"totalPages":0,"totalRecords":0,"data":[]}"#);
}

#[test]
fn a_page_far_past_the_end_is_empty() {
    let mut world = simple_world();
    world.shapes = vec![numberline_domain::Shape { job: 1, service: 1, sbc: 1, offer: 1 }];
    world.numbers = vec![bare_number(1, 1, Status::Active)];
    let inventory = world.build(&world.numbers);
    let selection = Selection { scope: &Scope::All, tenant: None, filter: StatusFilter::All };
    for page in [2, u64::MAX] {
        let mut text = Vec::new();
        inventory.page(&selection, page, 10_000, &mut text);
        let expected =
            format!(r#"{{"currentPage":{page},"pageSize":10000,"totalPages":1,"totalRecords":1,"data":[]}}"#);
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}

#[test]
fn a_token_is_found_by_its_hash_until_dropped() {
    let token = Token {
        id: TokenId(1),
        hash: TokenHash::of("nl_1"),
        role: Role::Reader,
        scope: Scope::of(vec![Guid::from_u128(1)]),
        name: None,
        created_at: Ticks::from_i64(0).unwrap(),
        expires_at: None,
        revoked_at: None,
        last_used_at: None,
    };
    let revoked = Token { revoked_at: Some(token.created_at), ..token.clone() };
    let mut inventory = Inventory::new();
    inventory.put_token(token);
    inventory.put_token(revoked.clone());
    assert_eq!(inventory.token(&TokenHash::of("nl_1")), Some(&revoked));
    assert_eq!(inventory.token(&TokenHash::of("nl_2")), None);
    inventory.drop_tokens();
    assert_eq!(inventory.token(&revoked.hash), None);
}

#[test]
fn an_inventory_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Inventory::new());
}
