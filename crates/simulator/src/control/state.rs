//! How everything stands, in numbers.

use crate::options::Settings;
use crate::simulator::{Simulator, word};
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

pub(super) async fn state(State(simulator): State<Simulator>) -> Json<Value> {
    let world = simulator.world();
    let mut counts: Map<String, Value> = ["pending", "synced", "failed", "releasing", "assigned"]
        .map(|word| (word.to_owned(), json!(0)))
        .into_iter()
        .collect();
    let mut count = |word: &str| {
        let before = counts.get(word).and_then(Value::as_u64).unwrap_or_default();
        counts.insert(word.to_owned(), json!(before + 1));
    };
    for slot in world.numbers.order() {
        let key = &world.numbers.row(*slot).shape.key;
        count(word(&key.standing));
        if key.assignment.is_assigned() {
            count("assigned");
        }
    }
    counts.insert("total".to_owned(), json!(world.numbers.order().len()));
    Json(json!({
        "now": world.now().to_string(),
        "accounts": world.accounts.len(),
        "numbers": counts,
        "faults": world.faults.rules().len(),
        "orders": world.log.counts(),
        "calls": world.calls,
        "settings": settings(world.settings()),
    }))
}

/// The settings as JSON.
pub(super) fn settings(settings: &Settings) -> Value {
    json!({
        "rate": settings.rate.to_string(),
        "syncDelaySeconds": settings.sync_delay.as_secs_f64(),
        "releaseDelaySeconds": settings.release_delay.as_secs_f64(),
        "whileReleasing": settings.while_releasing,
        "tokenLifeSeconds": settings.token_life.as_secs_f64(),
        "repeatabilitySeconds": settings.repeatability.as_secs_f64(),
        "pageSize": settings.page_size,
        "maxPageSize": settings.max_page_size,
        "roles": settings.roles,
    })
}
