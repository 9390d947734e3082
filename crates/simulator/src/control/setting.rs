//! Settings, time, life, and a new beginning.

use super::{Answered, Refused};
use crate::options::{Roles, WhileReleasing};
use crate::simulator::Simulator;
use crate::world::life::Life;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Change {
    rate: Option<String>,
    sync_delay_seconds: Option<f64>,
    release_delay_seconds: Option<f64>,
    while_releasing: Option<WhileReleasing>,
    token_life_seconds: Option<f64>,
    repeatability_seconds: Option<f64>,
    page_size: Option<usize>,
    max_page_size: Option<usize>,
    roles: Option<Roles>,
}

pub(super) async fn change(State(simulator): State<Simulator>, Json(change): Json<Change>) -> Answered {
    let rate = change.rate.as_deref().map(str::parse).transpose().map_err(Refused::bad)?;
    let [sync_delay, release_delay, token_life, repeatability] = [
        change.sync_delay_seconds,
        change.release_delay_seconds,
        change.token_life_seconds,
        change.repeatability_seconds,
    ]
    .map(|seconds| seconds.map(length).transpose());
    let (sync_delay, release_delay) = (sync_delay?, release_delay?);
    let (token_life, repeatability) = (token_life?, repeatability?);
    if [change.page_size, change.max_page_size].contains(&Some(0)) {
        return Err(Refused::bad("a page has at least one item"));
    }
    simulator.set(|settings| {
        settings.rate = rate.unwrap_or(settings.rate);
        settings.sync_delay = sync_delay.unwrap_or(settings.sync_delay);
        settings.release_delay = release_delay.unwrap_or(settings.release_delay);
        settings.while_releasing = change.while_releasing.unwrap_or(settings.while_releasing);
        settings.token_life = token_life.unwrap_or(settings.token_life);
        settings.repeatability = repeatability.unwrap_or(settings.repeatability);
        settings.page_size = change.page_size.unwrap_or(settings.page_size);
        settings.max_page_size = change.max_page_size.unwrap_or(settings.max_page_size);
        settings.roles = change.roles.unwrap_or(settings.roles);
    });
    Ok(Json(super::state::settings(&simulator.settings())))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    seconds: f64,
}

pub(super) async fn advance(State(simulator): State<Simulator>, Json(advance): Json<Advance>) -> Answered {
    simulator.advance(length(advance.seconds)?);
    Ok(Json(json!({ "now": simulator.world().now().to_string() })))
}

pub(super) async fn live(State(simulator): State<Simulator>, Json(life): Json<Life>) -> Answered {
    length(life.every_seconds)?;
    simulator.live(Some(life));
    Ok(Json(json!({})))
}

pub(super) async fn rest(State(simulator): State<Simulator>) -> Json<Value> {
    simulator.live(None);
    Json(json!({}))
}

pub(super) async fn revoke(State(simulator): State<Simulator>) -> Json<Value> {
    simulator.revoke_tokens();
    Json(json!({}))
}

pub(super) async fn reset(State(simulator): State<Simulator>) -> Answered {
    simulator.reset()?;
    Ok(Json(json!({})))
}

fn length(seconds: f64) -> Result<Duration, Refused> {
    Duration::try_from_secs_f64(seconds).map_err(|_| Refused::bad(format!("{seconds} is no length of time")))
}
