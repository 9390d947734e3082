//! The lists.

use super::{Answered, account, address, consent};
use crate::asked::Asked;
use crate::fault::Aim;
use crate::filter::Filter;
use crate::page::{ListQuery, Page, link};
use crate::refusal::Refusal;
use crate::reply;
use crate::world::World;
use crate::world::account::Account;
use crate::world::number::{Numbers, Slot};
use bytes::Bytes;
use http::{HeaderValue, Response};
use numberline_domain::PhoneNumber;
use serde_json::Value;
use std::borrow::Cow;

/// Bytes that a number takes on a page, at a guess.
const NUMBER_SIZE: usize = 640;

pub(super) fn accounts(world: &mut World, asked: &Asked<'_>, aim: &Aim) -> Answered {
    let query = read(world, asked)?;
    let all = world.accounts.values().map(Account::to_json).collect();
    Ok(values(world, asked, aim, &query, all))
}

pub(super) fn consents(world: &mut World, asked: &Asked<'_>, aim: &Aim) -> Answered {
    let query = read(world, asked)?;
    let all = consent::all(world);
    Ok(values(world, asked, aim, &query, all))
}

pub(super) fn addresses(world: &mut World, asked: &Asked<'_>, aim: &Aim, account: &str) -> Answered {
    let query = read(world, asked)?;
    let all = address::of_account(world, account)?;
    Ok(values(world, asked, aim, &query, all))
}

/// The numbers of an account, or of all.
pub(super) fn numbers(world: &mut World, asked: &Asked<'_>, aim: &Aim, account: Option<&str>) -> Answered {
    let query = read(world, asked)?;
    let listed = match account {
        Some(account) => &account::find(world, account)?.numbers,
        None => world.numbers.order(),
    };
    let slots = passing(&world.numbers, listed, query.filter.as_ref());
    let (total, slots) = match slots {
        // The whole list is borrowed from the world, which the page's faults change: only its length is needed.
        Cow::Borrowed(all) => (all.len(), None),
        Cow::Owned(some) => (some.len(), Some(some)),
    };
    let page = world.page(aim, query.walk, total);
    let listed = match (&slots, account) {
        (Some(slots), _) => slots,
        (None, Some(account)) => &account::find(world, account)?.numbers[..],
        (None, None) => world.numbers.order(),
    };
    let mut body = Vec::with_capacity(page.items.len() * NUMBER_SIZE + 256);
    body.extend_from_slice(b"{\"value\":[");
    for (position, item) in page.items.iter().enumerate() {
        if position > 0 {
            body.push(b',');
        }
        let row = world.numbers.row(listed[*item]);
        row.shape.write_for_gateway(row.phone, &mut body);
    }
    Ok(finished(asked, &query, &page, body))
}

/// The slots of a list that the gateway shows and a filter lets pass: the list itself when those are all.
fn passing<'s>(numbers: &Numbers, listed: &'s [Slot], filter: Option<&Filter>) -> Cow<'s, [Slot]> {
    let shown = |slot: &&Slot| numbers.row(**slot).shape.is_at_gateway;
    let Some(filter) = filter else {
        if numbers.hidden() == 0 {
            return Cow::Borrowed(listed);
        }
        return listed.iter().filter(shown).copied().collect();
    };
    let one = filter.required("telephoneNumber").map(|text| PhoneNumber::parse(text).ok());
    let one = one.map(|phone| phone.and_then(|phone| numbers.find(phone)));
    let passes = |slot: &&Slot| {
        if one.is_some_and(|one| one != Some(**slot)) {
            return false;
        }
        let row = numbers.row(**slot);
        let mut text = Vec::new();
        row.shape.write_for_gateway(row.phone, &mut text);
        serde_json::from_slice(&text).is_ok_and(|number| filter.accepts(&number, false))
    };
    listed.iter().filter(shown).filter(passes).copied().collect()
}

fn read(world: &World, asked: &Asked<'_>) -> Result<ListQuery, Refusal> {
    ListQuery::read(asked, world.settings().page_size, world.settings().max_page_size)
}

fn values(world: &mut World, asked: &Asked<'_>, aim: &Aim, query: &ListQuery, mut all: Vec<Value>) -> Response<Bytes> {
    if let Some(filter) = &query.filter {
        all.retain(|value| filter.accepts(value, false));
    }
    let page = world.page(aim, query.walk, all.len());
    let items: Vec<_> = page.items.iter().map(|item| all[*item].to_string()).collect();
    finished(asked, query, &page, format!("{{\"value\":[{}", items.join(",")).into_bytes())
}

/// The page after its last item.
fn finished(asked: &Asked<'_>, query: &ListQuery, page: &Page, mut body: Vec<u8>) -> Response<Bytes> {
    body.push(b']');
    if let Some(next) = page.next {
        let link = Value::from(link(asked, next, ["top", "skip"]));
        body.extend_from_slice(format!(",\"nextLink\":{link}").as_bytes());
    }
    body.push(b'}');
    let mut answer = reply::rendered(200, body);
    if query.counts {
        answer.headers_mut().insert("x-ms-record-count", HeaderValue::from(page.total));
    }
    answer
}
