//! The rows of tokens.

use crate::support::{Fixture, author, guid, instant};
use numberline_domain::{Role, Scope, Token, TokenHash, TokenId};
use numberline_store::{Database, Error, Tx, tenant, token};
use std::sync::Barrier;
use std::thread;

fn sample(id: i64, scope: Scope) -> Token {
    Token {
        id: TokenId(id),
        hash: TokenHash::of(&id.to_string()),
        role: Role::Operator,
        scope,
        name: Some("laptop".to_owned()),
        created_at: instant(0),
        expires_at: Some(instant(9)),
        revoked_at: None,
        last_used_at: None,
    }
}

fn write<T>(database: &Database, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
    database.write(&author(), work).map(|written| written.value)
}

#[test]
fn tokens_come_back_with_their_scopes() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let tokens = [
        sample(1, Scope::All),
        sample(2, Scope::of(vec![guid(2), guid(1)])),
        sample(3, Scope::within(vec![], vec![7, 0])),
        sample(4, Scope::within(vec![guid(1)], vec![9])),
    ];
    write(&database, |tx| {
        tenant::intern(tx, guid(1), 1)?;
        tenant::intern(tx, guid(2), 2)?;
        tokens.iter().try_for_each(|token| token::insert(tx, token))
    })
    .unwrap();
    let mut all = Vec::new();
    database.read(|tx| token::all(tx, |token| all.push(token))).unwrap();
    assert_eq!(all, tokens);
    assert_eq!(database.read(|tx| token::get(tx, TokenId(2))).unwrap().as_ref(), Some(&tokens[1]));
    assert_eq!(database.read(|tx| token::get(tx, TokenId(5))), Ok(None));
}

#[test]
fn a_token_for_an_unknown_tenant_is_refused() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let refusal = write(&database, |tx| token::insert(tx, &sample(1, Scope::of(vec![guid(1)]))));
    assert_eq!(refusal, Err(Error::RowCount { expected: 1, touched: 0 }));
    assert_eq!(database.read(|tx| token::get(tx, TokenId(1))), Ok(None));
}

#[test]
fn a_limited_token_that_lost_its_tenants_is_damage_and_not_a_key_to_all() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| {
        tenant::intern(tx, guid(1), 1)?;
        token::insert(tx, &sample(1, Scope::of(vec![guid(1)])))
    })
    .unwrap();
    fixture.bare().execute("DELETE FROM token_tenant");
    assert_eq!(database.read(|tx| token::get(tx, TokenId(1))), Err(Error::Corrupt { what: "token_tenant".to_owned() }));
}

#[test]
fn a_token_is_revoked_once() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| token::insert(tx, &sample(1, Scope::All))).unwrap();
    let revoke = |id, at| write(&database, |tx| token::revoke(tx, TokenId(id), instant(at)));
    assert_eq!((revoke(1, 5), revoke(1, 6), revoke(2, 6)), (Ok(true), Ok(false), Ok(false)));
    assert_eq!(database.read(|tx| token::get(tx, TokenId(1))).unwrap().unwrap().revoked_at, Some(instant(5)));
}

#[test]
fn the_last_use_of_a_token_never_goes_back() {
    let fixture = Fixture::new();
    let database = fixture.open();
    write(&database, |tx| token::insert(tx, &sample(1, Scope::All))).unwrap();
    write(&database, |tx| token::touch(tx, &[(TokenId(1), instant(8)), (TokenId(1), instant(3))])).unwrap();
    assert_eq!(database.read(|tx| token::get(tx, TokenId(1))).unwrap().unwrap().last_used_at, Some(instant(8)));
}

#[test]
fn servers_that_note_the_uses_of_the_same_tokens_at_once_wait_for_each_other() {
    let fixture = Fixture::new();
    let database = fixture.open();
    let tokens: Vec<Token> = (1..=50).map(|id| sample(id, Scope::All)).collect();
    write(&database, |tx| tokens.iter().try_for_each(|token| token::insert(tx, token))).unwrap();
    let start = Barrier::new(2);
    thread::scope(|scope| {
        for is_reversed in [false, true] {
            let (fixture, start, tokens) = (&fixture, &start, &tokens);
            scope.spawn(move || {
                let database = fixture.open();
                start.wait();
                for round in 0..20 {
                    let mut uses: Vec<_> = tokens.iter().map(|token| (token.id, instant(10 + round))).collect();
                    if is_reversed {
                        uses.reverse();
                    }
                    write(&database, |tx| token::touch(tx, &uses)).unwrap();
                }
            });
        }
    });
    assert_eq!(database.read(|tx| token::get(tx, TokenId(50))).unwrap().unwrap().last_used_at, Some(instant(29)));
}
