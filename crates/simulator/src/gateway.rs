//! The gateway: the provisioning API of Azure Communications Gateway.
//!
//! Here stands what every call goes through, in this order: token and role, rate, version, faults, repeatability.

mod account;
mod address;
mod batch;
mod condition;
mod consent;
mod list;
mod number;
mod written;

use crate::asked::Asked;
use crate::fault::{Aim, Instead};
use crate::refusal::Refusal;
use crate::repeat::Pair;
use crate::reply::Reply;
use crate::route::{Operation, Right, Route};
use crate::token::{Audience, NotAccepted};
use crate::world::World;
use crate::world::order::Ordered;
use bytes::Bytes;
use http::{HeaderValue, Response};
use numberline_domain::Guid;

const VERSION: &str = "2024-02-29-preview";
const TRACE: &str = "x-ms-client-request-id";

/// An answer, or why there is none.
type Answered = Result<Response<Bytes>, Refusal>;

/// Answers a call.
pub(crate) fn answer(world: &mut World, asked: &Asked<'_>) -> Reply {
    let mut reply = match attempt(world, asked) {
        Ok(reply) => reply,
        Err(refusal) => refusal.into_gateway().into(),
    };
    // The list of all numbers is the one call that takes no trace id.
    if asked.operation() != Some(Operation::ListNumbers)
        && let Some(trace) = asked.headers.get(TRACE)
        && Guid::parse(trace.to_str().unwrap_or_default()).is_ok()
    {
        reply.answer.headers_mut().insert(TRACE, trace.clone());
    }
    reply
}

fn attempt(world: &mut World, asked: &Asked<'_>) -> Result<Reply, Refusal> {
    let unknown = || Refusal::new(404, "ResourceNotFound", "There is nothing at this path.");
    let route = asked.route.as_ref().ok_or_else(unknown)?;
    admit(world, asked, route.operation)?;
    let now = world.now();
    if let Err(seconds) = world.window.admit(world.options.settings.rate, now) {
        let refusal = Refusal::new(429, "TooManyRequests", "Too many calls in a minute: wait, then ask again.");
        return Err(refusal.with("retry-after", seconds.to_string()));
    }
    check_version(asked)?;
    let tenant = Guid::parse(&route.item).ok();
    let aim = world.aim(route.operation, &route.account, tenant);
    match world.strike(&aim) {
        Some(Instead::Refusal(refusal)) => return Err(refusal),
        Some(Instead::Delivery(delivery)) => {
            return Ok(Reply { answer: crate::reply::empty(500), delivery });
        }
        None => {}
    }
    let answer = repeatably(world, asked, route, &aim)?;
    Ok(world.damage(&aim, answer))
}

/// Judges the token and its roles.
fn admit(world: &World, asked: &Asked<'_>, operation: Operation) -> Result<(), Refusal> {
    let challenge =
        |message: &str| Refusal::new(401, "Unauthorized", message).with("www-authenticate", "Bearer realm=\"gateway\"");
    match world.tokens.accept(asked.bearer(), world.now()) {
        Ok(Audience::Gateway) => {}
        Ok(Audience::Graph(_)) => return Err(challenge("The token is for another audience.")),
        Err(NotAccepted::Missing) => return Err(challenge("There is no bearer token.")),
        Err(NotAccepted::Unknown) => return Err(challenge("The token is not valid.")),
        Err(NotAccepted::Expired) => return Err(challenge("The token has expired.")),
    }
    let roles = world.settings().roles;
    let (has, role) = match operation.right() {
        Right::Read => (roles.read, "ProvisioningAPI.Read"),
        Right::Write => (roles.write, "ProvisioningAPI.Write"),
        Right::Delete => (roles.delete, "ProvisioningAPI.Delete"),
    };
    let missing = || Refusal::new(403, "Forbidden", format!("The token has no role {role}."));
    if has { Ok(()) } else { Err(missing()) }
}

