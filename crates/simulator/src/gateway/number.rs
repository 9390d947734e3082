//! Single numbers.

use super::batch::{failing, refusal_of_releases};
use super::written::{checked_number, read_number};
use super::{Answered, account, body, condition, noted};
use crate::asked::Asked;
use crate::fault::Aim;
use crate::refusal::Refusal;
use crate::reply;
use crate::world::World;
use crate::world::order::Ordered;
use numberline_domain::PhoneNumber;

/// The number as the gateway shows it; `None` when the account has none that shows.
pub(super) fn rendered(world: &World, account: &str, phone: PhoneNumber) -> Option<Vec<u8>> {
    let row = world.numbers.row(world.numbers.find(phone)?);
    let shows = *row.shape.key.account == *account && row.shape.is_at_gateway;
    shows.then(|| {
        let mut body = Vec::new();
        row.shape.write_for_gateway(row.phone, &mut body);
        body
    })
}

pub(super) fn get(world: &World, asked: &Asked<'_>, account: &str, number: &str) -> Answered {
    account::find(world, account)?;
    let unknown = || Refusal::new(404, "NumberNotFound", "The account has no such number.").at("telephoneNumber");
    let body = rendered(world, account, checked_number(number)?).ok_or_else(unknown)?;
    condition::resource(asked, body)
}

pub(super) fn put(
    world: &mut World,
    asked: &Asked<'_>,
    [account, number]: [&str; 2],
    aim: &Aim,
    ordered: Ordered,
) -> Answered {
    let phone = checked_number(number)?;
    let written = read_number(world, account, &body(asked, "application/json")?)?;
    if written.phone != phone {
        let message = "The body must have the number in the path.";
        return Err(Refusal::new(400, "InvalidNumber", message).at("telephoneNumber"));
    }
    let present = rendered(world, account, phone);
    condition::check(asked, present.as_deref())?;
    let failing = failing(world, aim, &[phone]);
    noted(world.write_numbers(ordered, account, vec![written], &failing))?;
    let status = if present.is_some() { 200 } else { 201 };
    Ok(condition::tagged(status, rendered(world, account, phone).unwrap_or_default()))
}

pub(super) fn delete(
    world: &mut World,
    asked: &Asked<'_>,
    [account, number]: [&str; 2],
    aim: &Aim,
    ordered: Ordered,
) -> Answered {
    account::find(world, account)?;
    let phone = checked_number(number)?;
    let present = rendered(world, account, phone);
    condition::check(asked, present.as_deref())?;
    let refusal = refusal_of_releases(world, aim);
    // A number of another account is none of this one's, and what is not there has been deleted: our choice.
    if present.is_some() || world.numbers.find(phone).is_none() {
        noted(world.delete_numbers(ordered, account, &[phone], refusal))?;
    }
    Ok(reply::empty(204))
}
