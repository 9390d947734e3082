//! The token call: client credentials, for the gateway from the operator's directory, for Graph from a customer's.

use crate::asked::{Asked, pairs};
use crate::fault::Instead;
use crate::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::timepiece::ticks;
use crate::token::Audience;
use crate::world::World;
use bytes::Bytes;
use http::Response;
use numberline_domain::Guid;
use serde_json::json;

/// The scope that means Graph; every other one that ends in `/.default` means the gateway, whose audience is configured.
const GRAPH: &str = "https://graph.microsoft.com/.default";

/// Answers a call.
pub(crate) fn answer(world: &mut World, asked: &Asked<'_>) -> Reply {
    match attempt(world, asked) {
        Ok(reply) => reply,
        Err(refusal) => refusal.into_tokens().into(),
    }
}

fn attempt(world: &mut World, asked: &Asked<'_>) -> Result<Reply, Refusal> {
    let unknown = || Refusal::new(404, "invalid_request", "There is nothing at this path.");
    let route = asked.route.as_ref().ok_or_else(unknown)?;
    let aim = world.aim(route.operation, "", Guid::parse(&route.account).ok());
    match world.strike(&aim) {
        Some(Instead::Refusal(refusal)) => return Err(refusal),
        Some(Instead::Delivery(delivery)) => return Ok(Reply { answer: reply::empty(500), delivery }),
        None => {}
    }
    let answer = issue(world, asked, &route.account)?;
    Ok(world.damage(&aim, answer))
}

fn issue(world: &mut World, asked: &Asked<'_>, directory: &str) -> Result<Response<Bytes>, Refusal> {
    let form = pairs(asked.body);
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let needed = |name: &str| {
        field(name).ok_or_else(|| refuse(400, "invalid_request", 900_144, format!("The body must contain `{name}`.")))
    };
    if needed("grant_type")? != "client_credentials" {
        return Err(refuse(400, "unsupported_grant_type", 70_003, "Only client credentials are understood."));
    }
    if needed("client_id")? != world.options.client_id {
        return Err(refuse(400, "unauthorized_client", 700_016, "The application is not in the directory."));
    }
    if field("client_secret") != Some(world.options.client_secret.as_str()) {
        return Err(refuse(401, "invalid_client", 7_000_215, "The client secret is not right."));
    }
    let scope = needed("scope")?;
    if !scope.ends_with("/.default") {
        return Err(refuse(400, "invalid_scope", 1_002_012, "The scope must be a resource and `/.default`."));
    }
    let audience = audience(world, scope, directory)?;
    let (now, life) = (world.now(), world.settings().token_life);
    let token = format!("sim-{:032x}{:032x}", world.random.guid().as_u128(), world.random.guid().as_u128());
    world.tokens.issue(token.clone(), audience, now.saturating_add(ticks(life)), now);
    let seconds = life.as_secs();
    let answer = json!({
        "token_type": "Bearer",
        "expires_in": seconds,
        "ext_expires_in": seconds,
        "access_token": token,
    });
    Ok(reply::json(200, &answer))
}

fn audience(world: &World, scope: &str, directory: &str) -> Result<Audience, Refusal> {
    let id = Guid::parse(directory).ok();
    let unknown = || refuse(400, "invalid_request", 90_002, format!("Tenant '{directory}' not found."));
    if scope != GRAPH {
        let is_ours = directory == "common" || id == Some(world.options.directory);
        return if is_ours { Ok(Audience::Gateway) } else { Err(unknown()) };
    }
    let tenant = id.filter(|id| world.tenants.contains_key(id)).ok_or_else(unknown)?;
    if world.tenants[&tenant].trusts_us {
        return Ok(Audience::Graph(tenant));
    }
    Err(refuse(400, "unauthorized_client", 700_016, "The customer has not let the application into its directory."))
}

fn refuse(status: u16, error: &'static str, number: u32, message: impl Into<String>) -> Refusal {
    Refusal::new(status, error, message).at(number.to_string())
}