fn check_version(asked: &Asked<'_>) -> Result<(), Refusal> {
    match asked.parameter("api-version") {
        Some(VERSION) => Ok(()),
        Some(other) => {
            let message = format!("There is no version `{other}`; `{VERSION}` is one.");
            Err(Refusal::new(400, "UnsupportedApiVersionValue", message).at("api-version"))
        }
        None => Err(Refusal::new(400, "MissingApiVersionParameter", "Name the version.").at("api-version")),
    }
}

/// Does what is asked, unless it was done before.
fn repeatably(world: &mut World, asked: &Asked<'_>, route: &Route, aim: &Aim) -> Answered {
    let pair = if route.operation.is_repeatable() { Pair::read(asked)? } else { None };
    let Some(pair) = pair else { return act(world, asked, route, aim, None) };
    let (length, now) = (world.settings().repeatability, world.now());
    if let Some(answer) = world.memory.recall(&pair, length, now)? {
        return Ok(answer);
    }
    let mut answer = act(world, asked, route, aim, Some(pair.id.clone()))?;
    answer.headers_mut().insert("repeatability-result", HeaderValue::from_static("accepted"));
    if route.operation.right() != Right::Read {
        world.memory.remember(pair, answer.clone(), now);
    }
    Ok(answer)
}

fn act(world: &mut World, asked: &Asked<'_>, route: &Route, aim: &Aim, request_id: Option<String>) -> Answered {
    let (account, item) = (route.account.as_str(), route.item.as_str());
    let ordered = Ordered { operation: route.operation.name(), request_id };
    match route.operation {
        Operation::ListAccounts => list::accounts(world, asked, aim),
        Operation::GetAccount => account::get(world, asked, account),
        Operation::PutAccount => account::put(world, asked, account, ordered),
        Operation::DeleteAccount => account::delete(world, asked, account, ordered),
        Operation::CreateOrUpdateNumbers => batch::write(world, asked, account, aim, ordered),
        Operation::DeleteNumbers => batch::delete(world, asked, account, aim, ordered),
        Operation::GetTeamsCapabilityPlans => batch::plans(world, account),
        Operation::GetTeamsAvailableCapabilities => batch::available(world, asked, account),
        Operation::ListAccountNumbers => list::numbers(world, asked, aim, Some(account)),
        Operation::GetNumber => number::get(world, asked, account, item),
        Operation::PutNumber => number::put(world, asked, [account, item], aim, ordered),
        Operation::DeleteNumber => number::delete(world, asked, [account, item], aim, ordered),
        Operation::ListCivicAddresses => list::addresses(world, asked, aim, account),
        Operation::GetCivicAddress => address::get(world, asked, account, item),
        Operation::ListNumbers => list::numbers(world, asked, aim, None),
        Operation::ListRequestsForInformation => list::consents(world, asked, aim),
        Operation::GetRequestForInformation => consent::get(world, asked, item),
        Operation::PatchRequestForInformation => consent::patch(world, asked, item, ordered),
        Operation::GraphListNumberAssignments | Operation::GraphGetNumberAssignment | Operation::GetToken => {
            Err(Refusal::new(404, "ResourceNotFound", "There is nothing at this path."))
        }
    }
}

/// What cannot be noted in the order log must not happen.
fn noted(result: std::io::Result<()>) -> Result<(), Refusal> {
    result.map_err(|error| Refusal::new(500, "OrderLogFailed", format!("The order log cannot be written: {error}")))
}

/// The body as JSON.
fn body(asked: &Asked<'_>, media_type: &str) -> Result<serde_json::Value, Refusal> {
    let given = asked.header("content-type").and_then(|value| value.split(';').next()).unwrap_or_default();
    if !given.trim().eq_ignore_ascii_case(media_type) {
        return Err(Refusal::new(415, "UnsupportedMediaType", format!("The body must be {media_type}.")));
    }
    let no_json = |error| Refusal::new(400, "InvalidJson", format!("The body is no JSON: {error}"));
    serde_json::from_slice(asked.body).map_err(no_json)
}
