//! Graph: the number assignments of a customer's directory.

use crate::asked::Asked;
use crate::fault::{Aim, Instead};
use crate::filter::{self, Filter};
use crate::page::{Walk, link};
use crate::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::route::{Operation, Route};
use crate::token::{Audience, NotAccepted};
use crate::world::World;
use crate::world::number::Slot;
use crate::world::shape::phone_of;
use bytes::Bytes;
use http::{HeaderValue, Response};
use numberline_domain::{Guid, PhoneNumber};
use serde_json::Value;

/// Rows on a page: by default, and at most.
const DEFAULT_TOP: usize = 500;
const MAX_TOP: usize = 1000;
/// What a filter may be about: every member but `id` and `city`.
const FILTERED: [&str; 17] = [
    "telephoneNumber",
    "operatorId",
    "numberType",
    "activationState",
    "capabilities",
    "locationId",
    "civicAddressId",
    "networkSiteId",
    "assignmentTargetId",
    "assignmentCategory",
    "portInStatus",
    "assignmentStatus",
    "isoCountryCode",
    "numberSource",
    "supportedCustomerActions",
    "reverseNumberLookupOptions",
    "assignmentBlockedState",
];

/// Answers a call.
pub(crate) fn answer(world: &mut World, asked: &Asked<'_>) -> Reply {
    let trace = world.random.guid().to_string();
    let mut reply = match attempt(world, asked) {
        Ok(reply) => reply,
        Err(refusal) => refusal.into_graph(asked, &trace, world.now()).into(),
    };
    let headers = reply.answer.headers_mut();
    headers.insert("client-request-id", asked.headers.get("client-request-id").cloned().unwrap_or(value(&trace)));
    headers.insert("request-id", value(&trace));
    reply
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("unknown"))
}

fn attempt(world: &mut World, asked: &Asked<'_>) -> Result<Reply, Refusal> {
    let unknown = || Refusal::new(404, "ResourceNotFound", "There is nothing at this path.");
    let route = asked.route.as_ref().ok_or_else(unknown)?;
    let tenant = admit(world, asked)?;
    let aim = world.aim(route.operation, "", Some(tenant));
    match world.strike(&aim) {
        Some(Instead::Refusal(refusal)) => return Err(refusal),
        Some(Instead::Delivery(delivery)) => return Ok(Reply { answer: reply::empty(500), delivery }),
        None => {}
    }
    let answer = act(world, asked, route, &aim, tenant)?;
    Ok(world.damage(&aim, answer))
}

/// The directory that the token is of.
fn admit(world: &World, asked: &Asked<'_>) -> Result<Guid, Refusal> {
    let refuse = |message: &str| {
        Err(Refusal::new(401, "InvalidAuthenticationToken", message).with("www-authenticate", "Bearer realm=\"\""))
    };
    let tenant = match world.tokens.accept(asked.bearer(), world.now()) {
        Ok(Audience::Graph(tenant)) => tenant,
        Ok(Audience::Gateway) => return refuse("Access token validation failure. Invalid audience."),
        Err(NotAccepted::Missing) => return refuse("Access token is empty."),
        Err(NotAccepted::Unknown) => return refuse("Access token is malformed."),
        Err(NotAccepted::Expired) => return refuse("Lifetime validation failed, the token is expired."),
    };
    if world.tenants.get(&tenant).is_some_and(|tenant| tenant.trusts_us) {
        return Ok(tenant);
    }
    Err(Refusal::new(403, "Forbidden", "The application may not read the telephone numbers of this directory."))
}

fn act(
    world: &mut World,
    asked: &Asked<'_>,
    route: &Route,
    aim: &Aim,
    tenant: Guid,
) -> Result<Response<Bytes>, Refusal> {
    if route.operation == Operation::GraphGetNumberAssignment {
        let phone = phone_of(tenant, &route.item);
        let slot = phone.and_then(|phone| world.numbers.find(phone));
        let slot = slot.filter(|slot| world.seen_by(tenant).contains(slot));
        let unknown = || Refusal::new(404, "NotFound", "The directory has no such number.");
        return Ok(reply::rendered(200, rendered(world, tenant, slot.ok_or_else(unknown)?)));
    }
    let top = count(asked, "$top")?.unwrap_or(DEFAULT_TOP);
    if !(1..=MAX_TOP).contains(&top) {
        return Err(bad(format!("$top must be 1 to {MAX_TOP}")));
    }
    let walk = Walk { skip: count(asked, "$skip")?.unwrap_or_default(), top: None, size: top };
    let filter = asked.parameter("$filter").map(filter::parse).transpose().map_err(|error| bad(error.to_string()))?;
    if let Some(filter) = &filter
        && let Some(member) = filter.members().into_iter().find(|member| !FILTERED.contains(member))
    {
        return Err(bad(format!("`{member}` cannot be filtered")));
    }
    let some = filter.map(|filter| passing(world, tenant, &filter));
    let items = some.as_ref().map_or_else(|| world.seen_by(tenant).len(), Vec::len);
    let page = world.page(aim, walk, items);
    let slots: Vec<Slot> = match &some {
        Some(slots) => page.items.iter().map(|item| slots[*item]).collect(),
        None => {
            let seen = world.seen_by(tenant);
            page.items.iter().map(|item| seen[*item]).collect()
        }
    };
    let metadata = format!("{}/$metadata#admin/teams/telephoneNumberManagement/numberAssignments", asked.base);
    let mut body = format!("{{\"@odata.context\":{},\"value\":[", Value::from(metadata)).into_bytes();
    for (position, slot) in slots.into_iter().enumerate() {
        if position > 0 {
            body.push(b',');
        }
        let row = world.numbers.row(slot);
        row.shape.write_for_graph(row.phone, tenant, &mut body);
    }
    body.push(b']');
    if let Some(next) = page.next {
        let link = Value::from(link(asked, next, ["", "$skip"]));
        body.extend_from_slice(format!(",\"@odata.nextLink\":{link}").as_bytes());
    }
    body.push(b'}');
    Ok(reply::rendered(200, body))
}

/// The numbers that a filter lets pass. Its words are compared without regard to case, as the examples suggest.
fn passing(world: &mut World, tenant: Guid, filter: &Filter) -> Vec<Slot> {
    let candidates = match filter.required("telephoneNumber") {
        Some(text) => {
            let slot = PhoneNumber::parse(text).ok().and_then(|phone| world.numbers.find(phone));
            let is_seen = |slot: &Slot| {
                let key = &world.numbers.row(*slot).shape.key;
                let account = &world.accounts[&key.account];
                key.capabilities.is_some() && account.tenant() == Some(tenant) && account.is_passed_on()
            };
            slot.filter(is_seen).into_iter().collect()
        }
        None => world.seen_by(tenant).to_vec(),
    };
    let passes = |slot: &Slot| {
        serde_json::from_slice(&rendered(world, tenant, *slot)).is_ok_and(|row| filter.accepts(&row, true))
    };
    candidates.into_iter().filter(passes).collect()
}

fn rendered(world: &World, tenant: Guid, slot: Slot) -> Vec<u8> {
    let mut body = Vec::new();
    let row = world.numbers.row(slot);
    row.shape.write_for_graph(row.phone, tenant, &mut body);
    body
}

fn count(asked: &Asked<'_>, name: &str) -> Result<Option<usize>, Refusal> {
    let Some(text) = asked.parameter(name) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| bad(format!("{name} must be a number of rows")))
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "BadRequest", message)
}
