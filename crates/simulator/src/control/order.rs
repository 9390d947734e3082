//! The log of orders.

use crate::simulator::Simulator;
use crate::world::log::Order;
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// The last order that is known already.
    #[serde(default)]
    after: usize,
    /// The most orders to tell; all when it is missing.
    top: Option<usize>,
}

pub(super) async fn list(State(simulator): State<Simulator>, Query(part): Query<Part>) -> Json<Value> {
    let world = simulator.world();
    let orders = world.log.orders().iter().skip(part.after).take(part.top.unwrap_or(usize::MAX));
    Json(json!({ "counts": world.log.counts(), "orders": orders.map(Order::to_json).collect::<Vec<_>>() }))
}
