//! The actions on an account: many numbers at once, and what they could do.

use super::written::{checked_number, read_number};
use super::{Answered, account, body, noted, number};
use crate::asked::Asked;
use crate::fault::{Aim, OrderFault, ReleaseFailure, What};
use crate::refusal::Refusal;
use crate::reply;
use crate::world::World;
use crate::world::capability::{PLANS, Plan, acquired};
use crate::world::country;
use crate::world::order::Ordered;
use crate::world::schedule::Refusal as ReleaseRefusal;
use crate::world::shape::Failure;
use numberline_domain::PhoneNumber;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The most numbers in an order.
const MOST: usize = 100;

pub(super) fn write(world: &mut World, asked: &Asked<'_>, account: &str, aim: &Aim, ordered: Ordered) -> Answered {
    account::find(world, account)?;
    let items = numbers(asked, Some(MOST))?;
    let written = items.iter().enumerate().map(|(position, item)| {
        read_number(world, account, item).map_err(|refusal| refusal.within(&format!("numbers[{position}]")))
    });
    let written = written.collect::<Result<Vec<_>, _>>()?;
    let phones: Vec<_> = written.iter().map(|number| number.phone).collect();
    refuse_twice(&phones)?;
    let failing = failing(world, aim, &phones);
    noted(world.write_numbers(ordered, account, written, &failing))?;
    let mut body = b"{\"numbers\":[".to_vec();
    for (position, phone) in phones.iter().enumerate() {
        if position > 0 {
            body.push(b',');
        }
        body.extend(number::rendered(world, account, *phone).unwrap_or_default());
    }
    body.extend_from_slice(b"]}");
    Ok(reply::rendered(200, body))
}

pub(super) fn delete(world: &mut World, asked: &Asked<'_>, account: &str, aim: &Aim, ordered: Ordered) -> Answered {
    account::find(world, account)?;
    let phones = phones(&numbers(asked, Some(MOST))?)?;
    refuse_twice(&phones)?;
    for phone in &phones {
        if let Some(slot) = world.numbers.find(*phone)
            && *world.numbers.row(slot).shape.key.account != *account
        {
            let message = format!("{phone} is another account's.");
            return Err(Refusal::new(400, "NumberInAnotherAccount", message).at("numbers"));
        }
    }
    let refusal = refusal_of_releases(world, aim);
    noted(world.delete_numbers(ordered, account, &phones, refusal))?;
    Ok(reply::empty(204))
}

pub(super) fn plans(world: &World, account: &str) -> Answered {
    account::find(world, account)?;
    let plans: Vec<_> = PLANS.iter().map(Plan::to_json).collect();
    Ok(reply::json(200, &json!({ "capabilityPlans": plans })))
}

/// What all of some numbers could have.
pub(super) fn available(world: &World, asked: &Asked<'_>, account: &str) -> Answered {
    account::find(world, account)?;
    let phones = phones(&numbers(asked, None)?)?;
    let mut common: Option<Vec<String>> = None;
    for phone in phones {
        let known = world.numbers.find(phone).and_then(|slot| world.numbers.row(slot).shape.key.capabilities.clone());
        let of_any = || {
            let usages: Vec<_> = PLANS.iter().map(|plan| plan.usage).collect();
            acquired(&usages, &[], country::is_toll_free(phone)).available
        };
        let its = known.map_or_else(of_any, |capabilities| capabilities.available.clone());
        common = Some(match common {
            None => its,
            Some(mut common) => {
                common.retain(|capability| its.contains(capability));
                common
            }
        });
    }
    Ok(reply::json(200, &json!({ "availableCapabilities": common })))
}

/// Which of some numbers will fail, as faults have it.
pub(super) fn failing(world: &mut World, aim: &Aim, phones: &[PhoneNumber]) -> HashMap<PhoneNumber, Arc<Failure>> {
    let could = |what: &What| match what {
        What::Order(OrderFault::Partial(share)) => Some(*share),
        What::Order(OrderFault::ReleaseFails(_)) | What::Call(_) | What::Answer(_) | What::List(_) => None,
    };
    let Some(share) = world.draw(aim, could) else { return HashMap::new() };
    let message = "The number could not be provisioned: a fault was asked for.".to_owned();
    let failure = Arc::new(Failure { code: "ProvisioningFailed".to_owned(), message });
    let mut failing: HashMap<_, _> = HashMap::new();
    for phone in phones {
        if world.random.happens(share) {
            failing.insert(*phone, Arc::clone(&failure));
        }
    }
    if failing.is_empty()
        && let Some(phone) = phones.get(world.random.below(phones.len()))
    {
        failing.insert(*phone, failure);
    }
    failing
}

/// How the deletes of an order end, as faults have it.
pub(super) fn refusal_of_releases(world: &mut World, aim: &Aim) -> ReleaseRefusal {
    let could = |what: &What| match what {
        What::Order(OrderFault::ReleaseFails(how)) => Some(*how),
        What::Order(OrderFault::Partial(_)) | What::Call(_) | What::Answer(_) | What::List(_) => None,
    };
    match world.draw(aim, could) {
        None => ReleaseRefusal::None,
        Some(ReleaseFailure::Failed) => ReleaseRefusal::Failed,
        Some(ReleaseFailure::Silent) => ReleaseRefusal::Silent,
    }
}

/// The items of a body `{"numbers":[…]}`. None at all is refused: our choice.
fn numbers(asked: &Asked<'_>, most: Option<usize>) -> Result<Vec<Value>, Refusal> {
    let invalid = |message: &str| Refusal::new(400, "InvalidBatch", message).at("numbers");
    let mut body = body(asked, "application/json")?;
    let Value::Array(items) = body["numbers"].take() else { return Err(invalid("numbers must be a list.")) };
    if items.is_empty() {
        return Err(invalid("numbers must not be empty."));
    }
    if most.is_some_and(|most| items.len() > most) {
        return Err(invalid("There may be at most 100 numbers in a call."));
    }
    Ok(items)
}

fn phones(items: &[Value]) -> Result<Vec<PhoneNumber>, Refusal> {
    let read = |(position, item): (usize, &Value)| {
        let number = checked_number(item["telephoneNumber"].as_str().unwrap_or_default());
        number.map_err(|refusal| refusal.within(&format!("numbers[{position}]")))
    };
    items.iter().enumerate().map(read).collect()
}

/// One number once in a call: our choice.
fn refuse_twice(phones: &[PhoneNumber]) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    match phones.iter().find(|phone| !seen.insert(**phone)) {
        None => Ok(()),
        Some(phone) => Err(Refusal::new(400, "NumberRepeated", format!("{phone} is there twice.")).at("numbers")),
    }
}
