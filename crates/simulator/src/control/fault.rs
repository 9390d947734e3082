//! Faults.

use super::{Answered, Refused};
use crate::fault::Fault;
use crate::simulator::Simulator;
use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::{Value, json};

pub(super) async fn list(State(simulator): State<Simulator>) -> Json<Value> {
    let world = simulator.world();
    let rules = world.faults.rules().iter();
    let faults = rules.map(|rule| json!({ "id": rule.id, "fault": rule.fault, "struck": rule.struck }));
    Json(json!({ "faults": faults.collect::<Vec<_>>() }))
}

pub(super) async fn add(State(simulator): State<Simulator>, Json(fault): Json<Fault>) -> Answered {
    let id = simulator.add_fault(fault).map_err(Refused::bad)?;
    Ok(Json(json!({ "id": id })))
}

pub(super) async fn clear(State(simulator): State<Simulator>) -> Json<Value> {
    simulator.clear_faults();
    Json(json!({}))
}

pub(super) async fn remove(State(simulator): State<Simulator>, Path(id): Path<u64>) -> Answered {
    if simulator.world().faults.remove(id) {
        return Ok(Json(json!({})));
    }
    Err(Refused { status: StatusCode::NOT_FOUND, message: format!("there is no fault {id}") })
}
